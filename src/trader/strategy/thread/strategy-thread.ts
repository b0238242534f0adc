import {
  openSharedRing,
  RingReader,
  type ThreadLink,
  type ThreadProgram,
  type ThreadTask,
} from '../../../runtime/index.ts'
import { Breach } from '../breach.ts'
import { makeStrategy, readParams } from '../make-strategy.ts'
import { memoryOf } from '../memory.ts'
import { isOwnEvent, Seat } from '../seat.ts'
import type { StrategyDefinition } from '../strategy.ts'
import type {
  OwnFillEvent,
  OwnOrderEvent,
  OwnRouteEvent,
  StrategyEvent,
  TimerEvent,
} from '../strategy-event.ts'
import { wordsOf } from '../words-of.ts'
import type { Letter, ThreadAnswer, ThreadStart } from './messages.ts'
import type { ToldBbo, ToldTrade } from './mirror-leg.ts'
import { MirrorWorld } from './mirror-world.ts'
import { fromPlain, toPlain } from './plain.ts'
import { BOOK, LETTER } from './records.ts'

/** How long it waits in vain before its event loop turns, in ms. */
const TURN_LOOP_MS = 250
/** Calls are timed by the host: it knows when an answer is late. */
const NO_BUDGET = { maxCallMs: Number.POSITIVE_INFINITY, maxOverruns: 1, overrunWindowMs: 1 }

/** What a letter may ask beside what happened. */
type Told =
  | ({ readonly type: 'bbo'; readonly instrument: number } & ToldBbo)
  | ({ readonly type: 'trade'; readonly instrument: number } & ToldTrade)
  | { readonly type: 'configure'; readonly params: unknown }
  | { readonly type: 'remember' | 'start' | 'order' | 'fill' | 'route' | 'timer' }

/**
 * Makes the program of a thread, which runs one strategy of these kinds. A module that is named in `inThread` exports it under
 * the name `thread`; nothing runs where the module is loaded elsewhere.
 *
 * @example
 * ```ts
 * import { type StrategyDefinition, strategyThread } from 'crossbook/trader'
 *
 * declare const joiner: StrategyDefinition
 * export const thread = strategyThread([joiner])
 * ```
 */
export function strategyThread(definitions: readonly StrategyDefinition[]): ThreadProgram {
  return (link) => new StrategyThread(link, definitions)
}

/** One strategy in a thread: it is told, it decides, it tells. */
class StrategyThread implements ThreadTask {
  readonly #link: ThreadLink
  readonly #start: ThreadStart
  readonly #reader: RingReader
  readonly #world: MirrorWorld
  readonly #seat: Seat | undefined
  #letter: Letter | undefined

  constructor(link: ThreadLink, definitions: readonly StrategyDefinition[]) {
    this.#link = link
    // The host opened it with that.
    this.#start = link.data as ThreadStart
    this.#reader = new RingReader(openSharedRing(this.#start.buffer))
    this.#world = new MirrorWorld(this.#start.setup.legs)
    this.#seat = this.#makeSeat(definitions)
    if (this.#seat !== undefined) this.#answer({ type: 'ready' })
  }

  step(): boolean {
    const reader = this.#reader
    if (!reader.next()) return false
    const { values, start } = reader
    const kind = values[start]
    if (kind === BOOK) this.#world.putBook(reader, this.#letter)
    else if (kind === LETTER) this.#takeLetter()
    else this.#turn(values[start + 1] ?? 0, values[start + 2] ?? -1)
    return true
  }

  wait(): boolean {
    return this.#reader.wait(this.#start.waiting, TURN_LOOP_MS)
  }

  #makeSeat(definitions: readonly StrategyDefinition[]): Seat | undefined {
    const { kind, setup, params: written, memory, maxIntents } = this.#start
    const definition = definitions.find((known) => known.kind === kind)
    if (definition === undefined) {
      const kinds = definitions.map((known) => known.kind).join(', ')
      return this.#fail(`expected the module to have kind ${kind}, has ${kinds}`)
    }
    const params = readParams(definition, written)
    if (!params.isOk) return this.#fail(params.why)
    const made = makeStrategy(definition, params.value, memory ?? undefined)
    if (!made.isOk) return this.#fail(made.why)
    const world = this.#world
    const seat = new Seat(
      setup,
      { definition, instance: made.value },
      { world, maxIntents, ...NO_BUDGET },
    )
    seat.turn('running')
    return seat
  }

  #takeLetter(): void {
    // The host posts a letter before it writes the record, so that it is here.
    const letter = this.#link.receive() as Letter
    this.#letter = letter
    this.#world.change(letter)
  }

  #turn(nowUs: number, leg: number): void {
    const told = this.#letter?.question as Told | undefined
    this.#letter = undefined
    const seat = this.#seat
    if (seat === undefined) return
    try {
      this.#answer(this.#decide(seat, told, nowUs, leg))
    } catch (thrown) {
      const code = thrown instanceof Breach ? thrown.fault : 'THREW'
      this.#answer({ type: 'broke', code, found: wordsOf(thrown) })
    }
  }

  #decide(seat: Seat, told: Told | undefined, nowUs: number, leg: number): ThreadAnswer {
    if (told?.type === 'remember' && seat.instance !== undefined)
      return { type: 'remembered', memory: memoryOf(seat.instance) ?? null }
    if (told?.type === 'configure') this.#configure(seat, told.params)
    const event = told === undefined ? this.#bookOf(leg) : this.#eventOf(told)
    if (event?.type === 'order' || event?.type === 'route') this.#world.told(event)
    if (event === undefined || !seat.hears(event))
      return { type: 'decided', intents: [], isEcho: false }
    const intents = seat.read(seat.ask(event, nowUs))
    const { legs } = this.#start.setup
    return {
      type: 'decided',
      intents: intents.map((intent) => toPlain(intent, legs)),
      isEcho: isOwnEvent(event.type),
    }
  }

  #configure(seat: Seat, written: unknown): void {
    const { definition, instance } = seat
    const params = readParams(definition, written)
    if (!params.isOk) throw new Error(params.why)
    if (instance?.configure !== undefined) instance.configure(params.value)
    else if (instance !== undefined) {
      const made = makeStrategy(definition, params.value, memoryOf(instance))
      if (!made.isOk) throw new Error(made.why)
      seat.instance = made.value
    }
  }

  #bookOf(leg: number): StrategyEvent | undefined {
    const instrument = this.#world.legs[leg]?.leg.instrument
    return instrument && { type: 'book', instrument }
  }

  #eventOf(told: Told): StrategyEvent | undefined {
    switch (told.type) {
      case 'bbo':
        return this.#world.legs[told.instrument]?.bboEvent(told)
      case 'trade':
        return this.#world.legs[told.instrument]?.tradeEvent(told)
      case 'start':
        return { type: 'start' }
      case 'order':
      case 'fill':
      case 'route':
      case 'timer':
        // What the host wrote as plain data of these types is given back as that.
        return fromPlain(told, this.#start.setup.legs) as
          | OwnOrderEvent
          | OwnFillEvent
          | OwnRouteEvent
          | TimerEvent
      case 'configure':
      case 'remember':
        return undefined
    }
  }

  #fail(found: string): undefined {
    this.#answer({ type: 'broke', code: 'THREW', found })
  }

  #answer(answer: ThreadAnswer): void {
    this.#link.post(answer)
  }
}
