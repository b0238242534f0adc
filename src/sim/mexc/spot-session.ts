import type { TimerHandle } from '../../runtime/ports.ts'
import type { HostConnection } from '../../runtime/virtual/host.ts'
import { type ClosedFor, ConnectionGuard } from '../connection-guard.ts'
import type { SimPeer } from '../fault-link.ts'
import { IdleWatch } from '../idle-watch.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import type { MexcLimits } from './limits.ts'
import type { MexcState } from './mexc-state.ts'
import { readRecord } from './requests.ts'

/** What a session is made of. */
export interface SpotSessionParts {
  /** What the hosts share. */
  readonly state: MexcState
  /** The venue's limits. */
  readonly limits: MexcLimits
  /** Running channels. */
  readonly hub: StreamHub<Uint8Array>
  /** Whether there is a channel of this name. */
  readonly exists: (channel: string) => boolean
  /** The client. */
  readonly peer: SimPeer
}

const GOING_AWAY = 1001
const POLICY_VIOLATION = 1008

/** One spot connection: JSON answers whose `code` is always 0, binary data, and two patiences. */
export class SpotSession implements HostConnection, StreamMember<Uint8Array> {
  readonly #parts: SpotSessionParts
  readonly #guard: ConnectionGuard
  readonly #traffic: IdleWatch
  #unused: TimerHandle | undefined
  /** Channels acknowledged; only the first so many are served. */
  readonly #subscribed = new Set<string>()
  readonly #served = new Set<string>()

  /** Starts the session. */
  constructor(parts: SpotSessionParts) {
    this.#parts = parts
    const { state, limits, peer } = parts
    const rules = {
      pingEveryMs: false,
      pongWithinMs: limits.idleMs,
      lifetimeMs: limits.lifetimeMs,
      inbound: { count: limits.messagesPerSecond, perMs: 1000 },
      idleMs: false,
    } as const
    this.#guard = new ConnectionGuard(peer, state.ports, rules, (why) => this.#breach(why))
    this.#traffic = new IdleWatch(state.ports, limits.idleMs, () => peer.close(GOING_AWAY, ''))
    this.#waitForUse()
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, payload: Uint8Array): void {
    this.#traffic.heard()
    this.#parts.peer.data(payload, stream)
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    if (!this.#guard.inbound() || data.length >= this.#parts.limits.messageBytes) return
    this.#traffic.heard()
    const request = readRecord(data)
    if (request === undefined) return
    const { method, params, id } = request
    const requestId = Number.isSafeInteger(id) ? Number(id) : 0
    if (method === 'PING') return this.#answer(0, 'PONG')
    const channels = Array.isArray(params) ? params.map(String) : []
    if (method === 'SUBSCRIPTION') this.#subscribe(requestId, channels)
    else if (method === 'UNSUBSCRIPTION') this.#unsubscribe(requestId, channels)
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    this.#guard.pong()
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#guard.stop()
    this.#traffic.stop()
    this.#unused?.cancel()
    for (const channel of this.#served) this.#parts.hub.leave(channel, this)
    this.#served.clear()
    this.#subscribed.clear()
  }

  #subscribe(id: number, channels: readonly string[]): void {
    const accepted = channels.filter((channel) => this.#parts.exists(channel))
    const refused = channels.filter((channel) => !this.#parts.exists(channel))
    if (accepted.length > 0) this.#answer(id, accepted.join(','))
    if (refused.length > 0) this.#answer(id, refusal('Subscribed', refused))
    for (const channel of accepted) {
      this.#subscribed.add(channel)
      // Beyond the limit a channel is acknowledged, and silent.
      if (this.#served.size >= this.#parts.limits.topicsPerConnection) continue
      this.#served.add(channel)
      this.#parts.hub.join(channel, this)
    }
    this.#waitForUse()
  }

  #unsubscribe(id: number, channels: readonly string[]): void {
    const known = channels.filter((channel) => this.#subscribed.has(channel))
    const refused = channels.filter((channel) => !this.#subscribed.has(channel))
    for (const channel of known) {
      this.#subscribed.delete(channel)
      if (this.#served.delete(channel)) this.#parts.hub.leave(channel, this)
    }
    if (known.length > 0) this.#answer(id, known.join(','))
    if (refused.length > 0) this.#answer(id, refusal('UnSubscribed', refused))
    this.#waitForUse()
  }

  /** Without a subscription pings do not help. */
  #waitForUse(): void {
    if (this.#subscribed.size > 0) {
      this.#unused?.cancel()
      this.#unused = undefined
      return
    }
    const { state, limits, peer } = this.#parts
    this.#unused ??= state.ports.timers.after(limits.unusedMs, () => peer.close(GOING_AWAY, ''))
  }

  #answer(id: number, msg: string): void {
    this.#parts.peer.control(JSON.stringify({ id, code: 0, msg }))
  }

  #breach(why: ClosedFor): void {
    const isOld = why === 'lifetime'
    this.#parts.peer.close(isOld ? GOING_AWAY : POLICY_VIOLATION, isOld ? '' : 'Too many requests')
  }
}

/** The colon is a full-width one. */
function refusal(what: string, channels: readonly string[]): string {
  return `Not ${what} successfully! [${channels.join(',')}].  Reason： Blocked! `
}
