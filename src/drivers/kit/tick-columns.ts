import { type Bbo, BboUpdate, type Borrowed, type InstrumentSlot } from '../../core/index.ts'

/** What all ticks of one {@link TickColumns} share. */
export interface TickShape {
  /** The instrument. */
  readonly slot: InstrumentSlot
  /** Scale of the prices. */
  readonly priceScale: number
  /** Scale of the sizes. */
  readonly sizeScale: number
  /** When they arrived here, epoch µs. */
  readonly localTimeUs: number
}

/** One number a tick in each. */
export interface TickNumbers {
  /** When, epoch µs; never falls. */
  readonly timesUs: Float64Array
  /** Bid as a scaled integer; NaN where there is none. */
  readonly bids: Float64Array
  /** Ask as a scaled integer; NaN where there is none. */
  readonly asks: Float64Array
  /** Size at the bid as a scaled integer. */
  readonly bidSizes: Float64Array
  /** Size at the ask as a scaled integer. */
  readonly askSizes: Float64Array
}

/** Columns for `count` ticks, all zero, to be filled. */
export function emptyTicks(count: number): TickNumbers {
  return {
    timesUs: new Float64Array(count),
    bids: new Float64Array(count),
    asks: new Float64Array(count),
    bidSizes: new Float64Array(count),
    askSizes: new Float64Array(count),
  }
}

/**
 * Quotes of the past, as a file or an answer holds thousands of them: five numbers a tick and no object.
 *
 * `replay` tells them as the same `bbo` events that a stream tells.
 */
export class TickColumns implements TickShape {
  /** {@inheritDoc TickShape.slot} */
  readonly slot: InstrumentSlot
  /** {@inheritDoc TickShape.priceScale} */
  readonly priceScale: number
  /** {@inheritDoc TickShape.sizeScale} */
  readonly sizeScale: number
  /** {@inheritDoc TickShape.localTimeUs} */
  readonly localTimeUs: number
  /** The numbers; do not write. */
  readonly numbers: TickNumbers

  /** Takes over columns of equal length. */
  constructor(shape: TickShape, numbers: TickNumbers) {
    this.slot = shape.slot
    this.priceScale = shape.priceScale
    this.sizeScale = shape.sizeScale
    this.localTimeUs = shape.localTimeUs
    this.numbers = numbers
  }

  /** Number of ticks. */
  get count(): number {
    return this.numbers.timesUs.length
  }

  /** How many ticks have their bid above their ask. Such ticks occur around rollovers; they are kept. */
  get crossedCount(): number {
    const { bids, asks } = this.numbers
    return bids.reduce((sum, bid, i) => (bid > (asks[i] ?? Number.NaN) ? sum + 1 : sum), 0)
  }

  /** Tells every tick in order as the event of a stream. Each is borrowed: read it inside, or `copy()`. */
  replay(handler: (bbo: Borrowed<Bbo>) => void): void {
    const update = new BboUpdate(this.slot)
    for (let i = 0; i < this.count; i += 1) handler(this.#fill(update, i))
  }

  /** Every tick in order, each an event of its own memory: for a few of them. */
  events(): readonly Bbo[] {
    return Array.from({ length: this.count }, (_, i) => this.#fill(new BboUpdate(this.slot), i))
  }

  /** The ticks of a span, epoch µs, both ends included; shares the memory. */
  within(fromTimeUs: number, toTimeUs: number): TickColumns {
    const { timesUs, bids, asks, bidSizes, askSizes } = this.numbers
    const place = (index: number): number => (index < 0 ? this.count : index)
    const start = place(timesUs.findIndex((timeUs) => timeUs >= fromTimeUs))
    const end = Math.max(start, place(timesUs.findIndex((timeUs) => timeUs > toTimeUs)))
    return new TickColumns(this, {
      timesUs: timesUs.subarray(start, end),
      bids: bids.subarray(start, end),
      asks: asks.subarray(start, end),
      bidSizes: bidSizes.subarray(start, end),
      askSizes: askSizes.subarray(start, end),
    })
  }

  #fill(update: BboUpdate, i: number): BboUpdate {
    const { timesUs, bids, asks, bidSizes, askSizes } = this.numbers
    update.begin(this.slot, this.localTimeUs)
    update.venueUs = timesUs[i] ?? Number.NaN
    const { levels } = update
    levels.clear(this.priceScale, this.sizeScale, false)
    levels.count = 2
    levels.prices[0] = bids[i] ?? Number.NaN
    levels.sizes[0] = bidSizes[i] ?? Number.NaN
    levels.prices[1] = asks[i] ?? Number.NaN
    levels.sizes[1] = askSizes[i] ?? Number.NaN
    return update
  }
}
