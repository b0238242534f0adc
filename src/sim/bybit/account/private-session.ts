import type { TimerHandle } from '../../../runtime/ports.ts'
import type { HostConnection } from '../../../runtime/virtual/host.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { SimPeer } from '../../fault-link.ts'
import { repeat } from '../../sim-ports.ts'
import { readRequest, type StreamRequest } from '../stream-request.ts'
import { timeMs } from '../wire-text.ts'
import { loginRefusal } from './doorkeeper.ts'
import type { PrivatePush } from './private-feeds.ts'
import type { PrivateParts } from './private-parts.ts'

const IDLE_CHECK_MS = 30_000
const IDLE_CLOSE = 1000
const TOPIC =
  /^(?:(?:order|execution)(?:\.(?:spot|linear|inverse))?|position(?:\.(?:linear|inverse))?|wallet)$/

/** One private connection: a login, then topics. Nothing is told of what was before a subscribe. */
export class PrivateSession implements HostConnection {
  readonly #parts: PrivateParts
  readonly #peer: SimPeer
  readonly #connId: string
  readonly #topics = new Set<string>()
  readonly #idle: TimerHandle
  #account: SimAccount | undefined
  #stopListening: (() => void) | undefined
  #passedUs: number
  #pushes = 0

  /** Starts the session. */
  constructor(parts: PrivateParts, peer: SimPeer, connId: string) {
    this.#parts = parts
    this.#peer = peer
    this.#connId = connId
    const { state, limits } = parts
    this.#passedUs = state.clock.nowUs()
    this.#idle = repeat(state.ports.timers, IDLE_CHECK_MS, () => {
      const silentMs = (state.clock.nowUs() - this.#passedUs) / 1000
      if (silentMs >= limits.idleMs) peer.close(IDLE_CLOSE, 'idle')
    })
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    this.#passedUs = this.#parts.state.clock.nowUs()
    const request = readRequest(new TextDecoder().decode(data))
    switch (request.op) {
      case 'auth':
        return this.#login(request)
      case 'ping':
        return this.#pong(request)
      case 'subscribe':
        return this.#subscribe(request)
      case 'unsubscribe':
        for (const topic of request.args) this.#topics.delete(topic)
        return this.#answer(request, true, '')
      default:
        return this.#answer(request, false, 'error:invalid op')
    }
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    // Protocol frames are answered, and are no keep-alive to the venue.
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#idle.cancel()
    this.#stopListening?.()
  }

  #login(request: StreamRequest): void {
    const { accounts, feeds, state } = this.#parts
    const refusal = loginRefusal(accounts, request.args, timeMs(state.clock.nowUs()))
    const found = accounts.byKey(request.args[0] ?? '')
    if (refusal !== undefined || found === undefined)
      return this.#answer(request, false, refusal ?? '')
    this.#stopListening?.()
    this.#account = found.account
    this.#stopListening = feeds.listen(found.account, (push) => this.#push(push))
    this.#answer(request, true, '')
  }

  /** One bad topic fails all of a request. */
  #subscribe(request: StreamRequest): void {
    const { args } = request
    if (this.#account === undefined) return this.#answer(request, false, 'Request not authorized')
    const unknown = args.find((topic) => !TOPIC.test(topic))
    if (unknown !== undefined || args.length === 0)
      return this.#answer(request, false, `error:handler not found,topic:${unknown ?? ''}`)
    const known = args.find((topic) => this.#topics.has(topic))
    if (known !== undefined)
      return this.#answer(request, false, `error:already subscribed,topic:${known}`)
    for (const topic of args) this.#topics.add(topic)
    this.#answer(request, true, '')
  }

  #push({ topic, category, row, stream }: PrivatePush): void {
    const names = category === undefined ? [topic] : [topic, `${topic}.${category}`]
    const name = names.find((each) => this.#topics.has(each))
    if (name === undefined) return
    this.#pushes += 1
    const creationTime = timeMs(this.#parts.state.clock.nowUs())
    const id = `${this.#connId}-${this.#pushes}`
    this.#peer.data(JSON.stringify({ id, topic: name, creationTime, data: [row] }), stream)
  }

  #pong({ id }: StreamRequest): void {
    const args = [String(timeMs(this.#parts.state.clock.nowUs()))]
    this.#control({ req_id: id ?? '', op: 'pong', args, conn_id: this.#connId })
  }

  #answer({ id, op }: StreamRequest, success: boolean, ret_msg: string): void {
    const named = id === undefined ? {} : { req_id: id }
    this.#control({ success, ret_msg, op, conn_id: this.#connId, ...named })
  }

  #control(message: unknown): void {
    this.#peer.control(JSON.stringify(message))
  }
}
