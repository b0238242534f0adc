import type { HostConnection } from '../../../runtime/virtual/host.ts'
import { type AccountEvent, privateStream } from '../../account/account-log.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { SimPeer } from '../../fault-link.ts'
import { repeat } from '../../sim-ports.ts'
import { readRequest, type SpotRequest } from '../requests.ts'
import { statusMessage } from '../spot-messages.ts'
import { timeText } from '../wire-text.ts'
import type { PrivateParts } from './private-parts.ts'
import { WALLETS } from './rules.ts'
import { isOrderMethod, takeOrders } from './socket-orders.ts'
import { balanceRow, executionRows, ledgerRow, openOrderRow } from './spot-account-messages.ts'

const HEARTBEAT_MS = 1000
const NORMAL_CLOSE = 1000

type Channel = 'executions' | 'balances'

interface Subscription {
  readonly stop: () => void
  sequence: number
}

/** One connection to the private stream of spot: a token in each request, numbers of its own in each subscription. */
export class SpotPrivateSession implements HostConnection {
  readonly #parts: PrivateParts
  readonly #peer: SimPeer
  readonly #subscribed = new Map<Channel, Subscription>()
  readonly #stop: () => void
  #held: { readonly token: unknown; readonly account: SimAccount } | undefined
  #sentUs: number
  #unusedSinceUs: number

  /** Starts the session with a greeting. */
  constructor(parts: PrivateParts, peer: SimPeer) {
    this.#parts = parts
    this.#peer = peer
    const { state } = parts
    this.#sentUs = this.#unusedSinceUs = state.clock.nowUs()
    const heartbeat = repeat(state.ports.timers, HEARTBEAT_MS, () => this.#beat())
    this.#stop = () => heartbeat.cancel()
    this.#control(statusMessage(state.system, state.nextConnectionId()))
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    const request = readRequest(data)
    if (typeof request === 'string') return this.#answer({ error: request, success: false })
    switch (request.method) {
      case 'ping':
        return this.#answer({ method: 'pong' }, request)
      case 'subscribe':
        return this.#subscribe(request)
      case 'unsubscribe':
        return this.#unsubscribe(request)
      default:
        return isOrderMethod(request.method)
          ? this.#takeOrders(request)
          : this.#refuse(request, 'Unsupported method')
    }
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    // Protocol pings are answered by the socket itself, and are no requests.
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#stop()
    for (const { stop } of this.#subscribed.values()) stop()
    this.#subscribed.clear()
  }

  #takeOrders(request: SpotRequest): void {
    const account = this.#ownerOf(request)
    const write = (message: object): string => this.#text({ ...message }, request)
    takeOrders(this.#parts, account, request, { peer: this.#peer, write })
  }

  /** A token that opened a subscription is good for as long as the connection has it. */
  #ownerOf({ params: { token } }: SpotRequest): SimAccount | undefined {
    const isHeld = this.#subscribed.size > 0 && this.#held?.token === token
    return isHeld ? this.#held?.account : this.#parts.tokens.ownerOf(token)
  }

  #subscribe(request: SpotRequest): void {
    const { params } = request
    const account = this.#ownerOf(request)
    if (account === undefined) return this.#refuse(request, 'ESession:Invalid session')
    const channel = readChannel(params['channel'])
    if (channel === undefined) return this.#refuse(request, 'Subscription name invalid')
    if (this.#subscribed.has(channel)) return this.#refuse(request, 'Already subscribed')
    const told = new Map(account.balances(WALLETS.spot).map(({ asset, total }) => [asset, total]))
    const stop = account.listen((event) => this.#tell(channel, event, told))
    this.#subscribed.set(channel, { stop, sequence: 0 })
    this.#held = { token: params['token'], account }
    this.#answer(
      { method: 'subscribe', result: { channel, snapshot: true }, success: true },
      request,
    )
    this.#push(channel, 'snapshot', this.#snapshot(channel, account), 'private/snapshot')
  }

  #unsubscribe(request: SpotRequest): void {
    const channel = readChannel(request.params['channel'])
    const known = channel === undefined ? undefined : this.#subscribed.get(channel)
    if (channel === undefined || known === undefined)
      return this.#refuse(request, 'Subscription Not Found')
    known.stop()
    this.#subscribed.delete(channel)
    if (this.#subscribed.size === 0) this.#unusedSinceUs = this.#nowUs
    this.#answer({ method: 'unsubscribe', result: { channel }, success: true }, request)
  }

  #snapshot(channel: Channel, account: SimAccount): readonly string[] {
    if (channel === 'balances') return account.balances(WALLETS.spot).map(balanceRow)
    return account
      .openOrders()
      .filter(({ instrument }) => instrument.spec.product === 'spot')
      .map(openOrderRow)
  }

  #tell(channel: Channel, event: AccountEvent, told: Map<string, bigint>): void {
    const stream = privateStream(event)
    if (channel === 'executions') {
      if ('order' in event && event.order.instrument.spec.product !== 'spot') return
      for (const row of executionRows(event)) this.#push(channel, 'update', [row], stream)
      return
    }
    if (event.kind !== 'balanceChanged') return
    const { balance } = event
    const row = ledgerRow(balance, told.get(balance.asset) ?? 0n, event)
    if (row === undefined) return
    told.set(balance.asset, balance.total)
    this.#push(channel, 'update', [row], stream)
  }

  #push(channel: Channel, type: string, rows: readonly string[], stream: string): void {
    const subscription = this.#subscribed.get(channel)
    if (subscription === undefined) return
    subscription.sequence += 1
    this.#sentUs = this.#nowUs
    const head = `"channel":"${channel}","type":"${type}","sequence":${subscription.sequence}`
    this.#peer.data(`{${head},"data":[${rows.join(',')}]}`, stream)
  }

  #refuse(request: SpotRequest, error: string): void {
    this.#answer({ error, method: request.method, success: false }, request)
  }

  #answer(message: Readonly<Record<string, unknown>>, request?: SpotRequest): void {
    this.#control(this.#text(message, request))
  }

  #text(message: Readonly<Record<string, unknown>>, request?: SpotRequest): string {
    const now = timeText(this.#nowUs)
    const id = request?.requestId === undefined ? {} : { req_id: request.requestId }
    return JSON.stringify({ ...message, time_in: now, time_out: now, ...id })
  }

  #control(frame: string): void {
    this.#sentUs = this.#nowUs
    this.#peer.control(frame)
  }

  #beat(): void {
    const nowUs = this.#nowUs
    if (this.#subscribed.size === 0) {
      if (nowUs - this.#unusedSinceUs >= this.#parts.limits.unusedMs * 1000)
        this.#peer.close(NORMAL_CLOSE, 'Idle')
    } else if (nowUs - this.#sentUs >= HEARTBEAT_MS * 1000) {
      this.#control('{"channel":"heartbeat"}')
    }
  }

  get #nowUs(): number {
    return this.#parts.state.clock.nowUs()
  }
}

function readChannel(name: unknown): Channel | undefined {
  return name === 'executions' || name === 'balances' ? name : undefined
}
