import type { StrategyId } from '../../core/index.ts'
import type { ThreadPort, Timers } from '../../runtime/index.ts'
import type { TimerIntent } from '../strategy/decision.ts'
import type { StrategyHost, ThreadInput } from '../strategy/index.ts'
import type { DecidedAnswer, RememberedAnswer } from '../strategy/thread/messages.ts'
import type { SeatInThread } from '../strategy/thread/seat-in-thread.ts'
import { type Asked, ThreadConnection } from '../strategy/thread/thread-connection.ts'
import { Changes } from './changes.ts'

/** What a {@link ThreadDesk} is made of. */
export interface ThreadDeskParts {
  /** Has the strategies. */
  readonly host: StrategyHost
  /** Timers, and what opens threads; absent where no kind needs one. */
  readonly ports: { readonly timers: Timers; readonly threads: ThreadPort | undefined }
  /** Takes what the host is to be fed in its turn. */
  readonly push: (input: ThreadInput) => void
}

/**
 * Keeps the threads of strategies as the host has it: one for each that can be asked, and none for others. Asks each that is
 * idle what waits for it, and hands on what it answers.
 */
export class ThreadDesk {
  readonly #parts: ThreadDeskParts
  readonly #connections = new Map<StrategyId, ThreadConnection>()
  readonly #changes = new Changes()
  /** The last run whose break was told. */
  readonly #brokenRuns = new Map<StrategyId, number>()
  #isOpen = false
  /** Something was handed on: before it is processed nobody is asked, for what was decided has to be in the world first. */
  #isHandedOn = false

  constructor(parts: ThreadDeskParts) {
    this.#parts = parts
  }

  /** Starts to ask. What was told before was decided on before: its answers are left out. */
  start(): void {
    for (const { strategy } of this.#parts.host.threads()) strategy.outbox.mute()
    this.#isOpen = true
  }

  /** Asks whoever is idle. To be called whenever all inputs that waited are processed. */
  onDrained(): void {
    this.#isHandedOn = false
    this.#flush()
  }

  /** Whether a strategy runs in a thread that can be asked. */
  has(strategy: StrategyId): boolean {
    const connection = this.#connections.get(strategy)
    return connection !== undefined && connection.broken === undefined
  }

  /** Has a strategy tell what it remembers, after all that it has been told before; or that it cannot. */
  async remember(strategy: StrategyId): Promise<void> {
    const seat = this.#parts.host.threads().find(({ setup }) => setup.strategy === strategy)
    if (seat === undefined || !this.#isOpen) return
    const { outbox } = seat.strategy
    outbox.push({ type: 'remember' })
    this.#flush()
    const isAsked = (): boolean => {
      const connection = this.#connections.get(strategy)
      const isSame = connection?.strategy === seat.strategy && connection.broken === undefined
      return isSame && outbox.isRemembering
    }
    while (isAsked()) await this.#changes.next()
  }

  /** Has all of them tell. `undefined` where there is none to wait for. */
  rememberAll(): Promise<unknown> | undefined {
    const names = [...this.#connections.keys()].filter((name) => this.has(name))
    if (names.length === 0) return undefined
    return Promise.all(names.map((name) => this.remember(name)))
  }

  /** Tells them all that is theirs but market data, hears what they remember, and ends their threads. Idempotent. */
  async close(): Promise<void> {
    for (const { strategy } of this.#parts.host.threads()) strategy.outbox.dropMarket()
    await this.rememberAll()
    this.#isOpen = false
    const connections = [...this.#connections.values()]
    this.#connections.clear()
    await Promise.all(connections.map((connection) => connection.close()))
  }

  #flush(): void {
    if (!this.#isOpen || this.#isHandedOn) return
    if (this.#connections.size === 0 && !this.#parts.host.hasThreads) return
    const seats = this.#parts.host.threads()
    const seated = new Set(seats.map(({ strategy }) => strategy))
    for (const [name, connection] of this.#connections)
      if (!seated.has(connection.strategy)) this.#close(name, connection)
    for (const seat of seats) this.#ask(seat)
    this.#changes.tell()
  }

  #ask(seat: SeatInThread): void {
    const { strategy, setup, run } = seat
    const connection = this.#connections.get(setup.strategy) ?? this.#open(seat)
    if (connection === undefined) return
    const { outbox, options } = strategy
    if (connection.broken !== undefined) {
      if (this.#brokenRuns.get(setup.strategy) === run) return
      this.#brokenRuns.set(setup.strategy, run)
      this.#push({ type: 'strategyBroke', strategy: setup.strategy, run, ...connection.broken })
    } else if (connection.isIdle) {
      const waiting = outbox.take()
      if (waiting !== undefined) connection.ask({ ...waiting, run }, this.#parts.host.nowUs)
    } else if (outbox.size > options.maxWaiting) {
      connection.break('TOO_SLOW', `expected at most ${options.maxWaiting} events to wait for it`)
    }
  }

  #open(seat: SeatInThread): ThreadConnection | undefined {
    const { timers, threads } = this.#parts.ports
    if (threads === undefined) return undefined
    const { strategy } = seat.setup
    this.#brokenRuns.delete(strategy)
    const connection = new ThreadConnection({
      seat,
      ports: { timers, threads },
      onAnswer: (answer, asked) => this.#onAnswer(strategy, answer, asked),
      onChange: () => this.#flush(),
    })
    this.#connections.set(strategy, connection)
    return connection
  }

  #onAnswer(
    strategy: StrategyId,
    answer: DecidedAnswer | RememberedAnswer,
    { run, isMuted }: Asked,
  ): void {
    if (answer.type === 'remembered')
      this.#push({ type: 'strategyRemembered', strategy, run, memory: answer.memory })
    else {
      const { intents, isEcho } = isMuted ? this.#timersOf(strategy, answer) : answer
      if (intents.length > 0)
        this.#push({ type: 'strategyDecided', strategy, run, intents, isEcho })
    }
  }

  /** What is kept of an answer of an earlier life: timers, where later answers of then have not set them. */
  #timersOf(strategy: StrategyId, { intents }: DecidedAnswer): Omit<DecidedAnswer, 'type'> {
    const seat = this.#parts.host.threads().find(({ setup }) => setup.strategy === strategy)
    // What the thread has read is a timer where it says so.
    const timers = (intents as readonly Partial<TimerIntent>[]).filter(
      ({ type, name = '', atUs }) =>
        type === 'timer' && atUs !== undefined && seat?.timers.has(name) !== true,
    )
    return { intents: timers, isEcho: false }
  }

  #close(name: StrategyId, connection: ThreadConnection): void {
    this.#connections.delete(name)
    // Ended at once; nobody has to wait for that.
    void connection.close()
  }

  #push(input: ThreadInput): void {
    this.#isHandedOn = true
    this.#parts.push(input)
  }
}
