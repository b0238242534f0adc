import type { BookSide } from '../core/index.ts'
import { Ring } from '../runtime/ring.ts'
import type { SeededRandom } from '../runtime/virtual/seeded-random.ts'
import { CANDLE_INTERVALS, CandleSeries, type SimInterval } from './candles.ts'
import { type BookLevels, type ChangeBatch, ChangeLog } from './change-log.ts'
import type { EngineFill, EngineOrder, EngineResult, LevelChange } from './engine-order.ts'
import { MatchingEngine } from './matching-engine.ts'
import { OrderFlow } from './order-flow.ts'
import { PerpetualState } from './perpetual-state.ts'
import { changeTick, type SimInstrument } from './sim-instrument.ts'
import type { SimLiquidation, SimTrade } from './sim-trade.ts'

/** What one command did to an instrument: the book moved from one id to the next, and these trades were printed. */
export interface CommandEvent {
  /** The instrument. */
  readonly instrument: LiveInstrument
  /** When, epoch µs. */
  readonly timeUs: number
  /** The book's update id after the command. */
  readonly updateId: number
  /** Levels that changed; empty where the command left the book as it was. */
  readonly changes: readonly LevelChange[]
  /** Prints in order. */
  readonly trades: readonly SimTrade[]
  /** Whether price or size of the best bid or ask changed. */
  readonly isBboChanged: boolean
  /** Orders of accounts that the gate took out of the book; absent where there are none. */
  readonly removed?: readonly number[]
  /** Set where the command was a forced order that traded. */
  readonly liquidation?: SimLiquidation
}

const HISTORY_CHANGES = 65_536
const KEPT_TRADES = 5000
const KEPT_BARS = 1500

/** One instrument of the simulated market while it trades: its book, and everything that follows from it. */
export class LiveInstrument {
  /** Its rules. */
  readonly spec: SimInstrument
  /** Its matching engine. Enter orders through `submit`, so that ids, trades and listeners follow. */
  readonly engine: MatchingEngine = new MatchingEngine()
  /** Index, mark, funding and open interest; absent on spot. */
  readonly perpetual?: PerpetualState
  readonly #flow: OrderFlow
  readonly #random: SeededRandom
  readonly #log = new ChangeLog(HISTORY_CHANGES)
  readonly #trades = new Ring<SimTrade>(KEPT_TRADES)
  readonly #candles: Readonly<Record<SimInterval, CandleSeries>>
  #updateId: number
  readonly #openedId: number
  #updatedUs = 0
  #lastTradeId: number

  /** Lists an instrument with its opening book, before the first step. */
  constructor(spec: SimInstrument, random: SeededRandom, timeUs: number) {
    this.spec = spec
    this.#random = random.fork('ids')
    this.#flow = new OrderFlow(spec, random.fork('flow'))
    this.#updateId = spec.firstUpdateId ?? 1000
    this.#lastTradeId = (spec.firstTradeId ?? 1) - 1
    // The table has every interval because it is made from the list of them.
    this.#candles = Object.fromEntries(
      CANDLE_INTERVALS.map((interval) => [interval, new CandleSeries(interval, KEPT_BARS)]),
    ) as Record<SimInterval, CandleSeries>
    if (spec.kind !== 'spot') this.perpetual = new PerpetualState(spec, random.fork('contract'))
    for (const order of this.#flow.opening()) this.#enterFlowOrder(order, timeUs)
    this.#openedId = this.#updateId
    this.#updatePrices(timeUs)
  }

  /** Id of the book as it is now. */
  get updateId(): number {
    return this.#updateId
  }

  /** When the book last changed, epoch µs. */
  get updatedUs(): number {
    return this.#updatedUs
  }

  /** The newest trades, oldest first. */
  get trades(): readonly SimTrade[] {
    return this.#trades.toArray()
  }

  /** The newest trade, if there was one. */
  get lastTrade(): SimTrade | undefined {
    return this.#trades.at(-1)
  }

  /** Bars of an interval. */
  candles(interval: SimInterval): CandleSeries {
    return this.#candles[interval]
  }

  /** The best levels now. */
  book(limit: number = Number.POSITIVE_INFINITY): BookLevels {
    return { bids: this.engine.top('bid', limit), asks: this.engine.top('ask', limit) }
  }

  /** The whole book as it was after an id; `undefined` where the id is of the future or too long ago. */
  bookAt(updateId: number): BookLevels | undefined {
    return updateId > this.#updateId ? undefined : this.#log.rewind(this.book(), updateId)
  }

  /**
   * The id that the book had at a moment, the opening book's before trading began; `undefined` where that is too long ago.
   */
  updateIdAt(timeUs: number): number | undefined {
    const id = this.#log.idAt(timeUs) ?? this.#openedId
    return this.#log.reaches(id) ? Math.max(id, this.#openedId) : undefined
  }

  /** What changed after an id up to now; `undefined` where nothing did. */
  changesSince(updateId: number): ChangeBatch | undefined {
    return this.#log.since(updateId)
  }

