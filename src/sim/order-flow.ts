import type { Side } from '../core/index.ts'
import type { SeededRandom } from '../runtime/virtual/seeded-random.ts'
import type { EngineOrder } from './engine-order.ts'
import type { MatchingEngine } from './matching-engine.ts'
import type { SimInstrument } from './sim-instrument.ts'

/** What the order flow does next. */
export type FlowCommand =
  | { readonly kind: 'order'; readonly order: EngineOrder }
  | { readonly kind: 'forced'; readonly order: EngineOrder }
  | { readonly kind: 'cancel'; readonly orderId: number }
  | { readonly kind: 'none' }

const PHASES = [
  { rate: 0.05, leastMs: 300, mostMs: 4000, weight: 0.25 },
  { rate: 1, leastMs: 1000, mostMs: 8000, weight: 0.55 },
  { rate: 6, leastMs: 100, mostMs: 1500, weight: 0.2 },
] as const
// How fast the fair value returns to where it started; keeps prices of long runs within their digits.
const PULL = 0.00002

/**
 * Seeded orders and cancels around a fair value that walks at random.
 *
 * Liquidity clusters at the touch and thins out; orders that the fair value has left behind are taken or cancelled; now
 * and then an order sweeps several levels. Both sides always keep a quarter of the levels aimed at.
 */
export class OrderFlow {
  readonly #spec: SimInstrument
  readonly #random: SeededRandom
  readonly #live: number[] = []
  #fairTicks: number
  #phase: (typeof PHASES)[number] = PHASES[1]
  #phaseLeftMs = 0
  #owed = 0

  /** The flow of one instrument. */
  constructor(spec: SimInstrument, random: SeededRandom) {
    this.#spec = spec
    this.#random = random
    this.#fairTicks = spec.start / spec.tick
  }

  /** The fair value now, at the instrument's price scale; not on the grid. */
  get fair(): number {
    return this.#fairTicks * this.#spec.tick
  }

  /** The price step is another: `ratio` is how many of the new ones the old one was. */
  changeTick(ratio: number): void {
    this.#fairTicks *= ratio
  }

  /** How many commands the next `spanMs` ms bring. */
  due(spanMs: number): number {
    const { flow } = this.#spec
    if (flow.hasPhases) this.#turnPhase(spanMs)
    this.#owed +=
      (flow.eventsPerSecond * this.#phase.rate * spanMs * (0.5 + this.#random.next())) / 1000
    const count = Math.floor(this.#owed)
    this.#owed -= count
    return count
  }

  /** The orders that fill an empty book. */
  opening(): EngineOrder[] {
    const orders: EngineOrder[] = []
    const half = Math.ceil(this.#spec.flow.levels * 1.3)
    for (let i = 0; i < half; i += 1)
      orders.push(this.#limit('buy', true), this.#limit('sell', true))
    return orders
  }

  /** Remembers an order of this flow that rests, so that it can be cancelled one day. */
  placed(orderId: number): void {
    this.#live.push(orderId)
  }

  /** The next command, given the book it meets. */
  next(engine: MatchingEngine): FlowCommand {
    const { flow, kind } = this.#spec
    this.#walk()
    const floor = Math.max(1, flow.levels / 4)
    if (engine.levelCount('bid') < floor) return { kind: 'order', order: this.#limit('buy', true) }
    if (engine.levelCount('ask') < floor) return { kind: 'order', order: this.#limit('sell', true) }
    const draw = this.#random.next()
    const { tradeShare, sweepShare, liquidationShare } = flow
    const forcedShare = kind === 'spot' ? 0 : liquidationShare
    if (draw < tradeShare) return { kind: 'order', order: this.#market(engine, 0) }
    if (draw < tradeShare + sweepShare) return { kind: 'order', order: this.#market(engine, 8) }
    if (draw < tradeShare + sweepShare + forcedShare) {
      return { kind: 'forced', order: this.#market(engine, 2) }
    }
    const target = flow.levels * 3.4
    const placing = 0.6 + (0.6 * (target - engine.orderCount)) / target
    if (this.#random.chance(Math.max(0.15, Math.min(0.9, placing)))) {
      return { kind: 'order', order: this.#limit(this.#side(), this.#random.chance(0.3)) }
    }
    return this.#cancel(engine, floor)
  }

  #side(): Side {
    return this.#random.chance(0.5) ? 'buy' : 'sell'
  }

  #walk(): void {
    const { flow, start, tick } = this.#spec
    const home = start / tick
    const step = (this.#random.next() - 0.5) * 2 * flow.volatilityTicks
    const moved = this.#fairTicks + step + (home - this.#fairTicks) * PULL
    this.#fairTicks = Math.max(home / 4, moved)
  }

  #turnPhase(spanMs: number): void {
    this.#phaseLeftMs -= spanMs
    if (this.#phaseLeftMs > 0) return
    let draw = this.#random.next()
    for (const phase of PHASES) {
      this.#phase = phase
      draw -= phase.weight
      if (draw < 0) break
    }
    const { leastMs, mostMs } = this.#phase
    this.#phaseLeftMs = this.#random.between(leastMs, mostMs)
  }

  #size(): number {
    const { flow, lot } = this.#spec
    const draw = this.#random.next()
    // Cubed: many small orders, few large ones.
    return (1 + Math.floor(draw * draw * draw * flow.maxOrderLots)) * lot
  }

  /** Heads in a row before the first tail: most orders stand near the touch. */
  #streak(cap: number): number {
    let count = 0
    while (count < cap && this.#random.chance(0.7)) count += 1
    return count
  }

  #limit(side: Side, isDeep: boolean): EngineOrder {
    const { flow, tick } = this.#spec
    const offset = isDeep
      ? this.#random.below(Math.ceil(flow.levels * 1.6))
      : this.#streak(flow.levels)
    const ticks =
      side === 'buy'
        ? Math.floor(this.#fairTicks - 0.3) - offset
        : Math.ceil(this.#fairTicks + 0.3) + offset
    return { side, price: Math.max(1, ticks) * tick, size: this.#size() }
  }

  #market(engine: MatchingEngine, levels: number): EngineOrder {
    const side = this.#side()
    let size = this.#size()
    const depth = levels === 0 ? 0 : 1 + this.#random.below(levels)
    for (const [, levelSize] of engine.top(side === 'buy' ? 'ask' : 'bid', depth)) size += levelSize
    return { side, size }
  }

  #cancel(engine: MatchingEngine, floor: number): FlowCommand {
    for (let tries = 0; tries < 8 && this.#live.length > 0; tries += 1) {
      const at = this.#random.below(this.#live.length)
      const orderId = this.#live[at]
      const last = this.#live.pop()
      if (orderId === undefined || last === undefined) break
      if (at < this.#live.length) this.#live[at] = last
      const order = engine.order(orderId)
      if (order === undefined) continue
      if (engine.levelCount(order.side === 'buy' ? 'bid' : 'ask') > floor)
        return { kind: 'cancel', orderId }
      this.#live.push(orderId)
    }
    return { kind: 'none' }
  }
}
