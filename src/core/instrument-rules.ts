import { Decimal } from './decimal.ts'
import type { Instrument } from './instrument.ts'

/** Rules of an instrument as numbers; absent where the venue does not say. */
export interface InstrumentRules {
  /** Smallest price step. */
  readonly tickSize?: Decimal
  /** Smallest step of a quantity. */
  readonly lotSize?: Decimal
  /** Smallest quantity. */
  readonly minQuantity?: Decimal
  /** Smallest notional, in quote. */
  readonly minNotional?: Decimal
  /** What one unit of quantity stands for: base (linear, and 1 on spot) or quote (inverse). */
  readonly multiplier: Decimal
  /** The nearest double of it. */
  readonly multiplierNumber: number
  /** Whether a quantity has its value in quote already. */
  readonly isInverse: boolean
}

/** The rules of an instrument as numbers, read once of each. */
export function instrumentRules(instrument: Instrument): InstrumentRules {
  const known = RULES.get(instrument)
  if (known !== undefined) return known
  const rules = readRules(instrument)
  RULES.set(instrument, rules)
  return rules
}

/** An instrument is never changed: other rules come as another object. */
const RULES = new WeakMap<Instrument, InstrumentRules>()

function readRules(instrument: Instrument): InstrumentRules {
  const { tickSize, lotSize, minQuantity, minNotional, contract } = instrument
  const multiplier = new Decimal(contract?.multiplier ?? 1)
  return {
    ...(tickSize !== undefined && { tickSize: new Decimal(tickSize) }),
    ...(lotSize !== undefined && { lotSize: new Decimal(lotSize) }),
    ...(minQuantity !== undefined && { minQuantity: new Decimal(minQuantity) }),
    ...(minNotional !== undefined && { minNotional: new Decimal(minNotional) }),
    multiplier,
    multiplierNumber: multiplier.toNumber(),
    isInverse: contract?.direction === 'inverse',
  }
}

/** What one unit of quantity is worth in quote at a price. */
export function unitNotional({ multiplier, isInverse }: InstrumentRules, price: Decimal): Decimal {
  return isInverse ? multiplier : multiplier.times(price)
}

/** Whether a number is a whole multiple of a step; of a step that is not told, or is 0, everything is. */
export function isOnGrid(value: Decimal, step: Decimal | undefined): boolean {
  if (step === undefined) return true
  const places = placesOf(step)
  if (places !== undefined) return value.scale <= places
  return step.isZero() || value.mod(step).isZero()
}

/** Of a step such as 0.01, as most are, its digits after the point: whoever has no more of them is on the grid. */
function placesOf(step: Decimal): number | undefined {
  const known = PLACES.get(step)
  if (known !== undefined) return known ?? undefined
  const places = step.scale
  const isTenth = step.digits === 1
  PLACES.set(step, isTenth ? places : null)
  return isTenth ? places : undefined
}

/** By step: rules live long. */
const PLACES = new WeakMap<Decimal, number | null>()
