import { ConfigError, type DecimalText, scaledText } from '../core/index.ts'
import type { TimerHandle, WallClock } from '../runtime/ports.ts'
import { SeededRandom } from '../runtime/virtual/seeded-random.ts'
import type { EngineOrder, EngineResult } from './engine-order.ts'
import { type CommandEvent, LiveInstrument } from './live-instrument.ts'
import { listInstrument, type SimInstrument, type SimInstrumentOptions } from './sim-instrument.ts'
import { repeat, type SimPorts } from './sim-ports.ts'

/** Options of a {@link SimMarket}. */
export interface SimMarketOptions {
  /** One seed gives one history. */
  readonly seed: string | number
  /** What is traded. */
  readonly instruments: readonly SimInstrumentOptions[]
  /** Length of one step, in ms. @defaultValue 10 */
  readonly stepMs?: number
  /** How long it has been trading when it is made, in ms: bars and trades to query. @defaultValue 0 */
  readonly warmUpMs?: number
}

/** One side of a book as exact decimal text without padding, best first. */
export type TruthLevels = readonly (readonly [price: DecimalText, size: DecimalText])[]

/** A whole book as it is (or was) inside the venue, whatever its wire showed. */
export interface BookTruth {
  /** The venue's own name of the instrument. */
  readonly symbol: string
  /** Id of this state of the book. */
  readonly updateId: number
  /** Bids. */
  readonly bids: TruthLevels
  /** Asks. */
  readonly asks: TruthLevels
}

/** Hears every command that changed or printed something, in order, synchronously. */
export type MarketListener = (event: CommandEvent) => void

/**
 * The market behind a simulated venue: instruments with matching engines and seeded order flow.
 *
 * It advances by `step()` or on timers (`start()`), a fixed span each time: what happens in step n depends on the seed
 * and on the orders entered before, not on the clock. The clock only stamps it.
 */
export class SimMarket {
  readonly #ports: SimPorts
  readonly #stepMs: number
  readonly #instruments = new Map<string, LiveInstrument>()
  readonly #listeners = new Set<MarketListener>()
  readonly #random: SeededRandom
  readonly #untold: CommandEvent[] = []
  #isTelling = false
  #timer: TimerHandle | undefined

  /** Lists the instruments with their opening books. Nothing moves before `step` or `start`. */
  constructor(ports: SimPorts, options: SimMarketOptions) {
    this.#ports = ports
    this.#stepMs = options.stepMs ?? 10
    this.#random = new SeededRandom(options.seed)
    const nowUs = ports.wallClock.nowUs()
    const warmUpMs = options.warmUpMs ?? 0
    for (const instrument of options.instruments) {
      this.#list(listInstrument(instrument), nowUs - warmUpMs * 1000)
    }
    for (let leftMs = warmUpMs - this.#stepMs; leftMs >= 0; leftMs -= this.#stepMs) {
      this.#stepAt(nowUs - leftMs * 1000)
    }
  }

  /** The clock that stamps what happens. */
  get clock(): WallClock {
    return this.#ports.wallClock
  }

  /** Lists one more instrument. */
  list(spec: SimInstrument): LiveInstrument {
    return this.#list(spec, this.#ports.wallClock.nowUs())
  }

  /** Takes an instrument from the list: it trades no more, and nobody finds it. What was open on it falls silent. */
  delist({ spec }: LiveInstrument): void {
    this.#instruments.delete(keyOf(spec.product, spec.symbol))
  }

  /** An instrument by product and symbol. */
  find(product: string, symbol: string): LiveInstrument | undefined {
    return this.#instruments.get(keyOf(product, symbol))
  }

  /** The instruments of a product (of all, if absent) in the order they were listed. */
  instruments(product?: string): readonly LiveInstrument[] {
    const all = [...this.#instruments.values()]
    return product === undefined ? all : all.filter((live) => live.spec.product === product)
  }

  /** Calls `listener` for every command from now on. Returns how to stop. */
  listen(listener: MarketListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Lets the market live through `count` steps at this moment. */
  step(count = 1): void {
    for (let i = 0; i < count; i += 1) this.#stepAt(this.#ports.wallClock.nowUs())
  }

  /** Steps on timers until `stop`. Does nothing while it runs. */
  start(): void {
    this.#timer ??= repeat(this.#ports.timers, this.#stepMs, () => this.step())
  }

  /** Stops stepping on timers. Idempotent. */
  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  /** Enters an order beside the flow's. `first` hears of it before any listener. */
  submit(
    live: LiveInstrument,
    order: EngineOrder,
    first?: (result: EngineResult, event: CommandEvent) => void,
  ): EngineResult {
    const [result, event] = live.submit(order, this.#ports.wallClock.nowUs())
    first?.(result, event)
    this.#tell(event)
    return result
  }

  /** Leaves a resting order less, in its place; `false` as `MatchingEngine.reduce` has nothing to do. */
  reduce(live: LiveInstrument, orderId: number, size: number): boolean {
    const event = live.reduce(orderId, size, this.#ports.wallClock.nowUs())
    if (event !== undefined) this.#tell(event)
    return event !== undefined
  }

  /** Cancels an order; `false` where it does not rest. */
  cancel(live: LiveInstrument, orderId: number): boolean {
    const event = live.cancel(orderId, this.#ports.wallClock.nowUs())
    if (event !== undefined) this.#tell(event)
    return event !== undefined
  }

  /**
   * The whole book: as it is, or as it was after an update id.
   *
   * `undefined` where there is no such instrument, or its history no longer reaches that id (the last 65 536 level
   * changes are kept). An id that lies between two changes names the state after the earlier one.
   */
  truth(product: string, symbol: string, updateId?: number): BookTruth | undefined {
    const live = this.find(product, symbol)
    if (live === undefined) return undefined
    const id = updateId ?? live.updateId
    const book = live.bookAt(id)
    if (book === undefined) return undefined
    const { priceScale, sizeScale } = live.spec
    const texts = (levels: readonly (readonly [number, number])[]): TruthLevels =>
      levels.map(([price, size]) => [scaledText(price, priceScale), scaledText(size, sizeScale)])
    return { symbol, updateId: id, bids: texts(book.bids), asks: texts(book.asks) }
  }

  #list(spec: SimInstrument, timeUs: number): LiveInstrument {
    const key = keyOf(spec.product, spec.symbol)
    if (this.#instruments.has(key)) {
      const problem = `${spec.product} has it already`
      throw new ConfigError('INVALID_OPTIONS', `Listing ${spec.symbol}: ${problem}`)
    }
    const live = new LiveInstrument(spec, this.#random.fork(key), timeUs)
    this.#instruments.set(key, live)
    return live
  }

  #stepAt(timeUs: number): void {
    const tell = (event: CommandEvent): void => this.#tell(event)
    for (const live of this.#instruments.values()) live.advance(this.#stepMs, timeUs, tell)
  }

  #tell(event: CommandEvent): void {
    this.#untold.push(event)
    // A listener may enter an order itself: what comes of it is told when all have heard what made it do so.
    if (this.#isTelling) return
    this.#isTelling = true
    try {
      for (let next = this.#untold.shift(); next !== undefined; next = this.#untold.shift()) {
        for (const listener of this.#listeners) listener(next)
      }
    } finally {
      this.#isTelling = false
    }
  }
}

function keyOf(product: string, symbol: string): string {
  return `${product}/${symbol}`
}
