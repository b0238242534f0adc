import type { TimerHandle } from '../../runtime/ports.ts'
import type { HostConnection } from '../../runtime/virtual/host.ts'
import { ConnectionGuard } from '../connection-guard.ts'
import type { SimPeer } from '../fault-link.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import type { KucoinState } from './kucoin-state.ts'
import type { KucoinLimits } from './limits.ts'
import type { KucoinMarket } from './products.ts'
import { readRequest } from './unified-channels.ts'
import type { UnifiedStreams } from './unified-streams.ts'
import { nanoseconds, wireJson } from './wire-text.ts'

/** What a session is made of. */
export interface UnifiedSessionParts {
  /** What the hosts share. */
  readonly state: KucoinState
  /** The venue's limits. */
  readonly limits: KucoinLimits
  /** Which host it is. */
  readonly market: KucoinMarket
  /** Running channels. */
  readonly hub: StreamHub
  /** All channels. */
  readonly streams: UnifiedStreams
  /** The client. */
  readonly peer: SimPeer
  /** The connection's name. */
  readonly sessionId: string
}

type Message = Readonly<Record<string, unknown>>

const PING_SPACING_US = 1_000_000
const encoder = new TextEncoder()

/**
 * One unified connection: a welcome, an answer for each request, pings, and the venue's patience. All that it says is
 * JSON in binary frames.
 */
export class UnifiedSession implements HostConnection, StreamMember {
  readonly #parts: UnifiedSessionParts
  readonly #guard: ConnectionGuard
  readonly #subscribed = new Set<string>()
  /** Streams whose snapshot is still being made: nothing of them is told before it. */
  readonly #awaiting = new Map<string, TimerHandle>()
  readonly #stopMoves: () => void
  #lastPingUs = Number.NEGATIVE_INFINITY

  /** Greets the client. */
  constructor(parts: UnifiedSessionParts) {
    this.#parts = parts
    const { state, limits, peer, market, sessionId } = parts
    const rules = {
      pingEveryMs: false,
      pongWithinMs: 0,
      lifetimeMs: false,
      inbound: { count: limits.unifiedMessagesPer10S, perMs: 10_000 },
      idleMs: limits.idleMs,
    } as const
    this.#guard = new ConnectionGuard(peer, state.ports, rules, (why) => {
      // A connection that listens to something may be silent for as long as it likes.
      if (why !== 'idle' || this.#subscribed.size === 0) peer.terminate()
    })
    this.#stopMoves = state.onMove(market, () => peer.terminate())
    this.#control({ sessionId, message: 'welcome', pingInterval: limits.pingIntervalMs })
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, payload: string): void {
    if (!this.#awaiting.has(stream)) this.#parts.peer.data(encoder.encode(payload), stream)
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    if (!this.#guard.inbound()) return
    const message = parsed(new TextDecoder().decode(data))
    // Text that is no JSON is not answered, and closes nothing.
    if (message === undefined) return
    const { type, op } = message
    if (type === 'ping' || op === 'ping') return this.#pong(message)
    const named = message['action']
    const action = typeof named === 'string' ? named.toUpperCase() : ''
    if (action === 'SUBSCRIBE' || action === 'UNSUBSCRIBE') return this.#request(action, message)
    this.#refuse(message, { message: 'invalid request data' })
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    // Protocol frames are not what the venue counts as a sign of life.
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#guard.stop()
    this.#stopMoves()
    for (const timer of this.#awaiting.values()) timer.cancel()
    for (const name of this.#subscribed) this.#parts.hub.leave(name, this)
    this.#subscribed.clear()
  }

  #pong({ id, type }: Message): void {
    const { state, peer } = this.#parts
    const isTooSoon = state.nowUs - this.#lastPingUs < PING_SPACING_US
    this.#lastPingUs = state.nowUs
    if (isTooSoon) return peer.terminate()
    const word = type === 'ping' ? { type: 'pong' } : { op: 'pong' }
    this.#control({ ...word, id, ts: nanoseconds(state.nowUs) })
  }

  #request(action: 'SUBSCRIBE' | 'UNSUBSCRIBE', message: Message): void {
    const request = readRequest(message, this.#parts.market)
    if (!('names' in request)) return this.#refuse(message, request)
    const { id } = message
    if (action === 'UNSUBSCRIBE') {
      for (const name of request.names) this.#leave(name)
      return this.#control({ id, result: true })
    }
    const fresh = request.names.filter((name) => !this.#subscribed.has(name))
    if (this.#subscribed.size + fresh.length > this.#parts.limits.unifiedTopics) {
      return this.#refuse(message, { reason: 'topic limit exceeded' })
    }
    this.#control({ id, result: true })
    // A second subscription of a stream is answered, and changes nothing.
    for (const name of fresh) this.#join(name)
  }

  #join(name: string): void {
    const { hub, streams, state, limits } = this.#parts
    this.#subscribed.add(name)
    hub.join(name, this)
    const { first, isSnapshotFirst } = streams.open(name)
    if (first === undefined) return
    if (isSnapshotFirst !== true) return this.#tell(name, first())
    const timer = state.ports.timers.after(limits.snapshotDelayMs, () => {
      this.#awaiting.delete(name)
      this.#tell(name, first())
    })
    this.#awaiting.set(name, timer)
  }

  #tell(name: string, payload: string | undefined): void {
    if (payload !== undefined) this.deliver(name, payload)
  }

  #leave(name: string): void {
    if (!this.#subscribed.delete(name)) return
    this.#awaiting.get(name)?.cancel()
    this.#awaiting.delete(name)
    this.#parts.hub.leave(name, this)
  }

  #refuse({ id }: Message, why: Readonly<Record<string, string>>): void {
    this.#control({ id, result: false, ...why })
  }

  #control(message: unknown): void {
    this.#parts.peer.control(encoder.encode(wireJson(message)))
  }
}

function parsed(text: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Message) // an object of unknown members
      : undefined
  } catch {
    // What is no JSON is no request.
    return undefined
  }
}
