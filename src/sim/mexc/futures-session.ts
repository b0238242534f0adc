import type { HostConnection } from '../../runtime/virtual/host.ts'
import type { SimPeer } from '../fault-link.ts'
import { IdleWatch } from '../idle-watch.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import { type FuturesPlan, readFuturesPlan, streamName } from './futures-streams.ts'
import type { MexcLimits } from './limits.ts'
import type { MexcState } from './mexc-state.ts'
import { isRecord, readRecord, textAt } from './requests.ts'
import { msOf } from './wire-text.ts'

/** What a session is made of. */
export interface FuturesSessionParts {
  /** What the hosts share. */
  readonly state: MexcState
  /** The venue's limits. */
  readonly limits: MexcLimits
  /** Running channels. */
  readonly hub: StreamHub
  /** The client. */
  readonly peer: SimPeer
}

const GOING_AWAY = 1001

/** One futures connection: one contract a message, answers that name only the channel, and nobody waits without a ping. */
export class FuturesSession implements HostConnection, StreamMember {
  readonly #parts: FuturesSessionParts
  readonly #patience: IdleWatch
  readonly #joined = new Map<string, FuturesPlan>()
  #pings = 0

  /** Starts the session. */
  constructor(parts: FuturesSessionParts) {
    this.#parts = parts
    const { state, limits, peer } = parts
    // Data does not count, nor does anything else that the client says.
    this.#patience = new IdleWatch(state.ports, limits.pingWithinMs, () =>
      peer.close(GOING_AWAY, ''),
    )
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, payload: string): void {
    this.#parts.peer.data(payload, stream)
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    const request = readRecord(data)
    const method = textAt(request, 'method')
    if (method === 'ping') return this.#pong()
    if (method === 'login') return this.#answer('rs.error', 'Login failed')
    const [action, ...rest] = method.split('.')
    const param = request?.['param']
    const kind = rest.join('.')
    // A method that does not exist gets no answer at all.
    if (action === 'sub') this.#subscribe(kind, isRecord(param) ? param : {})
    else if (action === 'unsub') this.#unsubscribe(kind, isRecord(param) ? param : {})
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    // Protocol frames are not what the venue waits for.
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#patience.stop()
    for (const name of this.#joined.keys()) this.#parts.hub.leave(name, this)
    this.#joined.clear()
  }

  #pong(): void {
    this.#patience.heard()
    this.#pings += 1
    const { doublesPongEvery } = this.#parts.limits
    const nowMs = this.#nowMs()
    this.#answer('pong', nowMs)
    if (doublesPongEvery > 0 && this.#pings % doublesPongEvery === 0) this.#answer('pong', nowMs)
  }

  #subscribe(kind: string, param: Readonly<Record<string, unknown>>): void {
    const plan = readFuturesPlan(kind, param)
    if (plan === undefined) return
    if ('symbol' in plan && this.#parts.state.contract(plan.symbol) === undefined) {
      return this.#answer('rs.error', `Contract [${plan.symbol}] not exists`)
    }
    const name = streamName(plan)
    // Another form of the same channel takes its place: nothing in the data would tell them apart.
    for (const [other, known] of this.#joined) {
      if (other !== name && isSameChannel(known, plan)) this.#leave(other)
    }
    this.#answer(`rs.sub.${kind}`, 'success')
    this.#joined.set(name, plan)
    this.#parts.hub.join(name, this)
  }

  #unsubscribe(kind: string, param: Readonly<Record<string, unknown>>): void {
    for (const [name, plan] of this.#joined) {
      const isIt =
        plan.kind === kind &&
        (!('symbol' in plan) || plan.symbol === param['symbol']) &&
        (plan.kind !== 'kline' ||
          param['interval'] === undefined ||
          param['interval'] === plan.word)
      if (isIt) this.#leave(name)
    }
    this.#answer(`rs.unsub.${kind}`, 'success')
  }

  #leave(name: string): void {
    this.#joined.delete(name)
    this.#parts.hub.leave(name, this)
  }

  #answer(channel: string, data: string | number): void {
    this.#parts.peer.control(JSON.stringify({ channel, data, ts: this.#nowMs() }))
  }

  #nowMs(): number {
    return msOf(this.#parts.state.clock.nowUs())
  }
}

function isSameChannel(a: FuturesPlan, b: FuturesPlan): boolean {
  if (a.kind !== b.kind || !('symbol' in a) || !('symbol' in b)) return false
  return a.symbol === b.symbol && a.kind !== 'kline'
}
