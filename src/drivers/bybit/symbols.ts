import {
  type Asset,
  asset,
  type ContractTerms,
  type DecimalText,
  type Instrument,
  type Market,
  pair,
  venueSymbol,
} from '../../core/index.ts'
import { daysSinceEpoch } from '../../wire/index.ts'
import { dateSuffix } from '../kit/expiry.ts'
import { given } from '../kit/fields.ts'
import { splitByQuote } from '../kit/naming.ts'
import { FACTS } from './venue.ts'

/** Quotes of spot pairs, for symbols read without a listing. */
const QUOTES: readonly string[] = [
  'USDT',
  'USDC',
  'USDE',
  'USD1',
  'USDQ',
  'USDR',
  'USD',
  'BTC',
  'ETH',
  'SOL',
  'MNT',
  'DAI',
  'EUR',
  'EURQ',
  'EURR',
  'BRL',
  'BRZ',
  'PLN',
  'TRY',
  'GBP',
]

/** What an instrument is, apart from its rules. */
export type Terms = Pick<Instrument, 'market' | 'kind' | 'pair' | 'base' | 'quote' | 'contract'>

/** A spot pair. */
export function spotTerms(base: Asset, quote: Asset): Terms {
  return { market: 'spot', kind: 'spot', pair: pair(`${base}/${quote}`), base, quote }
}

/** Sizes count base on linear contracts and USD on inverse ones: one contract is one of it. */
const ONE = '1' as DecimalText

/** A contract; it is dated where it has an expiry. */
export function contractTerms(
  base: Asset,
  quote: Asset,
  contract: Omit<ContractTerms, 'multiplier'>,
): Terms {
  const { settle, expiryTimeUs } = contract
  const suffix = expiryTimeUs === undefined ? '' : `-${dateSuffix(expiryTimeUs)}`
  return {
    market: 'futures',
    kind: expiryTimeUs === undefined ? 'perpetual' : 'dated',
    pair: pair(`${base}/${quote}:${settle}${suffix}`),
    base,
    quote,
    contract: { multiplier: ONE, ...contract },
  }
}

/** The instrument that a symbol names by Bybit's naming rule; scales start at 0 and grow with the digits. */
export function inferInstrument(market: Market, symbol: string): Instrument | undefined {
  const terms = market === 'spot' ? spotOf(symbol) : contractOf(symbol)
  if (terms === undefined) return undefined
  return Object.freeze({
    venue: FACTS.venue,
    symbol: venueSymbol(symbol),
    product: terms.contract?.direction ?? 'spot',
    ...terms,
    priceScale: 0,
    sizeScale: 0,
    isInferred: true,
    status: 'unknown',
  })
}

function spotOf(symbol: string): Terms | undefined {
  if (!/^[0-9A-Z]+$/.test(symbol)) return undefined
  const names = splitByQuote(symbol, QUOTES)
  return names === undefined ? undefined : spotTerms(names.base, names.quote)
}

const SYMBOL = /^([0-9A-Z]+?)(?:(PERP)|(USDT|USD))?(?:-(\d{1,2}[A-Z]{3}\d{2})|([HMUZ]\d{2}))?$/

/**
 * `BTCUSDT`, `BTCPERP` (USDC), `BTCUSD` (inverse); `BTCUSDT-26DEC25`, `BTC-26DEC25` (USDC), `BTCUSDH26` (inverse).
 */
function contractOf(symbol: string): Terms | undefined {
  const [, name, perp, quote, date, quarter] = SYMBOL.exec(symbol) ?? []
  if (name === undefined) return undefined
  const base = asset(name)
  if (quote === 'USD') {
    // Dates are for linear contracts, quarters for inverse ones.
    if (date !== undefined) return undefined
    const expiryTimeUs = quarter === undefined ? undefined : quarterEndUs(quarter)
    return contractTerms(base, asset('USD'), {
      direction: 'inverse',
      settle: base,
      ...given('expiryTimeUs', expiryTimeUs),
    })
  }
  if (quarter !== undefined) return undefined
  const expiryTimeUs = date === undefined ? undefined : dateUs(date)
  const isDated = date !== undefined && perp === undefined
  if (isDated ? expiryTimeUs === undefined : date !== undefined) return undefined
  // Without a quote it is USDC, and then has an ending: a date, or PERP.
  if (quote === undefined && perp === undefined && !isDated) return undefined
  const settle = asset(quote ?? 'USDC')
  return contractTerms(base, settle, {
    direction: 'linear',
    settle,
    ...given('expiryTimeUs', expiryTimeUs),
  })
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const QUARTERS: Readonly<Record<string, number>> = { H: 3, M: 6, U: 9, Z: 12 }
const DAY_US = 86_400_000_000
/** Contracts are delivered at 08:00 UTC. */
const DELIVERY_US = 8 * 3_600_000_000
const FRIDAY = 5
/** Epoch day 0 was a Thursday. */
const DAY_0 = 4

/** `26DEC25`. */
function dateUs(text: string): number | undefined {
  const month = MONTHS.indexOf(text.slice(-5, -2)) + 1
  const day = Number(text.slice(0, -5))
  if (month === 0 || day < 1 || day > 31) return undefined
  return daysSinceEpoch(2000 + Number(text.slice(-2)), month, day) * DAY_US + DELIVERY_US
}

/** `H26`: the last Friday of March 2026. */
function quarterEndUs(text: string): number {
  const year = 2000 + Number(text.slice(1))
  const month = QUARTERS[text[0] ?? ''] ?? 12
  const [nextYear, nextMonth] = month === 12 ? [year + 1, 1] : [year, month + 1]
  const lastDay = daysSinceEpoch(nextYear, nextMonth, 1) - 1
  const daysPastFriday = (lastDay + DAY_0 - FRIDAY + 7) % 7
  return (lastDay - daysPastFriday) * DAY_US + DELIVERY_US
}
