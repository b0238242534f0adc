/**
 * @hotpath Imbalance of buying and selling takers. Allocation budget: none; proven by `npm run bench:gate`.
 */
import type { Side } from '../../core/index.ts'
import type { Indicator } from './indicator.ts'
import { NumberIndicator } from './indicator-base.ts'
import { isSize } from './magnitude.ts'
import { checkPeriods } from './parameters.ts'
import type { StateReader } from './state-reader.ts'
import { WindowSum } from './window-sum.ts'

/** Who took how much. */
export interface TakenSize {
  /** The aggressor's side. */
  readonly takerSide: Side
  /** Size as a double; 0 is allowed and counts nothing. */
  readonly sizeNumber: number
}

/**
 * Trade-flow imbalance: `(bought − sold) ÷ (bought + sold)` by takers, over the last `period` trades.
 *
 * From −1 (takers only sold) to 1 (only bought). Ready after `period` trades; without a value while all of their sizes are
 * 0. Refuses negative sizes.
 *
 * @example
 * ```ts
 * import { TradeFlowImbalance } from 'crossbook/market'
 *
 * const flow = new TradeFlowImbalance(200)
 * market.subscribe('trade', { pair: 'BTC/USDT' }, (trade) => {
 *   flow.update({ takerSide: trade.takerSide, sizeNumber: Number(trade.sizeText()) })
 * })
 * ```
 */
export class TradeFlowImbalance extends NumberIndicator implements Indicator<TakenSize> {
  readonly #net: WindowSum
  readonly #total: WindowSum

  /**
   * A ratio over `period` trades.
   *
   * @throws ConfigError `INVALID_OPTIONS` where the period is no integer from 1 to a million.
   */
  constructor(period: number) {
    super(`tradeFlowImbalance(${period})`)
    checkPeriods('a trade-flow imbalance', { period })
    this.#net = new WindowSum(period)
    this.#total = new WindowSum(period)
  }

  /** {@inheritDoc Indicator.update} */
  update(input: TakenSize): boolean {
    const { sizeNumber } = input
    if (!isSize(sizeNumber)) return this.refuse()
    this.#net.push(input.takerSide === 'buy' ? sizeNumber : 0 - sizeNumber)
    this.#total.push(sizeNumber)
    this.settle()
    return true
  }

  protected settle(): void {
    const { count, period, sum } = this.#total
    // 0 ÷ 0 is NaN: no value.
    this.result = count === period ? this.#net.sum / sum : Number.NaN
  }

  protected save(numbers: number[]): void {
    this.#net.save(numbers)
    this.#total.save(numbers)
  }

  protected load(numbers: StateReader): void {
    this.#net.load(numbers)
    this.#total.load(numbers)
  }

  protected clear(): void {
    this.#net.clear()
    this.#total.clear()
  }
}
