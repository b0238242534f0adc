import { z } from 'zod'
import { Decimal, type Side } from '../core/index.ts'
import {
  type OwnOrderEvent,
  passiveQuantity,
  type Strategy,
  type StrategyDefinition,
  type StrategyIntent,
  type StrategyLeg,
  type StrategyView,
} from '../trader/index.ts'
import { affordable } from './affordable.ts'
import { type ArbitrageParams, arbitrageParams } from './arbitrage-params.ts'
import { shareOf } from './exact-params.ts'
import { legsOf } from './legs-of.ts'
import { limitOrder, type PlacedOrder } from './limit-order.ts'
import { pauseMemory, RefusalPause } from './refusal-pause.ts'
import { liveBook, type Touch, touchOf, worstPrice } from './touch.ts'

const memorySchema = z.object(pauseMemory)

/**
 * Buys where it is cheaper and sells where it is dearer, both at once, where more than the fees is left.
 *
 * Both legs take at once or not at all of them. Nothing is begun before the orders of the last attempt have ended; what the one
 * leg was filled more than the other, positions say, and it is hedged at the venue of the better price before anything else. An
 * order of unknown fate holds all back: its hedge might be one too many.
 */
class Arbitrage implements Strategy<ArbitrageParams> {
  #params: ArbitrageParams
  readonly #pause = new RefusalPause()

  constructor(params: ArbitrageParams) {
    this.#params = params
  }

  configure(params: ArbitrageParams): void {
    this.#params = params
  }

  evaluate(view: StrategyView): readonly StrategyIntent[] {
    const legs = legsOf(view, 2)
    demandSameUnit(legs)
    if (view.orders().length > 0 || this.#pause.isOn(view.nowUs)) return []
    const net = legs
      .map(({ instrument }) => view.position(instrument).quantity)
      .reduce((sum, quantity) => sum.plus(quantity))
    return this.#hedge(legs, net, view) ?? this.#attempt(legs, view)
  }

  onOrder(view: StrategyView<OwnOrderEvent>): readonly StrategyIntent[] {
    this.#pause.note(view.event.order, view.nowUs)
    return this.evaluate(view)
  }

  onFill(view: StrategyView): readonly StrategyIntent[] {
    return this.evaluate(view)
  }

  snapshot(): unknown {
    return this.#pause.snapshot()
  }

  restore(memory: unknown): void {
    this.#pause.restore(memorySchema.parse(memory))
  }

  /** What brings both legs back to even; `undefined` where they are, but for what no order can be made of. */
  #hedge(
    legs: readonly StrategyLeg[],
    net: Decimal,
    view: StrategyView,
  ): readonly StrategyIntent[] | undefined {
    if (net.isZero()) return undefined
    const side: Side = net.isNegative() ? 'buy' : 'sell'
    const quantity = net.abs()
    const reason = `hedges ${net.toFixed()}`
    const touches = legs.flatMap((leg) => touchOf(view, leg, side) ?? [])
    const hedges = touches
      .toSorted((a, b) => (side === 'buy' ? a.price.cmp(b.price) : b.price.cmp(a.price)))
      .flatMap((touch) => {
        const price = worstPrice(touch, this.#params.hedgeSlippageBps)
        const order = { side, price, quantity, as: 'take', reason } as const
        const intent = limitOrder(touch.leg, touch.listing, order)
        return intent === undefined ? [] : { touch, intent }
      })
    const isDust = hedges.length === 0 && touches.length === legs.length
    if (isDust) return undefined
    const best = hedges.find(({ touch, intent }) => {
      const fee = this.#params.feesBps[legs.indexOf(touch.leg)]
      return canPay(view, touch, intent, fee)
    })
    return best === undefined ? [] : [best.intent]
  }

  /** Both legs at once, in the direction that pays; nothing while a book is not live, or has not changed for long. */
  #attempt(
    [a, b]: readonly [StrategyLeg, StrategyLeg],
    view: StrategyView,
  ): readonly StrategyIntent[] {
    const { maxBookAgeMs } = this.#params
    const sinceUs = view.nowUs - maxBookAgeMs * 1_000
    for (const leg of [a, b]) {
      const book = liveBook(view, leg)
      if (book === undefined || book.localTimeUs < sinceUs) return []
    }
    const [feeA, feeB] = this.#params.feesBps
    const there = this.#cross([a, feeA], [b, feeB], view)
    return there.length > 0 ? there : this.#cross([b, feeB], [a, feeA], view)
  }

  /** Buys at the first leg and sells at the second, where that pays. */
  #cross(
    [buyLeg, buyFee]: readonly [StrategyLeg, number],
    [sellLeg, sellFee]: readonly [StrategyLeg, number],
    view: StrategyView,
  ): readonly StrategyIntent[] {
    const buy = touchOf(view, buyLeg, 'buy')
    const sell = touchOf(view, sellLeg, 'sell')
    if (buy === undefined || sell === undefined) return []
    const cost = buy.price.plus(shareOf(buy.price, buyFee))
    const gain = sell.price.minus(shareOf(sell.price, sellFee))
    if (gain.minus(cost).lt(shareOf(buy.price, this.#params.minEdgeBps))) return []
    const quantity = this.#quantity(buy, sell, view)
    const edge = gain.minus(cost).toFixed()
    const orders = [buy, sell].map((touch) =>
      limitOrder(touch.leg, touch.listing, {
        side: touch.side,
        price: touch.price,
        quantity,
        as: 'take',
        reason: `edge of ${edge}`,
      }),
    )
    // One leg without the other is no arbitrage.
    const [bought, sold] = orders
    if (bought?.terms.quantity.eq(quantity) !== true) return []
    if (sold?.terms.quantity.eq(quantity) !== true) return []
    const areCovered = canPay(view, buy, bought, buyFee) && canPay(view, sell, sold, sellFee)
    return areCovered ? [bought, sold] : []
  }

  /** How much both venues give, take, and may hold; on the lots of both. */
  #quantity(buy: Touch, sell: Touch, view: StrategyView): Decimal {
    const { amount, maxPosition } = this.#params
    const bought = maxPosition.minus(view.position(buy.leg.instrument).quantity)
    const sold = maxPosition.plus(view.position(sell.leg.instrument).quantity)
    const most = Decimal.max(0, Decimal.min(amount, buy.size, sell.size, bought, sold))
    return passiveQuantity(sell.listing, passiveQuantity(buy.listing, most))
  }
}

/** Whether there is enough for all of an order, at the price that it is placed at and with its fee. */
function canPay(
  view: StrategyView,
  { leg, listing, side }: Touch,
  { terms: { price, quantity } }: PlacedOrder,
  feeBps = 0,
): boolean {
  if (price === undefined) return false
  return affordable(view, leg, listing, { side, price, quantity }, feeBps).eq(quantity)
}

function demandSameUnit([a, b]: readonly [StrategyLeg, StrategyLeg]): void {
  const [unitA, unitB] = [a, b].map(({ instrument: { base, contract } }) =>
    [base, contract?.direction ?? 'linear', contract?.multiplier ?? '1'].join(' '),
  )
  if (unitA !== unitB)
    throw new RangeError(`expected legs that count the same, were ${unitA} and ${unitB}`)
}

/** Arbitrage between two venues; see {@link ArbitrageParams}. Wants `book` events. */
export const arbitrage: StrategyDefinition<ArbitrageParams> = {
  kind: 'arbitrage',
  params: arbitrageParams,
  create: (params) => new Arbitrage(params),
}
