import { Decimal } from '../../src/core/index.ts'

/** A position, with what each live order could still add: above 0 it buys. `unit` is what one unit is worth. */
export interface NaiveHolding {
  readonly position: number
  readonly orders: readonly number[]
  readonly unit: number
}

/** Every sum that can come of filling any of the orders, wholly or not at all. */
function outcomes(start: Decimal, additions: readonly Decimal[]): readonly Decimal[] {
  let all = [start]
  for (const addition of additions) all = all.flatMap((sum) => [sum, sum.plus(addition)])
  return all
}

const worst = (values: readonly Decimal[]): Decimal =>
  Decimal.max(0, ...values.map((value) => value.abs()))

/** Gross exposure at its worst: of each holding the largest outcome, added up. */
export function naiveGross(holdings: readonly NaiveHolding[]): Decimal {
  return holdings
    .map(({ position, orders, unit }) =>
      worst(
        outcomes(
          new Decimal(position),
          orders.map((order) => new Decimal(order)),
        ),
      ).times(unit),
    )
    .reduce((sum, value) => sum.plus(value), new Decimal(0))
}

/** Net exposure at its worst: the largest outcome of all orders of all holdings together. */
export function naiveNet(holdings: readonly NaiveHolding[]): Decimal {
  const start = holdings.reduce(
    (sum, { position, unit }) => sum.plus(new Decimal(position).times(unit)),
    new Decimal(0),
  )
  const additions = holdings.flatMap(({ orders, unit }) =>
    orders.map((order) => new Decimal(order).times(unit)),
  )
  return worst(outcomes(start, additions))
}

/** How many of the times are in the span that ends at `nowUs`. */
export function naiveCount(timesUs: readonly number[], nowUs: number, spanUs: number): number {
  return timesUs.filter((timeUs) => timeUs <= nowUs && nowUs - timeUs < spanUs).length
}

/** Lowest and highest price that held at some time in the span that ends at `nowUs`; of updates in order of time. */
export function naiveRange(
  updates: readonly (readonly [timeUs: number, price: number])[],
  nowUs: number,
  spanUs: number,
): readonly [low: number, high: number] {
  const held = updates.filter((_, i) => (updates[i + 1]?.[0] ?? nowUs) > nowUs - spanUs)
  const prices = [...held, ...updates.slice(-1)].map(([, price]) => price)
  return [Math.min(...prices), Math.max(...prices)]
}
