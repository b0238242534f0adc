import {
  type Asset,
  asset,
  type ContractTerms,
  type DecimalText,
  type Instrument,
  type InstrumentStatus,
  type Market,
  pair,
  scaledText,
  venueSymbol,
} from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import {
  arrayAt,
  asArray,
  asInteger,
  asObject,
  integerAt,
  isObject,
  optionalDecimalAt,
  optionalTextAt,
  textAt,
} from '../kit/fields.ts'
import { priceDigits, priceStep } from './price-step.ts'
import { kindOfName } from './symbols.ts'
import { FACTS } from './venue.ts'

/** The listings of `POST /info` → instruments. docs/venues/hyperliquid.md §Instruments; checked 2026-11-21. */

/** What the venue's own dex is quoted and margined in: token 0. */
const OWN_COLLATERAL = 'USDC'
/** Least order value, in quote, on all products. */
const MIN_NOTIONAL = '10' as DecimalText // written as such
/** A contract is one of its base. */
const MULTIPLIER = '1' as DecimalText // written as such

/** Names of the tokens by their index. */
export type TokenNames = ReadonlyMap<number, string>

/** `meta`, or `[meta, contexts]`, of the venue's own dex. */
export function readOwnDex(answer: JsonValue): readonly Instrument[] {
  const [meta, contexts] = withContexts(answer)
  return arrayAt(meta, 'universe').map((value, i) => {
    const context = contexts[i]
    const mark = isObject(context) ? optionalDecimalAt(context, 'markPx') : undefined
    return perpetual(asObject(value, 'universe'), 'perp', OWN_COLLATERAL, mark)
  })
}

/**
 * `allPerpMetas`: the metas of all dexes, the venue's own first; the others' instruments, quoted and margined in the
 * token that each names by its index. There are no prices here: ticks are the finest of each instrument.
 */
export function readBuilderDexes(answer: JsonValue, tokens: TokenNames): readonly Instrument[] {
  return asArray(answer, 'metas')
    .slice(1)
    .flatMap((value) => {
      const meta = asObject(value, 'meta')
      const index = integerAt(meta, 'collateralToken')
      const collateral = assetName(tokens.get(index), index)
      return arrayAt(meta, 'universe').map((row) =>
        perpetual(asObject(row, 'universe'), 'hip3', collateral, undefined),
      )
    })
}

/** The flag stands only where it is true. */
function readStatus(row: JsonObject): InstrumentStatus {
  const isDelisted = row['isDelisted'] ?? false
  if (typeof isDelisted !== 'boolean') return 'unknown'
  return isDelisted ? 'closed' : 'trading'
}

function perpetual(
  row: JsonObject,
  product: string,
  collateral: string,
  mark: DecimalText | undefined,
): Instrument {
  const name = textAt(row, 'name')
  const sizeDecimals = integerAt(row, 'szDecimals')
  return Object.freeze({
    ...head(name, product, readStatus(row)),
    ...perpetualTerms(name, asset(collateral)),
    ...grid('futures', sizeDecimals, mark),
    minNotional: MIN_NOTIONAL,
    isInferred: false,
  })
}

/** `spotMeta`, or `[spotMeta, contexts]`; a context says by `coin` whose it is, as there may be more of them. */
export function readSpot(answer: JsonValue): readonly Instrument[] {
  const [meta, contexts] = withContexts(answer)
  const tokens = new Map(
    arrayAt(meta, 'tokens').map((value) => {
      const token = asObject(value, 'token')
      return [integerAt(token, 'index'), token] as const
    }),
  )
  const marks = new Map(
    contexts.flatMap((value) => {
      const context = asObject(value, 'context')
      const coin = optionalTextAt(context, 'coin')
      const mark = optionalDecimalAt(context, 'markPx') ?? optionalDecimalAt(context, 'midPx')
      return coin === undefined || mark === undefined ? [] : [[coin, mark] as const]
    }),
  )
  const taken = new Set<string>()
  return arrayAt(meta, 'universe').flatMap((value) => {
    const row = asObject(value, 'universe')
    const made = spotInstrument(row, tokens, marks.get(textAt(row, 'name')), taken)
    if (made !== undefined) taken.add(made.pair)
    return made === undefined ? [] : [made]
  })
}

