import { CANDLE_INTERVALS, type SimInterval } from '../candles.ts'
import type { BookPlan } from './book-messages.ts'

/** What a subscription asks for. */
export type Plan =
  | ({ readonly kind: 'l2Book'; readonly coin: string } & BookPlan)
  | { readonly kind: 'bbo' | 'trades' | 'activeAssetCtx'; readonly coin: string }
  | { readonly kind: 'candle'; readonly coin: string; readonly interval: SimInterval }
  | { readonly kind: 'allMids' | 'assetCtxs'; readonly dex: string }
  | { readonly kind: 'allDexsAssetCtxs' | 'spotAssetCtxs' }

/** A subscription that was read: what it asks for, and how the venue repeats it, defaults filled in. */
export interface ReadSubscription {
  /** What it asks for. */
  readonly plan: Plan
  /** How it is repeated in answers; equal ones are the same stream. */
  readonly echo: Readonly<Record<string, unknown>>
}

/** What is wrong: the text is answered with an error, or the connection ends without a word. */
export type Refused = 'malformed' | 'fatal'

/** Bars that the venue has no stream of. */
const NO_BARS: ReadonlySet<string> = new Set(['1s', '6h'])
const INTERVALS = CANDLE_INTERVALS.filter((interval) => !NO_BARS.has(interval))

/** Whether a word is a bar length of this venue. */
export function isInterval(word: unknown): word is SimInterval {
  return INTERVALS.some((interval) => interval === word)
}

/** Reads a subscription as a client sends it; whether there is such a coin is not asked here. */
export function readSubscription(value: unknown): ReadSubscription | Refused {
  if (!isRecord(value)) return 'malformed'
  const { type, coin } = value
  switch (type) {
    case 'l2Book':
      return typeof coin === 'string' ? readBook(value, coin) : 'malformed'
    case 'bbo':
    case 'trades':
    case 'activeAssetCtx':
      if (typeof coin !== 'string') return 'malformed'
      return { plan: { kind: type, coin }, echo: { type, coin } }
    case 'candle': {
      const { interval } = value
      if (typeof coin !== 'string' || !isInterval(interval)) return 'malformed'
      return { plan: { kind: 'candle', coin, interval }, echo: { type, interval, coin } }
    }
    case 'allMids':
    case 'assetCtxs':
      return readDex(type, value['dex'])
    case 'allDexsAssetCtxs':
    case 'spotAssetCtxs':
      return { plan: { kind: type }, echo: { type } }
    default:
      return 'malformed'
  }
}

function readDex(kind: 'allMids' | 'assetCtxs', dex: unknown): ReadSubscription | Refused {
  if (dex === undefined || dex === null) return { plan: { kind, dex: '' }, echo: { type: kind } }
  return typeof dex === 'string' ? { plan: { kind, dex }, echo: { type: kind, dex } } : 'malformed'
}

function readBook(
  value: Readonly<Record<string, unknown>>,
  coin: string,
): ReadSubscription | Refused {
  const plan = readBookPlan(value)
  if (typeof plan === 'string') return plan
  const { nSigFigs, mantissa, fast } = plan
  return {
    plan: { kind: 'l2Book', coin, ...plan },
    echo: { type: 'l2Book', coin, nSigFigs, mantissa, fast },
  }
}

/** How a book is asked for, on the stream or by REST. */
export function readBookPlan(value: Readonly<Record<string, unknown>>): BookPlan | Refused {
  const { nSigFigs = null, mantissa = null, fast = false } = value
  if (typeof fast !== 'boolean' || !isNumberOrNull(nSigFigs) || !isNumberOrNull(mantissa)) {
    return 'malformed'
  }
  const isRounded = nSigFigs === null || (nSigFigs >= 2 && nSigFigs <= 5)
  const isStepped = mantissa === null || (nSigFigs === 5 && [1, 2, 5].includes(mantissa))
  return isRounded && isStepped ? { fast, nSigFigs, mantissa } : 'fatal'
}

/** Whether a value is an object that is no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNumberOrNull(value: unknown): value is number | null {
  return value === null || typeof value === 'number'
}
