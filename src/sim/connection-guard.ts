import type { TimerHandle } from '../runtime/ports.ts'
import type { SimPeer } from './fault-link.ts'
import { repeat, type SimPorts } from './sim-ports.ts'

/** What a venue asks of every connection. `false` switches a rule off. */
export interface ConnectionRules {
  /** How often the server pings, in ms. */
  readonly pingEveryMs: number | false
  /** How long it waits for a pong before it closes, in ms. */
  readonly pongWithinMs: number
  /** The age at which it closes, in ms. */
  readonly lifetimeMs: number | false
  /** Messages a client may send; more closes. */
  readonly inbound: { readonly count: number; readonly perMs: number } | false
  /** How long it waits for anything from the client, in ms, before it closes. */
  readonly idleMs: number | false
}

/** Why a guard closes a connection. */
export type ClosedFor = 'pongTimeout' | 'lifetime' | 'tooManyMessages' | 'idle'

/** Watches one connection for the rules of its venue. */
export class ConnectionGuard {
  readonly #peer: SimPeer
  readonly #ports: SimPorts
  readonly #rules: ConnectionRules
  readonly #onBreach: (why: ClosedFor) => void
  readonly #timers: TimerHandle[] = []
  #inboundUs: number[] = []
  #pongDue: TimerHandle | undefined
  #idle: TimerHandle | undefined

  /** Starts to watch; `onBreach` closes the connection in the venue's words. */
  constructor(
    peer: SimPeer,
    ports: SimPorts,
    rules: ConnectionRules,
    onBreach: (why: ClosedFor) => void,
  ) {
    this.#peer = peer
    this.#ports = ports
    this.#rules = rules
    this.#onBreach = onBreach
    if (rules.pingEveryMs !== false) {
      this.#timers.push(repeat(ports.timers, rules.pingEveryMs, () => this.#ping()))
    }
    if (rules.lifetimeMs !== false) {
      this.#timers.push(ports.timers.after(rules.lifetimeMs, () => onBreach('lifetime')))
    }
    this.#listen()
  }

  /** Counts a message or a protocol frame from the client; `false` where it was one too many and the connection closes. */
  inbound(): boolean {
    this.#listen()
    const { inbound } = this.#rules
    if (inbound === false) return true
    const now = this.#ports.wallClock.nowUs()
    this.#inboundUs = this.#inboundUs.filter((timeUs) => timeUs > now - inbound.perMs * 1000)
    this.#inboundUs.push(now)
    if (this.#inboundUs.length <= inbound.count) return true
    this.#onBreach('tooManyMessages')
    return false
  }

  /** A pong (or ping) of the client arrived. */
  pong(): void {
    this.#pongDue?.cancel()
    this.#pongDue = undefined
  }

  /** Stops watching. */
  stop(): void {
    for (const timer of this.#timers) timer.cancel()
    this.#pongDue?.cancel()
    this.#idle?.cancel()
  }

  #ping(): void {
    // Before the ping leaves: its pong may come at once.
    this.#pongDue ??= this.#ports.timers.after(this.#rules.pongWithinMs, () =>
      this.#onBreach('pongTimeout'),
    )
    this.#peer.ping()
  }

  #listen(): void {
    if (this.#rules.idleMs === false) return
    this.#idle?.cancel()
    this.#idle = this.#ports.timers.after(this.#rules.idleMs, () => this.#onBreach('idle'))
  }
}
