import type { Asset, Decimal, Instrument, OrderTerms } from '../../core/index.ts'
import { Decimal as ExactDecimal } from '../../core/index.ts'
import { minus, plus, times, ZERO } from '../portfolio/exact.ts'
import { instrumentKey } from '../risk/index.ts'
import type { PaperPosition } from './paper-ledger.ts'
import { leavesOf, type PaperOrder } from './paper-order.ts'

/** What an order may still do, and what that is worth. */
export interface Commitment {
  /** Which order. */
  readonly terms: OrderTerms
  /** How much of it. */
  readonly leaves: Decimal
  /** What that is worth in quote: at its limit, or at what a market order would take. */
  readonly value: Decimal
}

/** Fraction digits of margin; rounded up. */
const MARGIN_PLACES = 18

/** What a working order may still do. Orders that rest have a price. */
export function commitmentOf(order: PaperOrder): Commitment {
  const { terms } = order
  const leaves = leavesOf(order)
  return { terms, leaves, value: valueOf(terms.instrument, terms.price ?? ZERO, leaves) }
}

/** What a quantity is worth at a price, in quote. */
export function valueOf({ contract }: Instrument, price: Decimal, quantity: Decimal): Decimal {
  const value = times(price, quantity)
  return contract === undefined ? value : times(value, new ExactDecimal(contract.multiplier))
}

/** The asset that an order needs. */
export function neededAsset({ instrument, side }: OrderTerms): Asset {
  const { contract, base, quote } = instrument
  if (contract !== undefined) return contract.settle
  return side === 'buy' ? quote : base
}

/**
 * What orders and positions hold of an asset: of spot, what buys may pay and sells deliver; of futures, the margin of the
 * larger of what is held with all buys and with all sells, at entry and limit prices, over the leverage. Orders that only
 * reduce need nothing.
 */
export function heldOf(
  of: Asset,
  {
    commitments,
    positions,
    leverage,
  }: {
    readonly commitments: readonly Commitment[]
    readonly positions: readonly PaperPosition[]
    readonly leverage: number
  },
): Decimal {
  let spot = ZERO
  const futures = new Map<string, { long: Decimal; short: Decimal }>()
  const reach = (instrument: Instrument): { long: Decimal; short: Decimal } => {
    const key = instrumentKey(instrument)
    const found = futures.get(key) ?? { long: ZERO, short: ZERO }
    futures.set(key, found)
    return found
  }
  for (const { instrument, cost } of positions) {
    if (instrument.contract?.settle !== of) continue
    const found = reach(instrument)
    found.long = plus(found.long, cost)
    found.short = plus(found.short, cost)
  }
  for (const { terms, leaves, value } of commitments) {
    if (neededAsset(terms) !== of || terms.reduceOnly) continue
    const { instrument, side } = terms
    if (instrument.contract === undefined) {
      spot = plus(spot, side === 'buy' ? value : leaves)
      continue
    }
    const found = reach(instrument)
    if (side === 'buy') found.long = plus(found.long, value)
    else found.short = minus(found.short, value)
  }
  let margin = ZERO
  for (const { long, short } of futures.values())
    margin = plus(margin, ExactDecimal.max(long.abs(), short.abs()))
  const part = margin.div(leverage).toDecimalPlaces(MARGIN_PLACES, 'up')
  return plus(spot, part)
}
