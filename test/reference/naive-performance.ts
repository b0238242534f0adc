import type { Side } from '../../src/core/index.ts'
import { fixed } from './naive-portfolio.ts'

/** A fill of one spot instrument, in decimal text; `decidedAt` where it is known. */
export interface NaiveFill {
  readonly side: Side
  readonly price: string
  readonly quantity: string
  readonly decidedAt: string | undefined
}

const ONE = fixed('1')
const times = (a: bigint, b: bigint): bigint => (a * b) / ONE

/** What fills cost beyond the prices decided at, and what those were worth; integers of 60 fraction digits. */
export function naiveSlippage(fills: readonly NaiveFill[]): {
  readonly cost: bigint
  readonly decidedValue: bigint
  readonly unpriced: number
} {
  let [cost, decidedValue, unpriced] = [0n, 0n, 0]
  for (const { side, price, quantity, decidedAt } of fills) {
    if (decidedAt === undefined) {
      unpriced += 1
      continue
    }
    const paid = times(fixed(price), fixed(quantity))
    const wanted = times(fixed(decidedAt), fixed(quantity))
    cost += side === 'buy' ? paid - wanted : wanted - paid
    decidedValue += wanted
  }
  return { cost, decidedValue, unpriced }
}

/** How often a position became flat, and how often what came was then more than what went: cash, without costs and averages. */
export function naiveTrips(fills: readonly NaiveFill[]): {
  readonly roundTrips: number
  readonly won: number
} {
  let [held, cash, roundTrips, won] = [0n, 0n, 0, 0]
  for (const { side, price, quantity } of fills) {
    const signed = side === 'buy' ? fixed(quantity) : -fixed(quantity)
    // A fill that turns a position round closes one trip, and begins another with what is left.
    const isTurn = held !== 0n && held > 0n !== signed > 0n && abs(signed) > abs(held)
    for (const part of isTurn ? [-held, signed + held] : [signed]) {
      held += part
      cash -= times(part, fixed(price))
      if (held !== 0n) continue
      roundTrips += 1
      if (cash > 0n) won += 1
      cash = 0n
    }
  }
  return { roundTrips, won }
}

/** Highest value so far less the last, of values that begin at zero. */
export function naiveDrawdown(values: readonly string[]): bigint {
  const all = [0n, ...values.map(fixed)]
  const last = all.at(-1) ?? 0n
  return all.reduce((most, value) => (value > most ? value : most), 0n) - last
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value
}
