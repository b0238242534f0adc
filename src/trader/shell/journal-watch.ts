import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import type { Journal } from '../journal/index.ts'
import type { TraderEvent } from './trader-event.ts'

/** What a {@link JournalWatch} is made of. */
export interface JournalWatchParts {
  /** The journal that is watched. */
  readonly journal: Pick<Journal, 'failure' | 'waitingMs'>
  /** How long a record may wait until it is committed, in ms. */
  readonly limitMs: number
  /** Timers, and the log. */
  readonly ports: Pick<Ports, 'timers' | 'log'>
  /** Told when a record has waited longer, and when everything is committed again. */
  readonly tell: (event: TraderEvent) => void
}

/** How often a slow journal is looked at, in ms. */
const LOOK_MS = 50

/**
 * Watches the journal's disk, and raises the alarm. On a slow one, where records wait long, orders would be decided on what is
 * long past when they leave.
 */
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

  /** The journal takes no more, for good: says so. */
  failed(detail: string): void {
    this.close()
    const { ports, tell } = this.#parts
    ports.log.error('The journal failed; nothing is sent any more', () => ({ detail }))
    tell({ type: 'journalFailed', detail })
  }

  /** Looks no more. Idempotent. */
  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
  }

  #look(): void {
    const { journal, limitMs } = this.#parts
    this.#timer = undefined
    if (journal.failure() !== undefined) return
    const waitingMs = journal.waitingMs()
    if (this.#isSlow && waitingMs === 0) this.#onCaughtUp()
    else if (!this.#isSlow && waitingMs >= limitMs) this.#onSlow(waitingMs)
    if (waitingMs > 0) this.#lookAfter(this.#isSlow ? LOOK_MS : Math.ceil(limitMs - waitingMs))
  }

  #onSlow(waitingMs: number): void {
    const { limitMs, ports, tell } = this.#parts
    this.#isSlow = true
    const detail = `a record waits for the disk since ${Math.round(waitingMs)} ms, longer than ${limitMs} ms; no orders are made until it has caught up`
    ports.log.error('The journal is slow; no orders are made', () => ({ detail }))
    tell({ type: 'journalSlow', detail })
  }

  #onCaughtUp(): void {
    this.#isSlow = false
    this.#parts.ports.log.info('The journal has caught up')
    this.#parts.tell({ type: 'journalCaughtUp' })
  }

  #lookAfter(delayMs: number): void {
    if (this.#isClosed) return
    this.#timer = this.#parts.ports.timers.after(delayMs, () => this.#look())
  }
}