  /** Enters an order, of the flow or of somebody else. */
  submit(
    order: EngineOrder,
    timeUs: number,
    isForced = false,
  ): readonly [EngineResult, CommandEvent] {
    const bbo = this.#bbo()
    const result = this.engine.submit(order)
    return [result, this.#note(result, timeUs, bbo, isForced ? order : undefined)]
  }

  /** Cancels an order; `undefined` where it does not rest. */
  cancel(orderId: number, timeUs: number): CommandEvent | undefined {
    const bbo = this.#bbo()
    const result = this.engine.cancel(orderId)
    return result === undefined ? undefined : this.#note(result, timeUs, bbo, undefined)
  }

  /** Leaves a resting order less, in its place; `undefined` as `MatchingEngine.reduce`. */
  reduce(orderId: number, size: number, timeUs: number): CommandEvent | undefined {
    const bbo = this.#bbo()
    const result = this.engine.reduce(orderId, size)
    return result === undefined ? undefined : this.#note(result, timeUs, bbo, undefined)
  }

  /** Gives it another price step; orders that rest stay where they are. Throws as `changeTick` of its rules does. */
  changeTick(tickSize: string): void {
    const before = this.spec.tick
    changeTick(this.spec, tickSize)
    this.#flow.changeTick(before / this.spec.tick)
  }

  /** Lets the order flow act for a span; tells each command that changed or printed something. */
  advance(spanMs: number, timeUs: number, tell: (event: CommandEvent) => void): void {
    for (let due = this.#flow.due(spanMs); due > 0; due -= 1) {
      const event = this.#actOnce(timeUs)
      if (event !== undefined && event.changes.length + event.trades.length > 0) tell(event)
    }
    this.#updatePrices(timeUs)
  }

  #actOnce(timeUs: number): CommandEvent | undefined {
    const command = this.#flow.next(this.engine)
    switch (command.kind) {
      case 'order':
        return this.#enterFlowOrder(command.order, timeUs)
      case 'forced':
        return this.submit(command.order, timeUs, true)[1]
      case 'cancel':
        return this.cancel(command.orderId, timeUs)
      case 'none':
        return undefined
    }
  }

  #enterFlowOrder(order: EngineOrder, timeUs: number): CommandEvent {
    const [result, event] = this.submit(order, timeUs)
    if (result.outcome === 'resting') this.#flow.placed(result.orderId)
    return event
  }

  #note(
    result: EngineResult,
    timeUs: number,
    before: string,
    forced: EngineOrder | undefined,
  ): CommandEvent {
    if (result.changes.length > 0) {
      const jump = this.spec.updateIdJump ?? 0
      this.#updateId += 1 + (jump > 0 ? this.#random.below(jump + 1) : 0)
      this.#updatedUs = timeUs
      for (const change of result.changes) this.#log.add(this.#updateId, timeUs, change)
    }
    const trades = result.fills.map((fill) => this.#print(fill, timeUs))
    const liquidation = forced === undefined ? undefined : this.#liquidation(forced, trades, timeUs)
    return {
      instrument: this,
      timeUs,
      updateId: this.#updateId,
      changes: result.changes,
      trades,
      isBboChanged: before !== this.#bbo(),
      ...(result.removed === undefined ? {} : { removed: result.removed }),
      ...(liquidation === undefined ? {} : { liquidation }),
    }
  }

  #print(fill: EngineFill, timeUs: number): SimTrade {
    this.#lastTradeId += 1
    const { price, size, takerSide, takerOrderId, makerOrderId } = fill
    const value = this.spec.valueOf(price, size)
    const trade = {
      id: this.#lastTradeId,
      price,
      size,
      value,
      takerSide,
      timeUs,
      takerOrderId,
      makerOrderId,
    }
    this.#trades.push(trade)
    for (const interval of CANDLE_INTERVALS) this.#candles[interval].add(trade)
    this.perpetual?.trade(trade)
    return trade
  }

  #liquidation(
    order: EngineOrder,
    trades: readonly SimTrade[],
    timeUs: number,
  ): SimLiquidation | undefined {
    const last = trades.at(-1)
    if (last === undefined) return undefined
    const size = trades.reduce((sum, trade) => sum + trade.size, 0)
    const total = trades.reduce((sum, trade) => sum + BigInt(trade.price) * BigInt(trade.size), 0n)
    const averagePrice = Number(total / BigInt(size))
    return { side: order.side, size, price: last.price, averagePrice, timeUs }
  }

  #updatePrices(timeUs: number): void {
    if (this.perpetual === undefined) return
    const fair = this.#flow.fair
    const bid = this.engine.best('bid')?.price ?? fair
    const ask = this.engine.best('ask')?.price ?? fair
    this.perpetual.update(Math.floor(timeUs / 1000), fair, (bid + ask) / 2)
  }

  #bbo(): string {
    const side = (name: BookSide): string => {
      const best = this.engine.best(name)
      return best === undefined ? '' : `${best.price}x${best.size}`
    }
    return `${side('bid')}|${side('ask')}`
  }
}
