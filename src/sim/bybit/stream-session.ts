import type { TimerHandle } from '../../runtime/ports.ts'
import type { HostConnection } from '../../runtime/virtual/host.ts'
import type { SimPeer } from '../fault-link.ts'
import { repeat } from '../sim-ports.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import type { BybitState } from './bybit-state.ts'
import type { BybitLimits } from './limits.ts'
import { readRequest, type StreamRequest } from './stream-request.ts'
import type { OpenTopic } from './streams.ts'

/** A path of the socket host: a product line, or the platform's state. */
export type SocketPath = 'spot' | 'linear' | 'inverse' | 'status'

/** What a session is made of. */
export interface StreamSessionParts {
  /** What the hosts share. */
  readonly state: BybitState
  /** The venue's limits. */
  readonly limits: BybitLimits
  /** Running topics, by path and topic. */
  readonly hub: StreamHub
  /** The topic of a name in the hub; `undefined` where there is none. */
  readonly open: (name: string) => OpenTopic | undefined
  /** Path of the connection. */
  readonly path: SocketPath
  /** The client. */
  readonly peer: SimPeer
  /** The connection's name. */
  readonly connId: string
}

/** The venue looks for idle connections this often. */
const IDLE_CHECK_MS = 30_000
const IDLE_CLOSE = 1000

/** One connection: subscriptions answered once for each request, `ping`, and the venue's patience. */
export class StreamSession implements HostConnection, StreamMember {
  readonly #parts: StreamSessionParts
  readonly #subscribed = new Set<string>()
  readonly #idle: TimerHandle
  #passedUs: number

  /** Starts the session. */
  constructor(parts: StreamSessionParts) {
    this.#parts = parts
    const { state, limits, peer } = parts
    this.#passedUs = state.clock.nowUs()
    this.#idle = repeat(state.ports.timers, IDLE_CHECK_MS, () => {
      const silentMs = (state.clock.nowUs() - this.#passedUs) / 1000
      if (silentMs >= limits.idleMs) peer.close(IDLE_CLOSE, 'idle')
    })
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, payload: string): void {
    this.#passed()
    this.#parts.peer.data(payload, stream.slice(this.#parts.path.length + 1))
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    this.#passed()
    const request = readRequest(new TextDecoder().decode(data))
    switch (request.op) {
      case 'ping':
        return this.#pong(request.id)
      case 'subscribe':
        return this.#subscribe(request)
      case 'unsubscribe':
        return this.#unsubscribe(request)
      case 'auth':
        return this.#answer(request, false, 'error:auth is not supported on public channels')
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
    for (const topic of this.#subscribed) this.#parts.hub.leave(this.#nameOf(topic), this)
    this.#subscribed.clear()
  }

  /** One bad topic fails all of a request. */
  #subscribe(request: StreamRequest): void {
    const refusal = this.#refusalOf(request.args)
    if (refusal !== undefined) return this.#answer(request, false, refusal)
    // On spot the answer comes first. On futures the first data may overtake it, and here always do.
    const isSpot = this.#parts.path === 'spot'
    if (isSpot) this.#accept(request)
    for (const topic of request.args) this.#join(topic)
    if (!isSpot) this.#accept(request)
  }

  #accept(request: StreamRequest): void {
    this.#answer(request, true, this.#parts.path === 'spot' ? request.op : '')
  }

  #join(topic: string): void {
    const { hub, open } = this.#parts
    const name = this.#nameOf(topic)
    hub.join(name, this)
    this.#subscribed.add(topic)
    const first = open(name)?.first()
    if (first !== undefined) this.deliver(name, first)
  }

  #refusalOf(topics: readonly string[]): string | undefined {
    const { path, limits, open } = this.#parts
    if (topics.length === 0) return 'error:request args is empty'
    if (path === 'spot' && topics.length > limits.spotTopicsPerRequest) return 'args size >10'
    const unknown = topics.find((topic) => open(this.#nameOf(topic)) === undefined)
    if (unknown !== undefined) return `error:handler not found,topic:${unknown}`
    const known = topics.find((topic) => this.#subscribed.has(topic))
    if (known !== undefined) return `error:already subscribed,topic:${known}`
    const all = [...this.#subscribed, ...topics]
    const characters = all.reduce((sum, topic) => sum + topic.length, 0)
    return characters > limits.topicCharacters ? 'error:args length is over the limit' : undefined
  }

  #unsubscribe(request: StreamRequest): void {
    for (const topic of request.args) {
      if (this.#subscribed.delete(topic)) this.#parts.hub.leave(this.#nameOf(topic), this)
    }
    this.#answer(request, true, '')
  }

  #nameOf(topic: string): string {
    return `${this.#parts.path} ${topic}`
  }

  #pong(id: string | undefined): void {
    const { path, connId } = this.#parts
    const pong = { success: true, ret_msg: 'pong', conn_id: connId }
    // Spot repeats no id.
    this.#control(
      path === 'spot' ? { ...pong, op: 'ping' } : { ...pong, req_id: id ?? '', op: 'ping' },
    )
  }

  #answer({ id, op }: StreamRequest, success: boolean, ret_msg: string): void {
    const isAlways = this.#parts.path !== 'spot'
    const req_id = id ?? (isAlways ? '' : undefined)
    const { connId: conn_id } = this.#parts
    this.#control({ success, ret_msg, conn_id, ...(req_id === undefined ? {} : { req_id }), op })
  }

  #control(message: unknown): void {
    this.#passed()
    this.#parts.peer.control(JSON.stringify(message))
  }

  #passed(): void {
    this.#passedUs = this.#parts.state.clock.nowUs()
  }
}
