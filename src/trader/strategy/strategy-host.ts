import type { Instrument, StrategyId } from '../../core/index.ts'
import type { MonotonicClock } from '../../runtime/ports.ts'
import { Breach } from './breach.ts'
import type { TimerIntent } from './decision.ts'
import type {
  HostInput,
  StrategyBroke,
  StrategyCommand,
  StrategyDecided,
  StrategyRemembered,
} from './host-input.ts'
import {
  type ResolvedHostOptions,
  resolveHostOptions,
  type StrategyHostOptions,
} from './host-options.ts'
import type { HostIntent, HostOutput } from './host-output.ts'
import { type HostSnapshot, restoreSeats, writeHostSnapshot } from './host-snapshot.ts'
import { Listeners } from './listeners.ts'
import type { OwnView } from './own-view.ts'
import type { ReadIntent } from './read-intent.ts'
import { Roster } from './roster.ts'
import { isOwnEvent, type Seat } from './seat.ts'
import type { MarketInput, StrategyEvent } from './strategy-event.ts'
import type { StrategyStatus } from './strategy-setup.ts'
import { fromPlain } from './thread/plain.ts'
import type { SeatInThread } from './thread/seat-in-thread.ts'
import { ThreadStrategy } from './thread/thread-strategy.ts'
import { earliestTimer } from './timers.ts'
import { NOTHING, Turn } from './turn.ts'
import { wordsOf } from './words-of.ts'

/** What a paused strategy may still ask for. */
const CANCELS: ReadonlySet<string> = new Set(['cancel', 'cancelAll', 'cancelRoute'])

/** Who stops a strategy that takes too long. */
const BUDGET = 'budget'

/**
 * Runs strategies side by side. Inputs in, intents out: no clock but the time of the inputs, no I/O; the same inputs over the
 * same world give the same intents and alerts. One that breaks the contract is stopped alone.
 *
 * Only the length of calls is measured. One that takes too long too often yields a command, and is stopped once that command
 * is fed back: a replay has it on its tape.
 *
 * @example
 * ```ts
 * import { nodePorts } from 'crossbook/runtime/node'
 * import { StrategyHost, type StrategyDefinition, type StrategyWorld } from 'crossbook/trader'
 *
 * declare const world: StrategyWorld
 * declare const definitions: readonly StrategyDefinition[]
 * const { monotonicClock } = nodePorts()
 * const host = new StrategyHost({ world, definitions, monotonicClock })
 * ```
 */
export class StrategyHost {
  readonly #options: ResolvedHostOptions
  readonly #clock: MonotonicClock
  readonly #roster: Roster
  readonly #listeners: Listeners
  #turn = new Turn()
  #isPast = false
  #nowUs = 0
  #nextTimerUs: number | undefined

  /**
   * A host without strategies; or where `snapshot`, which may be a parsed file, left off.
   *
   * @throws ConfigError `INVALID_OPTIONS` listing every problem at once.
   */
  constructor(options: StrategyHostOptions, snapshot?: unknown) {
    this.#options = resolveHostOptions(options)
    this.#clock = options.monotonicClock
    this.#roster = new Roster(this.#options)
    if (snapshot !== undefined) this.#nowUs = restoreSeats(snapshot, this.#roster, this.#options)
    this.#listeners = new Listeners(this.#roster.seats)
    this.#armTimer()
  }

