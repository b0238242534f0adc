import type { KeepAlive } from '../core/index.ts'
import type { TimerHandle, Timers } from '../runtime/ports.ts'

/** The watchdog looks this often within `deadAfterMs`. */
const LOOKS = 8

/** What a keep-alive does to its connection. */
export interface KeepAliveActions {
  /** Sends a protocol ping. */
  readonly protocolPing: () => void
  /** Sends the venue's own ping message. */
  readonly messagePing: () => void
  /** Nothing was heard for too long. */
  readonly dead: (silentMs: number) => void
}

/**
 * Keeps a connection alive in the venue's dialect and tells when it is dead.
 *
 * Whatever arrives counts as a sign of life; {@link heard} is one store, so that it can stand on the hot path. Silence
 * is noticed between `deadAfterMs` and one eighth more.
 */
export class KeepAliveWatch {
  #facts: KeepAlive
  readonly #timers: Timers
  readonly #actions: KeepAliveActions
  #wasHeard = true
  #quietLooks = 0
  #look: TimerHandle | undefined
  #ping: TimerHandle | undefined

  /** Does nothing until {@link start}. */
  constructor(facts: KeepAlive, timers: Timers, actions: KeepAliveActions) {
    this.#facts = facts
    this.#timers = timers
    this.#actions = actions
  }

  /** The connection is open. */
  start(): void {
    this.#scheduleLook()
    if (this.#facts.kind !== 'server') this.#schedulePing(this.#facts.everyMs)
  }

  /** Goes on as the venue asks on this connection. */
  retune(facts: KeepAlive): void {
    this.#facts = facts
    if (this.#look === undefined) return
    this.stop()
    this.start()
  }

  /** Something arrived. */
  heard(): void {
    this.#wasHeard = true
  }

  /** Ends both timers. */
  stop(): void {
    this.#look?.cancel()
    this.#ping?.cancel()
  }

  #scheduleLook(): void {
    const everyMs = Math.max(1, Math.ceil(this.#facts.deadAfterMs / LOOKS))
    this.#look = this.#timers.after(everyMs, () => {
      this.#quietLooks = this.#wasHeard ? 0 : this.#quietLooks + 1
      this.#wasHeard = false
      if (this.#quietLooks < LOOKS) this.#scheduleLook()
      else this.#actions.dead(this.#quietLooks * everyMs)
    })
  }

  #schedulePing(everyMs: number): void {
    this.#ping = this.#timers.after(everyMs, () => {
      this.#schedulePing(everyMs)
      if (this.#facts.kind === 'protocolPing') this.#actions.protocolPing()
      else this.#actions.messagePing()
    })
  }
}
