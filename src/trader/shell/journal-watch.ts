import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import type { Journal } from '../journal/index.ts'

/** What a {@link JournalWatch} is made of. */
export interface JournalWatchParts {
  /** The journal that is watched. */
  readonly journal: Pick<Journal, 'status'>
  /** How long a record may wait until it is committed, in ms. */
  readonly limitMs: number
  /** Timers. */
  readonly ports: Pick<Ports, 'timers'>
  /** Told when a record has waited longer: until {@link JournalWatchParts.onCaughtUp} nothing new is decided. */
  readonly onSlow: (detail: string) => void
  /** Told when everything is committed again. */
  readonly onCaughtUp: () => void
}

/** How often a slow journal is looked at, in ms. */
const LOOK_MS = 50

/** Watches how long records wait for the disk: on a slow one orders would be decided on what is long past when they leave. */
export class JournalWatch {
  readonly #parts: JournalWatchParts
  #timer: TimerHandle | undefined
  #isSlow = false
  #isClosed = false

  /** Looks at nothing before {@link appended}. */
  constructor(parts: JournalWatchParts) {
    this.#parts = parts
  }

  /** Whether a record waits longer than it may. */
  get isSlow(): boolean {
    return this.#isSlow
  }

  /** A record was appended. */
  appended(): void {
    if (this.#timer === undefined) this.#lookAfter(this.#parts.limitMs)
  }

  /** Looks no more. Idempotent. */
  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
  }

  #look(): void {
    const { journal, limitMs, onSlow, onCaughtUp } = this.#parts
    this.#timer = undefined
    const { state, waitingMs } = journal.status()
    if (state !== 'open') return
    if (this.#isSlow && waitingMs === 0) {
      this.#isSlow = false
      onCaughtUp()
    } else if (!this.#isSlow && waitingMs >= limitMs) {
      this.#isSlow = true
      onSlow(
        `a record waits for the disk since ${Math.round(waitingMs)} ms, longer than ${limitMs} ms; no orders are made until it has caught up`,
      )
    }
    if (waitingMs > 0) this.#lookAfter(this.#isSlow ? LOOK_MS : Math.ceil(limitMs - waitingMs))
  }

  #lookAfter(delayMs: number): void {
    if (this.#isClosed) return
    this.#timer = this.#parts.ports.timers.after(delayMs, () => this.#look())
  }
}
