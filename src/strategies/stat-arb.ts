import { z } from 'zod'
import { mid } from '../book/index.ts'
import type { Decimal } from '../core/index.ts'
import { BollingerBands } from '../market/index.ts'
import {
  type OwnOrderEvent,
  passivePrice,
  passiveQuantity,
  type Strategy,
  type StrategyDefinition,
  type StrategyIntent,
  type StrategyLeg,
  type StrategyView,
  type TimerEvent,
} from '../trader/index.ts'
import { affordable } from './affordable.ts'
import { legsOf } from './legs-of.ts'
import { limitOrder, type PlacedOrder } from './limit-order.ts'
import { pauseMemory, RefusalPause } from './refusal-pause.ts'
import { type StatArbParams, statArbParams } from './stat-arb-params.ts'
import { liveBook, touchOf, worstPrice } from './touch.ts'

const SAMPLE = 'sample'

/** `waiting`: it was given up, and nothing is opened before the spread is back. */
const stanceSchema = z.enum(['flat', 'long', 'short', 'waiting'])
type Stance = z.infer<typeof stanceSchema>

const memorySchema = z.object({
  stance: stanceSchema,
  ...pauseMemory,
  bands: z.object({ of: z.string(), numbers: z.array(z.number()) }),
})

/**
 * Trades the spread of two instruments, `mid of the first − hedgeRatio × mid of the second`, back to its mean.
 *
 * The spread is sampled by a timer; its z-score is `(spread − mean) ÷ deviation` of the last samples, a signal and so a double.
 * It says what to hold: the second leg against the first. Orders are exact, take at once or not at all, one at a time for each
 * leg, and never for more than is missing. Nothing is opened in one leg that cannot be opened in the other.
 */
class StatArb implements Strategy<StatArbParams> {
  readonly #params: StatArbParams
  readonly #bands: BollingerBands
  readonly #pause = new RefusalPause()
  #stance: Stance = 'flat'

  constructor(params: StatArbParams) {
    this.#params = params
    this.#bands = new BollingerBands({ period: params.period })
  }

