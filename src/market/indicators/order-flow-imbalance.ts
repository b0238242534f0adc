/**
 * @hotpath Order-flow imbalance of the best levels. Allocation budget: none; proven by `npm run bench:gate`.
 * Prices are compared and sizes added as the scaled integers they are, so the sum is exact; it is divided once, at the end.
 */
import { type Levels, MAX_SCALE, rescale } from '../../core/index.ts'
import type { Indicator } from './indicator.ts'
import { NumberIndicator } from './indicator-base.ts'
import { checkPeriods } from './parameters.ts'
import type { StateReader } from './state-reader.ts'
import { WindowSum } from './window-sum.ts'

/** A side of a book, as far as it is read. */
export type BestLevel = Pick<Levels, 'count' | 'priceScale' | 'sizeScale' | 'price' | 'size'>

/** Best levels of one instrument: a live book, or what looks like one. */
export interface BestLevels {
  /** Bids, the best in place 0. */
  readonly bids: BestLevel
  /** Asks, the best in place 0. */
  readonly asks: BestLevel
}

/**
 * Order-flow imbalance (OFI) of Cont, Kukanov and Stoikov: the net size that came to the bid or left the ask over the last
 * `period` changes of the best levels.
 *
 * With best bid *b* of size *B* and best ask *a* of size *A*, primed where they are of the update before, an update adds
 * `[b ≥ b′] B − [b ≤ b′] B′ − [a ≤ a′] A + [a ≥ a′] A′`. Above 0: demand. In base or contracts, as the venue counts sizes;
 * the sum is exact, and then the nearest double. Ready after `period` + 1 updates. An update that changes nothing counts
 * as one and adds 0; call it when the best levels changed for a window of changes.
 *
 * Refuses a side without levels, and wide instruments, whose scaled integers are `NaN`. Scales may grow on the way. Call
 * `reset` after a gap: a book of before it is compared with nothing.
 *
 * @see The Price Impact of Order Book Events, Journal of Financial Econometrics 12 (2014), section 2.
 *
 * @example
 * ```ts
 * import { OrderFlowImbalance } from 'crossbook/market'
 *
 * const flow = new OrderFlowImbalance(100)
 * market.book('BTC/USDT', 'bbo').onChange((view) => {
 *   if (view.state !== 'live') return flow.reset()
 *   if (flow.update(view) && flow.isReady) console.log(flow.value)
 * })
 * ```
 */
export class OrderFlowImbalance extends NumberIndicator implements Indicator<BestLevels> {
  readonly #window: WindowSum
  #hasPrevious = false
  #priceScale = 0
  #sizeScale = 0
  /** 10^sizeScale. */
  #unit = 1
  #bidPrice = 0
  #bidSize = 0
  #askPrice = 0
  #askSize = 0

  /**
   * A sum over `period` changes.
   *
   * @throws ConfigError `INVALID_OPTIONS` where the period is no integer from 1 to a million.
   */
  constructor(period: number) {
    super(`orderFlowImbalance(${period})`)
    checkPeriods('an order-flow imbalance', { period })
    this.#window = new WindowSum(period)
  }

  /** {@inheritDoc Indicator.update} */
  update(input: BestLevels): boolean {
    const { bids, asks } = input
    if (bids.count === 0 || asks.count === 0) return this.refuse()
    const bidPrice: number = bids.price(0)
    const bidSize: number = bids.size(0)
    const askPrice: number = asks.price(0)
    const askSize: number = asks.size(0)
    if (!(areExact(bidPrice, bidSize) && areExact(askPrice, askSize))) return this.refuse()
    const isScaleNew = bids.priceScale !== this.#priceScale || bids.sizeScale !== this.#sizeScale
    if (isScaleNew) this.#rescale(bids.priceScale, bids.sizeScale)
    if (this.#hasPrevious) {
      let flow = 0
      if (bidPrice >= this.#bidPrice) flow += bidSize
      if (bidPrice <= this.#bidPrice) flow -= this.#bidSize
      if (askPrice <= this.#askPrice) flow -= askSize
      if (askPrice >= this.#askPrice) flow += this.#askSize
      this.#window.push(flow)
    }
    this.#hasPrevious = true
    this.#bidPrice = bidPrice
    this.#bidSize = bidSize
    this.#askPrice = askPrice
    this.#askSize = askSize
    this.settle()
    return true
  }

  protected settle(): void {
    const { count, period, sum } = this.#window
    this.result = count === period ? sum / this.#unit : Number.NaN
  }

  protected save(numbers: number[]): void {
    numbers.push(this.#hasPrevious ? 1 : 0, this.#priceScale, this.#sizeScale)
    numbers.push(this.#bidPrice, this.#bidSize, this.#askPrice, this.#askSize)
    this.#window.save(numbers)
  }

  protected load(numbers: StateReader): void {
    this.#hasPrevious = numbers.count(1) === 1
    this.#priceScale = numbers.count(MAX_SCALE)
    this.#sizeScale = numbers.count(MAX_SCALE)
    this.#unit = 10 ** this.#sizeScale
    this.#bidPrice = numbers.next()
    this.#bidSize = numbers.next()
    this.#askPrice = numbers.next()
    this.#askSize = numbers.next()
    this.#window.load(numbers)
  }

  protected clear(): void {
    this.#hasPrevious = false
    this.#priceScale = this.#sizeScale = 0
    this.#unit = 1
    this.#bidPrice = this.#bidSize = this.#askPrice = this.#askSize = 0
    this.#window.clear()
  }

  /** Brings what is kept to other scales. What no longer fits has no successor to be compared with. */
  #rescale(priceScale: number, sizeScale: number): void {
    const bidPrice = rescale(this.#bidPrice, this.#priceScale, priceScale)
    const bidSize = rescale(this.#bidSize, this.#sizeScale, sizeScale)
    const askPrice = rescale(this.#askPrice, this.#priceScale, priceScale)
    const askSize = rescale(this.#askSize, this.#sizeScale, sizeScale)
    if (sizeScale !== this.#sizeScale) this.#window.scaleBy(10 ** (sizeScale - this.#sizeScale))
    this.#priceScale = priceScale
    this.#sizeScale = sizeScale
    this.#unit = 10 ** sizeScale
    const fits = ![bidPrice, bidSize, askPrice, askSize].includes(undefined)
    if (!fits) this.#hasPrevious = false
    this.#bidPrice = bidPrice ?? 0
    this.#bidSize = bidSize ?? 0
    this.#askPrice = askPrice ?? 0
    this.#askSize = askSize ?? 0
  }
}

/** Whether both can be compared and added as integers; NaN is none. */
function areExact(price: number, size: number): boolean {
  return Number.isSafeInteger(price) && Number.isSafeInteger(size) && size >= 0
}
