import type { Brand } from './brand.ts'
import { ConfigError } from './errors.ts'

/** The id of a venue, lower case, such as the name of its driver folder. */
export type VenueId = Brand<string, 'VenueId'>

/** The venue's own name of an instrument, exactly as its wire spells it. Seen only at the driver's edge. */
export type VenueSymbol = Brand<string, 'VenueSymbol'>

/**
 * The unified name of an instrument: `BTC/USDT` (spot), `BTC/USDT:USDT` (perpetual, settled in USDT),
 * `BTC/USDT:USDT-260327` (dated, with its expiry day in UTC).
 */
export type Pair = Brand<string, 'Pair'>

/** An asset code, upper case as the market writes it: `BTC`, `USDT`, `1000SHIB`. */
export type Asset = Brand<string, 'Asset'>

/** The small integer under which a process knows an instrument on its hot path. */
export type InstrumentIndex = Brand<number, 'InstrumentIndex'>

/** Where an instrument is traded: `spot`, or `futures` (perpetuals and dated contracts). */
export type Market = 'spot' | 'futures'

/** The side of an order, and the aggressor's side of a trade. */
export type Side = 'buy' | 'sell'

/** A side of the book. */
export type BookSide = 'bid' | 'ask'

/** Which installation of a venue is spoken to. `production` is real money. */
export type Environment = 'production' | 'testnet' | 'demo'

const VENUE_ID = /^[a-z][a-z0-9-]{0,31}$/
const PAIR = /^[^\s/:]+\/[^\s/:]+(?::[^\s/:-]+(?:-\d{6})?)?$/u

/**
 * Reads a venue id.
 *
 * @throws ConfigError `INVALID_ID` when the text is not lower case letters, digits and dashes.
 */
export function venueId(text: string): VenueId {
  if (!VENUE_ID.test(text)) throw invalidId('venue', text, 'lower case letters, digits and dashes')
  return text as VenueId
}

/**
 * Takes the venue's own spelling of an instrument; every non-empty text is one.
 *
 * @throws ConfigError `INVALID_ID` when the text is empty.
 */
export function venueSymbol(text: string): VenueSymbol {
  if (text.length === 0) throw invalidId('symbol', text, 'a non-empty text')
  return text as VenueSymbol
}

/**
 * Reads a unified pair.
 *
 * @throws ConfigError `INVALID_ID` when the text is not of the form `BASE/QUOTE[:SETTLE[-YYMMDD]]`.
 */
export function pair(text: string): Pair {
  if (!PAIR.test(text)) throw invalidId('pair', text, 'BASE/QUOTE[:SETTLE[-YYMMDD]]')
  return text as Pair
}

/**
 * Takes an asset code.
 *
 * @throws ConfigError `INVALID_ID` when the text is empty or has white space, `/` or `:` in it.
 */
export function asset(text: string): Asset {
  if (!/^[^\s/:]+$/u.test(text)) throw invalidId('asset', text, 'no white space, slash or colon')
  return text as Asset
}

/** Takes a small non-negative integer as an instrument's index. */
export function instrumentIndex(value: number): InstrumentIndex {
  return value as InstrumentIndex
}

function invalidId(what: string, found: string, expected: string): ConfigError {
  return new ConfigError('INVALID_ID', `Reading a ${what}: expected ${expected}, was "${found}"`, {
    context: { found },
  })
}
