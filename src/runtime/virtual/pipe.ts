import type { TimerHandle } from '../ports.ts'
import type { Scheduler } from './scheduler.ts'

interface Delivery {
  readonly dueUs: number
  readonly bytes: number
  readonly deliver: () => void
}

/** What a {@link Pipe} is made of. */
export interface PipeOptions {
  /** The run's events. */
  readonly scheduler: Scheduler
  /** How the history calls what arrives. */
  readonly what: string
  /** How long the next thing sent takes, in µs. */
  readonly latencyUs: () => number
  /** Whether nothing gets through at the moment. */
  readonly isBlocked: () => boolean
}

/**
 * One direction of a connection: what is sent arrives later, one event each, in the order it was sent.
 *
 * While the way is blocked nothing arrives and nothing is lost, as with TCP: it is sent again once the way is open.
 */
export class Pipe {
  readonly #options: PipeOptions
  #queue: Delivery[] = []
  #armed: TimerHandle | undefined
  #isCut = false

  /** An empty pipe. */
  constructor(options: PipeOptions) {
    this.#options = options
  }

  /** Sends something of `bytes` bytes; `deliver` runs when it arrives. Ignored after a cut. */
  send(bytes: number, deliver: () => void): void {
    if (this.#isCut) return
    const dueUs = this.#options.scheduler.nowUs() + this.#options.latencyUs()
    this.#queue.push({ dueUs, bytes, deliver })
    if (this.#armed === undefined && !this.#options.isBlocked()) this.#arm()
  }

  /** The way is open again: what waited is sent once more. */
  resume(): void {
    if (this.#armed === undefined) this.#arm(this.#options.latencyUs())
  }

  /** Bytes that cannot leave because the way is blocked. */
  heldBytes(): number {
    if (!this.#options.isBlocked()) return 0
    return this.#queue.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** Loses what is on its way, and all that is sent from now on. */
  cut(): void {
    this.#isCut = true
    this.#queue = []
    this.#armed?.cancel()
    this.#armed = undefined
  }

  #arm(leastUs = 0): void {
    const next = this.#queue[0]
    if (next === undefined) return
    const { scheduler, what } = this.#options
    const waitUs = Math.max(leastUs, next.dueUs - scheduler.nowUs())
    this.#armed = scheduler.after(waitUs, what, () => this.#arrive())
  }

  #arrive(): void {
    this.#armed = undefined
    if (this.#options.isBlocked()) return
    const next = this.#queue.shift()
    if (this.#queue.length > 0) this.#arm()
    next?.deliver()
  }
}
