import type { TimerHandle } from '../ports.ts'
import type { History } from './history.ts'

interface ScheduledEvent {
  readonly timeUs: number
  readonly sequence: number
  readonly what: string
  readonly callback: () => void
  isCancelled: boolean
}

/** Cancelled events are swept out of the heap once they are this many and more than half of it. */
const SWEEP_AT = 1_024

/**
 * A discrete-event queue with a virtual clock: events run in order of time, then of scheduling.
 *
 * Times are µs since the start of the run, safe integers. A binary heap; a cancelled event stays in it until it is its
 * turn or until a sweep.
 */
export class Scheduler {
  readonly #history: History
  #heap: ScheduledEvent[] = []
  #nowUs = 0
  #sequence = 0
  #cancelled = 0

  /** Starts at time 0 with nothing scheduled; events are noted in `history` as they run. */
  constructor(history: History) {
    this.#history = history
  }

  /** Virtual time since the start, µs. */
  nowUs(): number {
    return this.#nowUs
  }

  /** Schedules a callback `delayUs` µs from now (rounded; never in the past). `what` names it in the history. */
  after(delayUs: number, what: string, callback: () => void): TimerHandle {
    const waitUs = Number.isFinite(delayUs) ? Math.max(0, Math.round(delayUs)) : 0
    this.#sequence += 1
    const event: ScheduledEvent = {
      timeUs: this.#nowUs + waitUs,
      sequence: this.#sequence,
      what,
      callback,
      isCancelled: false,
    }
    this.#push(event)
    return { cancel: (): void => this.#cancel(event) }
  }

  /** When the next event is due, µs since the start; `undefined` when nothing is scheduled. */
  nextTimeUs(): number | undefined {
    this.#dropCancelled()
    return this.#heap[0]?.timeUs
  }

  /** Runs the next event, moving the clock to it; `false` when nothing is scheduled. */
  step(): boolean {
    this.#dropCancelled()
    const event = this.#pop()
    if (event === undefined) return false
    this.#nowUs = event.timeUs
    // A handle cancelled from now on is a handle of an event that ran.
    event.isCancelled = true
    this.#history.note(event.timeUs, event.what)
    event.callback()
    return true
  }

  /** Moves the clock forward with nothing happening; the caller has run every event due before. */
  advanceTo(timeUs: number): void {
    this.#nowUs = Math.max(this.#nowUs, timeUs)
  }

  #cancel(event: ScheduledEvent): void {
    if (event.isCancelled) return
    event.isCancelled = true
    this.#cancelled += 1
    if (this.#cancelled < SWEEP_AT || this.#cancelled * 2 < this.#heap.length) return
    const kept = this.#heap.filter((each) => !each.isCancelled)
    this.#heap = []
    this.#cancelled = 0
    for (const each of kept) this.#push(each)
  }

  #dropCancelled(): void {
    while (this.#heap[0]?.isCancelled === true) {
      this.#pop()
      this.#cancelled -= 1
    }
  }

  #push(event: ScheduledEvent): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(event)
    while (at > 0) {
      const parentAt = (at - 1) >> 1
      const parent = heap[parentAt]
      if (parent === undefined || !isBefore(event, parent)) break
      heap[at] = parent
      at = parentAt
    }
    heap[at] = event
  }

  #pop(): ScheduledEvent | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return first
    let at = 0
    for (;;) {
      let childAt = at * 2 + 1
      let child = heap[childAt]
      const right = heap[childAt + 1]
      if (right !== undefined && child !== undefined && isBefore(right, child)) {
        child = right
        childAt += 1
      }
      if (child === undefined || !isBefore(child, last)) break
      heap[at] = child
      at = childAt
    }
    heap[at] = last
    return first
  }
}

function isBefore(a: ScheduledEvent, b: ScheduledEvent): boolean {
  return a.timeUs < b.timeUs || (a.timeUs === b.timeUs && a.sequence < b.sequence)
}
