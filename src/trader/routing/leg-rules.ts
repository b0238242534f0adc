import { Decimal, type Instrument } from '../../core/index.ts'

/** The rules of a leg, quantities in base. */
export interface LegRules {
  /** What one unit of the instrument's quantities is, in base. */
  readonly unitBase: Decimal
  /** Smallest step of an order. */
  readonly lotBase: Decimal
  /** Smallest order. */
  readonly minBase: Decimal
  /** Smallest notional, in quote. */
  readonly minNotional: Decimal
  /** Smallest price step; 0 where the venue does not say. */
  readonly tickSize: Decimal
}

const ONE = new Decimal(1)

/** Reads the rules of an instrument whose contracts, if it has any, stand for base. */
export function legRules(instrument: Instrument): LegRules {
  const { contract, lotSize, sizeScale, minQuantity, minNotional, tickSize } = instrument
  const unitBase = new Decimal(contract?.multiplier ?? ONE)
  const told = new Decimal(lotSize ?? 0)
  // A venue that tells no lot takes as many digits as it sends.
  const lot = told.isZero() ? new Decimal(1, sizeScale) : told
  return {
    unitBase,
    lotBase: lot.times(unitBase),
    minBase: new Decimal(minQuantity ?? 0).times(unitBase),
    minNotional: new Decimal(minNotional ?? 0),
    tickSize: new Decimal(tickSize ?? 0),
  }
}

/** How many lots fit in a quantity. */
export function lotsIn(quantity: Decimal, lot: Decimal): bigint {
  return quantity.lte(0) ? 0n : BigInt(quantity.divToInt(lot).toFixed())
}

/** How many lots it takes for at least a quantity. */
export function lotsFor(quantity: Decimal, lot: Decimal): bigint {
  const lots = lotsIn(quantity, lot)
  return lot.times(lots.toString()).lt(quantity) ? lots + 1n : lots
}