  evaluate(view: StrategyView): readonly StrategyIntent[] {
    return view.event.type === 'start' ? [this.#nextSample(view)] : this.#steer(view)
  }

  onTimer(view: StrategyView<TimerEvent>): readonly StrategyIntent[] {
    const [first, second] = legsOf(view, 2).map((leg) => {
      const book = liveBook(view, leg)
      return book && mid(book)
    })
    if (first !== undefined && second !== undefined) {
      const spread = first.minus(second.times(this.#params.hedgeRatio)).toNumber()
      this.#bands.update(spread)
      this.#stance = nextStance(this.#stance, this.#z(spread), this.#params)
    }
    return [this.#nextSample(view), ...this.#steer(view)]
  }

  onOrder(view: StrategyView<OwnOrderEvent>): readonly StrategyIntent[] {
    this.#pause.note(view.event.order, view.nowUs)
    return this.#steer(view)
  }

  onFill(view: StrategyView): readonly StrategyIntent[] {
    return this.#steer(view)
  }

  snapshot(): unknown {
    const { of, numbers } = this.#bands.snapshot()
    return { stance: this.#stance, ...this.#pause.snapshot(), bands: { of, numbers } }
  }

  restore(memory: unknown): void {
    const { stance, bands, ...pause } = memorySchema.parse(memory)
    this.#bands.restore(bands)
    this.#stance = stance
    this.#pause.restore(pause)
  }

  /** Full multiples of the time between samples: a restart does not move them. */
  #nextSample({ nowUs }: StrategyView): StrategyIntent {
    const everyUs = this.#params.sampleMs * 1_000
    return { type: 'timer', name: SAMPLE, atUs: (Math.floor(nowUs / everyUs) + 1) * everyUs }
  }

  #z(spread: number): number | undefined {
    const { value } = this.#bands
    if (value === undefined || value.deviation === 0) return undefined
    return (spread - value.middle) / value.deviation
  }

  /** Orders that bring each leg to what the stance says. */
  #steer(view: StrategyView): readonly StrategyIntent[] {
    if (this.#pause.isOn(view.nowUs)) return []
    const { amount, hedgeRatio } = this.#params
    const sign = { flat: 0, waiting: 0, long: 1, short: -1 }[this.#stance]
    const [first, second] = legsOf(view, 2)
    // One leg without the other is no spread.
    if (liveBook(view, first) === undefined || liveBook(view, second) === undefined) return []
    const target = amount.times(sign)
    const moves = [
      this.#move(first, target, view),
      this.#move(second, target.times(hedgeRatio).negated(), view),
    ]
    const canOpen = moves.every(({ isLacking }) => !isLacking)
    return moves.flatMap(({ order, opens }) =>
      order !== undefined && (canOpen || !opens) ? [order] : [],
    )
  }

  /** What brings a leg to its target. On spot it is reached with what there is. */
  #move(leg: StrategyLeg, target: Decimal, view: StrategyView): Move {
    const { instrument } = leg
    const listing = view.listing(instrument)
    const held = view.position(instrument).quantity
    // A target off the lot is reached from below: never more than it.
    const whole = passiveQuantity(listing, target.abs())
    const missing = whole.times(target.isNegative() ? -1 : 1).minus(held)
    if (missing.isZero() || view.orders(instrument).length > 0)
      return { opens: false, isLacking: whole.isZero() && !target.isZero() }
    const opens = !target.isZero() && missing.isNegative() === target.isNegative()
    const touch = touchOf(view, leg, missing.isNegative() ? 'sell' : 'buy')
    if (touch === undefined) return { opens, isLacking: opens }
    const { side } = touch
    const price = passivePrice(listing, side, worstPrice(touch, this.#params.slippageBps))
    const reason = `${this.#stance}: from ${held.toFixed()} to ${target.toFixed()}`
    const orderOf = (quantity: Decimal): PlacedOrder | undefined =>
      limitOrder(leg, listing, { side, price, quantity, as: 'take', reason })
    const quantity = missing.abs()
    const { feeBps } = this.#params
    const most = affordable(view, leg, listing, { side, price, quantity }, feeBps)
    if (!opens) return { order: orderOf(most), opens, isLacking: false }
    // Too little for an order is left of a target that orders can be made of: that is as good as there.
    return {
      order: orderOf(quantity),
      opens,
      isLacking: most.lt(quantity) || orderOf(whole) === undefined,
    }
  }
}

/** What is to be done in a leg. */
interface Move {
  /** The order; absent where none can be placed, or none is needed. */
  readonly order?: PlacedOrder | undefined
  /** Whether it leads away from nothing held: one leg without the other is no spread. */
  readonly opens: boolean
  /** Whether it would, and there is too little for it. */
  readonly isLacking: boolean
}

/** What a z-score makes of a stance; one that nobody knows changes nothing. */
function nextStance(stance: Stance, z: number | undefined, params: StatArbParams): Stance {
  if (z === undefined) return stance
  const { entryZ, exitZ, stopZ } = params
  const distance = Math.abs(z)
  switch (stance) {
    case 'flat':
      if (distance < entryZ || distance > stopZ) return 'flat'
      return z > 0 ? 'short' : 'long'
    case 'waiting':
      return distance <= exitZ ? 'flat' : 'waiting'
    case 'long':
      return z >= -exitZ ? 'flat' : z < -stopZ ? 'waiting' : 'long'
    case 'short':
      return z <= exitZ ? 'flat' : z > stopZ ? 'waiting' : 'short'
  }
}

/** Statistical arbitrage of two instruments; see {@link StatArbParams}. Wants `book` events. */
export const statArb: StrategyDefinition<StatArbParams> = {
  kind: 'statArb',
  params: statArbParams,
  create: (params) => new StatArb(params),
}