  /**
   * Processes one input whole; it tells each strategy of one event at most. Never throws for what a strategy does.
   *
   * `nowUs` is the time of the input, epoch µs; one before that of an earlier input counts as that. What is asked for has to be
   * in the world, or denied, before the next input.
   */
  handle(input: HostInput, nowUs: number): HostOutput {
    this.#nowUs = Math.max(this.#nowUs, nowUs)
    const turn = this.#turn
    switch (input.type) {
      case 'book':
      case 'bbo':
      case 'trade':
        for (const seat of this.#listeners.of(input)) this.#tell(seat, input, turn)
        break
      case 'order':
        this.#tell(this.#roster.seats.get(input.order.strategy), input, turn)
        break
      case 'fill':
        this.#tell(this.#roster.seats.get(input.strategy), input, turn)
        break
      case 'route':
        this.#tell(this.#roster.seats.get(input.route.strategy), input, turn)
        break
      case 'time':
        this.#fireTimer(turn)
        break
      case 'strategyDecided':
        this.#onDecided(input, turn)
        break
      case 'strategyRemembered':
        this.#onRemembered(input)
        break
      case 'strategyBroke':
        this.#onBroke(input, turn)
        break
      case 'addStrategy':
      case 'removeStrategy':
      case 'startStrategy':
      case 'pauseStrategy':
      case 'stopStrategy':
      case 'configureStrategy':
      case 'replaceStrategy':
        this.#carryOut(input, turn)
    }
    // Nearly all of them end empty: of such a one nothing is left behind.
    if (turn.isEmpty) return NOTHING
    this.#turn = new Turn()
    return turn
  }

  /**
   * Processes an input of an earlier life, at its time: strategies hear again what they heard then. What they ask for was done
   * then, or died with that life; of their decisions only timers are kept. What comes back are cancels of those that stop.
   */
  handlePast(input: HostInput, timeUs: number): HostOutput {
    this.#isPast = true
    try {
      return this.handle(input, timeUs)
    } finally {
      this.#isPast = false
    }
  }

  /** When the next timer is due, epoch µs: to be fed a `time` then, before what comes later. `undefined` where there is none. */
  get nextTimerUs(): number | undefined {
    return this.#nextTimerUs
  }

  /** Time of the last input, epoch µs. */
  get nowUs(): number {
    return this.#nowUs
  }

  /** Whether any strategy runs in a thread. @internal */
  get hasThreads(): boolean {
    for (const { instance } of this.#roster.seats.values())
      if (instance instanceof ThreadStrategy) return true
    return false
  }

  /** The strategies that run in threads: who feeds the host asks them, and feeds back what they answer. @internal */
  threads(): readonly SeatInThread[] {
    const { maxIntents, world } = this.#options
    return [...this.#roster.seats.values()].flatMap(({ instance, setup, run, state, timers }) =>
      instance instanceof ThreadStrategy
        ? [{ strategy: instance, setup, run, state, timers, maxIntents, world }]
        : [],
    )
  }

  /** How every strategy does, in the order in which they were added. */
  status(): readonly StrategyStatus[] {
    return Array.from(this.#roster.seats.values(), (seat) => seat.status())
  }

  /** Whether any strategy asks for events of that kind, whether it runs or not. */
  wants(type: MarketInput['type'], instrument: Instrument): boolean {
    return this.#listeners.of({ type, instrument }).length > 0
  }

  /** All of it, as JSON data. A strategy whose memory cannot be read is written down as faulted; here it goes on. */
  snapshot(): HostSnapshot {
    return writeHostSnapshot(this.#roster.seats.values(), this.#nowUs)
  }

  #fireTimer(turn: Turn): void {
    const due = earliestTimer(this.#roster.seats.values())
    if (due === undefined || due.atUs > this.#nowUs) return
    const { seat, name, atUs } = due
    seat.timers.delete(name)
    this.#armTimer()
    this.#tell(seat, { type: 'timer', name, atUs }, turn)
  }

  #armTimer(): void {
    this.#nextTimerUs = earliestTimer(this.#roster.seats.values())?.atUs
  }

  #tell(seat: Seat | undefined, event: StrategyEvent, turn: Turn): void {
    if (seat === undefined || !seat.hears(event)) return
    try {
      const startNs = this.#clock.nowNs()
      const decision = seat.ask(event, this.#nowUs)
      this.#measure(seat, this.#clock.nowNs() - startNs, turn)
      this.#accept(seat, decision, isOwnEvent(event.type), turn)
    } catch (thrown) {
      this.#fault(seat, thrown, turn)
    }
  }

  #accept(seat: Seat, decision: unknown, isEcho: boolean, turn: Turn): void {
    const intents = seat.read(decision)
    if (isEcho && intents.length > 0 && !this.#isPast && seat.isRunaway(this.#nowUs))
      throw new Breach('RUNAWAY', 'its answers to its own orders cause each other without end')
    for (const intent of intents) this.#take(seat, intent, turn)
  }

  #onDecided({ strategy, run, intents, isEcho }: StrategyDecided, turn: Turn): void {
    const seat = this.#runOf(strategy, run)
    if (seat === undefined) return
    try {
      this.#accept(seat, fromPlain(intents, seat.setup.legs), isEcho, turn)
    } catch (thrown) {
      this.#fault(seat, thrown, turn)
    }
  }

  #onRemembered({ strategy, memory }: StrategyRemembered): void {
    // It is told all of its past again: what it remembered in the midst of that has some of it already.
    if (this.#isPast) return
    const instance = this.#roster.seats.get(strategy)?.instance
    if (instance instanceof ThreadStrategy) instance.restore(memory)
  }

  #onBroke({ strategy, run, code, found }: StrategyBroke, turn: Turn): void {
    const seat = this.#roster.seats.get(strategy)
    if (seat?.run === run && seat.state !== 'faulted')
      this.#fault(seat, new Breach(code, found), turn)
  }

  /** The strategy, where that run of it goes on. */
  #runOf(strategy: StrategyId, run: number): Seat | undefined {
    const seat = this.#roster.seats.get(strategy)
    const isAlive = seat?.state === 'running' || seat?.state === 'paused'
    return isAlive && seat.run === run ? seat : undefined
  }

  #take(seat: Seat, intent: ReadIntent, turn: Turn): void {
    if (intent.type === 'timer') {
      this.#setTimer(seat, intent)
      return
    }
    if (this.#isPast) return
    if (seat.state === 'paused' && !CANCELS.has(intent.type)) return
    const { strategy } = seat.setup
    const owner = ownerOf(intent, seat.view)
    if (owner === undefined || owner === strategy) turn.intents.push(intent)
    else turn.alerts.push({ type: 'intentRefused', strategy, intent, owner })
  }

  #setTimer({ timers }: Seat, { name, atUs }: TimerIntent): void {
    // Moved to the end: timers of one time fire in the order in which they were asked for.
    timers.delete(name)
    // Later than now, so that one that sets itself again and again lets time pass.
    if (atUs !== undefined) timers.set(name, Math.max(atUs, this.#nowUs + 1))
    this.#armTimer()
  }

  #measure(seat: Seat, tookNs: number, turn: Turn): void {
    if (this.#isPast) return
    this.#options.onCall?.(seat.setup.strategy, tookNs)
    if (!seat.budget.isOverdrawn(tookNs, this.#nowUs)) return
    const { maxOverruns, maxCallMs } = this.#options
    const why = `${maxOverruns} calls took longer than ${maxCallMs} ms`
    turn.commands.push({
      type: 'stopStrategy',
      strategy: seat.setup.strategy,
      by: BUDGET,
      why,
      orders: this.#options.ordersOfFaulted,
    })
  }

  #fault(seat: Seat, thrown: unknown, turn: Turn): void {
    const { strategy } = seat.setup
    const found = wordsOf(thrown)
    const code = thrown instanceof Breach ? thrown.fault : 'THREW'
    seat.turn('faulted', `${code}: ${found}`)
    turn.alerts.push({ type: 'strategyFaulted', strategy, code, found })
    if (this.#options.ordersOfFaulted === 'cancel')
      turn.intents.push({ type: 'cancelAll', strategy })
    this.#armTimer()
  }

  #carryOut(command: StrategyCommand, turn: Turn): void {
    const done = this.#roster.carryOut(command)
    this.#listeners.forget()
    if ('refused' in done) {
      turn.alerts.push({ type: 'commandRefused', command, why: done.refused })
      return
    }
    const { seat, next, left = [] } = done
    const { strategy } = seat.setup
    for (const { instrument } of left)
      turn.intents.push({ type: 'cancelAll', strategy, instrument })
    if (next === 'start') this.#tell(seat, { type: 'start' }, turn)
    if (next === 'cancelOrders') turn.intents.push({ type: 'cancelAll', strategy })
    if (next === 'fault') this.#fault(seat, done.thrown, turn)
    if (command.type === 'stopStrategy' && command.by === BUDGET)
      turn.alerts.push({ type: 'strategyHalted', strategy, by: BUDGET, why: command.why })
    this.#armTimer()
  }
}

/** Whose order or route an intent is about; `undefined` where it is about none, or nobody knows it. */
function ownerOf(intent: HostIntent, view: OwnView): StrategyId | undefined {
  if (intent.type === 'cancelRoute') return view.routeOwner(intent.route)
  return 'clientOrderId' in intent ? view.owner(intent.clientOrderId) : undefined
}
