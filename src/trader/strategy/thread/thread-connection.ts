import {
  createSharedRing,
  RingWriter,
  type Thread,
  type ThreadPort,
  type TimerHandle,
  type Timers,
} from '../../../runtime/index.ts'
import type { StrategyFault } from '../strategy-fault.ts'
import { wordsOf } from '../words-of.ts'
import type { DecidedAnswer, RememberedAnswer, ThreadAnswer, ThreadStart } from './messages.ts'
import type { WaitingQuestion } from './outbox.ts'
import { bookNumbers, LETTER_NUMBERS, TURN_NUMBERS } from './records.ts'
import type { SeatInThread } from './seat-in-thread.ts'
import type { ThreadStrategy } from './thread-strategy.ts'
import { WorldReporter } from './world-reporter.ts'

/** What it was asked, and in which run. */
export type Asked = WaitingQuestion & { readonly run: number }

/** How it broke the contract, or that it hangs, or that its thread died. */
export interface Broken {
  readonly code: StrategyFault
  readonly found: string
}

/** What a {@link ThreadConnection} is made of. */
export interface ThreadConnectionParts {
  readonly seat: SeatInThread
  readonly ports: { readonly threads: ThreadPort; readonly timers: Timers }
  /** Takes what came of a question. */
  readonly onAnswer: (answer: DecidedAnswer | RememberedAnswer, asked: Asked) => void
  /** It can be asked, or it is broken. */
  readonly onChange: () => void
}

/**
 * A strategy in its thread, asked one thing after the other: it is told of the next event only when it has decided on the one
 * before, so that what it asked for is in the world that it sees.
 */
export class ThreadConnection {
  /** Whom it runs. */
  readonly strategy: ThreadStrategy
  readonly #parts: ThreadConnectionParts
  readonly #reporter: WorldReporter
  readonly #thread: Thread
  #deadline: TimerHandle | undefined
  #state: 'busy' | 'idle' | 'over' = 'busy'
  #asked: Asked | undefined
  #broken: Broken | undefined

  /** Opens the thread. */
  constructor(parts: ThreadConnectionParts) {
    const { seat, ports } = parts
    const { strategy, setup, world, maxIntents } = seat
    const { kind, params, options } = strategy
    const { levels, waiting, module, maxStartMs } = options
    this.strategy = strategy
    this.#parts = parts
    const ring = createSharedRing(ringCapacity(setup.legs.length, levels))
    const { signalAmount } = setup
    const start: ThreadStart = {
      kind,
      setup: {
        ...setup,
        ...(signalAmount !== undefined && { signalAmount: String(signalAmount) }),
      },
      params,
      memory: strategy.snapshot(),
      maxIntents,
      buffer: ring.buffer,
      waiting,
    }
    this.#thread = ports.threads.open(
      { module, data: start },
      {
        onMessage: (message) => this.#take(message as ThreadAnswer),
        onEnd: (why) => this.break('DIED', wordsOf(why)),
      },
    )
    this.#reporter = new WorldReporter({
      setup,
      world,
      levels,
      writer: new RingWriter(ring),
      post: (letter) => this.#thread.post(letter),
    })
    this.#expect(maxStartMs, 'to be made')
  }

  /** Whether it waits to be asked. */
  get isIdle(): boolean {
    return this.#state === 'idle'
  }

  /** What ended it, where it was not closed. */
  get broken(): Broken | undefined {
    return this.#broken
  }

  /** Asks it, with the world as it is; only while it is idle. */
  ask(asked: Asked, nowUs: number): void {
    this.#state = 'busy'
    this.#asked = asked
    this.#expect(this.strategy.options.maxAnswerMs, `to answer ${asked.question.type}`)
    this.#reporter.report(asked.question, nowUs)
  }

  /** Ends the thread. Idempotent. */
  async close(): Promise<void> {
    this.#over()
    await this.#thread.terminate()
  }

  #take(answer: ThreadAnswer): void {
    if (this.#state === 'over') return
    this.#deadline?.cancel()
    if (answer.type === 'broke') {
      this.break(answer.code, answer.found)
      return
    }
    const asked = this.#asked
    this.#state = 'idle'
    this.#asked = undefined
    if (answer.type !== 'ready' && asked !== undefined) this.#parts.onAnswer(answer, asked)
    this.#parts.onChange()
  }

  #expect(withinMs: number, what: string): void {
    this.#deadline?.cancel()
    this.#deadline = this.#parts.ports.timers.after(withinMs, () =>
      this.break('HUNG', `expected it ${what} within ${withinMs} ms`),
    )
  }

  /** Ends it for what is wrong with it. */
  break(code: StrategyFault, found: string): void {
    if (this.#state === 'over') return
    this.#over()
    this.#broken = { code, found }
    this.#parts.onChange()
    // Whoever awaits the end calls `close`; that this one is over needs nobody to wait.
    void this.#thread.terminate()
  }

  #over(): void {
    this.#state = 'over'
    this.#deadline?.cancel()
  }
}

/** Twice what one turn takes: a record that does not fit before the end begins anew. */
function ringCapacity(legs: number, levels: number): number {
  const turn = legs * (bookNumbers(levels) + 1) + TURN_NUMBERS + LETTER_NUMBERS + 2
  return 2 ** Math.ceil(Math.log2(2 * turn))
}
