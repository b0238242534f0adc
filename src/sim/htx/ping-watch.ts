import type { TimerHandle } from '../../runtime/ports.ts'
import { repeat, type SimPorts } from '../sim-ports.ts'

/** How a socket pings, and how patient it is. */
export interface PingRules {
  /** How often the server pings, in ms. */
  readonly everyMs: number
  /** How long it waits for an answer to its oldest open ping, in ms. */
  readonly pongWithinMs: number
}

/** The pings of one connection, which are messages: sends them, and notices that none is answered. */
export class PingWatch {
  readonly #ports: SimPorts
  readonly #rules: PingRules
  readonly #onDeaf: () => void
  readonly #pings: TimerHandle
  #due: TimerHandle | undefined

  /** Starts to ping; `onDeaf` closes the connection in the venue's words. */
  constructor(ports: SimPorts, rules: PingRules, ping: () => void, onDeaf: () => void) {
    this.#ports = ports
    this.#rules = rules
    this.#onDeaf = onDeaf
    this.#pings = repeat(ports.timers, rules.everyMs, () => {
      ping()
      this.#due ??= this.#ports.timers.after(this.#rules.pongWithinMs, () => this.#onDeaf())
    })
  }

  /** An answer arrived. */
  answered(): void {
    this.#due?.cancel()
    this.#due = undefined
  }

  /** Ends the watch. */
  stop(): void {
    this.#pings.cancel()
    this.#due?.cancel()
  }
}

/** What the venue closes with; the code is its own. */
export const DEAF_CLOSE = 1003
/** Its reason. */
export const DEAF_REASON = 'ping check expired'