function spotInstrument(
  row: JsonObject,
  tokens: ReadonlyMap<number, JsonObject>,
  mark: DecimalText | undefined,
  taken: ReadonlySet<string>,
): Instrument | undefined {
  const [baseIndex, quoteIndex] = arrayAt(row, 'tokens').map((index) => asInteger(index, 'tokens'))
  const base = tokens.get(baseIndex ?? -1)
  const quote = tokens.get(quoteIndex ?? -1)
  // A pair of tokens that are not listed cannot be named.
  if (base === undefined || quote === undefined) return undefined
  const quoteName = nameOfToken(quote)
  const name = nameOfToken(base)
  // Names of tokens are not unique: the first has the plain name, those after it their index too.
  const isTaken = taken.has(`${name}/${quoteName}`)
  const unique = isTaken ? `${name}@${integerAt(base, 'index')}` : name
  return Object.freeze({
    ...head(textAt(row, 'name'), 'spot', 'trading'),
    ...spotTerms(asset(unique), asset(quoteName)),
    ...grid('spot', integerAt(base, 'szDecimals'), mark),
    minNotional: MIN_NOTIONAL,
    isInferred: false,
  })
}

/** Names of the tokens, of `spotMeta` or `[spotMeta, contexts]`. */
export function readTokens(answer: JsonValue): TokenNames {
  const [meta] = withContexts(answer)
  return new Map(
    arrayAt(meta, 'tokens').map((value) => {
      const token = asObject(value, 'token')
      return [integerAt(token, 'index'), textAt(token, 'name')]
    }),
  )
}

function withContexts(answer: JsonValue): readonly [JsonObject, readonly JsonValue[]] {
  if (isObject(answer)) return [answer, []]
  const [meta, contexts] = asArray(answer, 'listing')
  return [asObject(meta, 'listing'), asArray(contexts, 'contexts')]
}

function nameOfToken(token: JsonObject): string {
  return assetName(textAt(token, 'name'), integerAt(token, 'index'))
}

/** A token's name as an asset; its index where it has no name that an asset may have. */
function assetName(name: string | undefined, index: number): string {
  return name !== undefined && /^[^\s/:]+$/u.test(name) ? name.toUpperCase() : `@${index}`
}

type Head = Pick<Instrument, 'venue' | 'symbol' | 'product' | 'status'>

function head(coin: string, product: string, status: InstrumentStatus): Head {
  return { venue: FACTS.venue, symbol: venueSymbol(coin), product, status }
}

/** Sizes have at most `szDecimals` fraction digits; the price step depends on the price: see {@link priceStep}. */
function grid(
  market: Market,
  sizeDecimals: number,
  price: DecimalText | undefined,
): Pick<Instrument, 'tickSize' | 'lotSize' | 'priceScale' | 'sizeScale'> {
  return {
    tickSize: priceStep(market, sizeDecimals, price),
    lotSize: scaledText(1, sizeDecimals),
    priceScale: priceDigits(market, sizeDecimals),
    sizeScale: sizeDecimals,
  }
}

type Terms = Pick<Instrument, 'market' | 'kind' | 'pair' | 'base' | 'quote' | 'contract'>

function perpetualTerms(coin: string, settle: Asset): Terms {
  // `xyz:TSLA` is another instrument than any `TSLA` of another dex, and has its own oracle.
  const base = asset(coin.replace(':', '-').toUpperCase())
  const contract: ContractTerms = { direction: 'linear', multiplier: MULTIPLIER, settle }
  return {
    market: 'futures',
    kind: 'perpetual',
    pair: pair(`${base}/${settle}:${settle}`),
    base,
    quote: settle,
    contract,
  }
}

function spotTerms(base: Asset, quote: Asset): Terms {
  return { market: 'spot', kind: 'spot', pair: pair(`${base}/${quote}`), base, quote }
}

/**
 * The instrument that a coin names by Hyperliquid's naming rule; scales start at 0 and grow with the digits.
 *
 * `@107` names no tokens: it stands as `@107/USDC`. The collateral of a builder's dex is not in its coins' names either,
 * and stands as USDC. Both are guesses, for frames read without a listing.
 */
export function inferInstrument(_market: Market, coin: string): Instrument | undefined {
  const kind = kindOfName(coin)
  if (kind === 'outcome' || coin === '') return undefined
  const common = { priceScale: 0, sizeScale: 0, isInferred: true } as const
  if (kind === 'futures') {
    const product = coin.includes(':') ? 'hip3' : 'perp'
    const terms = perpetualTerms(coin, asset(OWN_COLLATERAL))
    return Object.freeze({ ...head(coin, product, 'unknown'), ...terms, ...common })
  }
  const [base = '', quote = OWN_COLLATERAL] = coin.split('/')
  const terms = spotTerms(asset(base.toUpperCase()), asset(quote.toUpperCase()))
  return Object.freeze({ ...head(coin, 'spot', 'unknown'), ...terms, ...common })
}
