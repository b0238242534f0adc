import {
  type Asset,
  ConfigError,
  Decimal,
  type DecimalText,
  type Instrument,
  type Market,
  type Pair,
  type VenueId,
  type VenueSymbol,
} from '../../core/index.ts'
import { reciprocal, takenPositive, times } from './exact.ts'

/**
 * What of an instrument decides what a quantity of it is worth; plain JSON. Spot counts as linear, settled in quote, of
 * multiplier 1.
 */
export interface TradedInstrument {
  /** The venue. */
  readonly venue: VenueId
  /** The venue's product line: symbols are unique in it. */
  readonly product: string
  /** The venue's name of it. */
  readonly symbol: VenueSymbol
  /** Its unified name. */
  readonly pair: Pair
  /** Spot or futures. */
  readonly market: Market
  /** What is bought and sold. */
  readonly base: Asset
  /** What a price is quoted in. */
  readonly quote: Asset
  /** What profit and loss are paid in. */
  readonly settle: Asset
  /** `linear`: multiplier in base; `inverse`: in quote, settled in base. */
  readonly direction: 'linear' | 'inverse'
  /** What one contract stands for. */
  readonly multiplier: DecimalText
}

const SPOT_TERMS = { direction: 'linear', multiplier: '1' as DecimalText } as const
const SEPARATOR = '\u001f'

/** Text that is the same for two equal lists of names. */
export function keyOf(...names: readonly string[]): string {
  return names.join(SEPARATOR)
}

/** Key of an instrument. */
export function instrumentKey(
  instrument: Pick<Instrument, 'venue' | 'product' | 'symbol'>,
): string {
  return keyOf(instrument.venue, instrument.product, instrument.symbol)
}

/**
 * The terms of an instrument; terms are given back as they are.
 *
 * @throws ConfigError `INVALID_OPTIONS` where a futures instrument has no contract terms: what it is worth is not known;
 * `INVALID_NUMBER` where its multiplier is no number above 0
 */
export function tradedInstrument(instrument: Instrument | TradedInstrument): TradedInstrument {
  if ('direction' in instrument) return instrument
  const { venue, product, symbol, pair, market, base, quote, contract } = instrument
  if (market === 'futures' && contract === undefined) {
    throw new ConfigError(
      'INVALID_OPTIONS',
      `Booking ${pair} of ${venue}: expected contract terms of a futures instrument, were none`,
    )
  }
  const { settle, direction, multiplier } = contract ?? { ...SPOT_TERMS, settle: quote }
  takenPositive('a multiplier', new Decimal(multiplier))
  return { venue, product, symbol, pair, market, base, quote, settle, direction, multiplier }
}

/** Whether two terms differ in the multiplier at most. */
export function isSameKind(a: TradedInstrument, b: TradedInstrument): boolean {
  return (
    a.market === b.market &&
    a.base === b.base &&
    a.quote === b.quote &&
    a.settle === b.settle &&
    a.direction === b.direction
  )
}

/**
 * Value of a quantity of 1 at a price, in the settle asset: `multiplier × price`; of an inverse contract
 * `−multiplier × (1 ÷ price)`, so that a long position gains where the value rises, in both.
 */
function unitValue(instrument: TradedInstrument, price: Decimal): Decimal {
  const { direction } = instrument
  const multiplier = new Decimal(instrument.multiplier)
  return direction === 'linear'
    ? times(multiplier, price)
    : times(multiplier, reciprocal(price)).negated()
}

/** A price of an instrument, with what a quantity of 1 is worth at it. */
export interface Priced {
  /** The price, in quote. */
  readonly price: Decimal
  /** Value of a quantity of 1, in the settle asset. */
  readonly unit: Decimal
}

/** Prices an instrument. */
export function priced(instrument: TradedInstrument, price: Decimal): Priced {
  return { price, unit: unitValue(instrument, price) }
}
