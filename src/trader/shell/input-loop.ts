import { afterTurn } from '../../runtime/after-turn.ts'
import { InputQueue } from './input-queue.ts'
import type { TraderInput } from './trader-input.ts'

/** What an input loop calls. */
export interface InputLoopOptions {
  /** Processes one input, whole. */
  readonly process: (input: TraderInput) => void
  /** All that waited is processed. */
  readonly onDrained: () => void
}

/** Processes inputs one after the other, each whole; what is pushed meanwhile waits for its turn. */
export class InputLoop {
  readonly #options: InputLoopOptions
  readonly #queue = new InputQueue()
  #isScheduled = false
  #isDraining = false

  readonly #turn = (): void => {
    this.#isScheduled = false
    this.drain()
  }

  /** A loop that waits for its first input. */
  constructor(options: InputLoopOptions) {
    this.#options = options
  }

  /** Whether nothing waits, and nothing is being processed. */
  get isIdle(): boolean {
    return !this.#isDraining && this.#queue.isEmpty
  }

  /** Adds one. It is processed after all that one read of a socket brings: what is urgent then overtakes what is not. */
  push(input: TraderInput): void {
    this.#queue.push(input)
    if (this.#isScheduled || this.#isDraining) return
    this.#isScheduled = true
    afterTurn(this.#turn)
  }

  /** Processes all that waits, now. */
  drain(): void {
    const { process, onDrained } = this.#options
    this.#isDraining = true
    try {
      for (let input = this.#queue.take(); input !== undefined; input = this.#queue.take())
        process(input)
    } finally {
      this.#isDraining = false
    }
    onDrained()
  }

  /** Forgets market data that waits: nobody will decide on it. */
  dropMarket(): void {
    this.#queue.dropMarket()
  }
}
