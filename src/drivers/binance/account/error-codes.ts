import type { RefusalCode } from '../../../core/index.ts'
import type { Product } from './operations.ts'

/** What a code of Binance means, and whether an order so answered was certainly not carried out. */
export interface Meaning {
  /** Our code. */
  readonly code: RefusalCode
  /** `unknown`: the order may have been carried out. */
  readonly outcome: 'rejected' | 'unknown'
}

const refused = (code: RefusalCode): Meaning => ({ code, outcome: 'rejected' })
const doubtful = (code: RefusalCode): Meaning => ({ code, outcome: 'unknown' })

/** Codes with one meaning in both products. Dossier §8; errors.md; checked 2026-11-27. */
const COMMON: Readonly<Record<string, Meaning>> = {
  ...each([-1002, -2017], refused('PERMISSION_DENIED')),
  // Key, address and rights share one code; the words are the venue's.
  '-2015': refused('PERMISSION_DENIED'),
  ...each([-1022, -1099, -2008, -2014], refused('AUTH_FAILED')),
  '-1021': refused('CLOCK_SKEWED'),
  ...each([-1003, -1015], refused('RATE_LIMITED')),
  // Malformed, too precise, filter failures, words that are none: they did not reach the matching engine.
  ...each([-1013, -1014, -1020, -1106, -1108, -1111, -1128, -1130], refused('ORDER_INVALID')),
  ...range(-1100, -1105, refused('ORDER_INVALID')),
  ...range(-1112, -1121, refused('ORDER_INVALID')),
  // A request to place never answers these two: of a cancel or an amend, the order is not open.
  ...each([-2011, -2013], refused('ORDER_NOT_FOUND')),
  ...each([-1001, -1006, -1007, -1016], doubtful('VENUE_UNAVAILABLE')),
}

const SPOT: Readonly<Record<string, Meaning>> = {
  // Its words tell funds, duplicates and the rest apart: see `meaningOf`.
  '-2010': refused('ORDER_INVALID'),
  '-2038': refused('ORDER_INVALID'),
  '-2026': refused('ORDER_NOT_FOUND'),
  '-1008': doubtful('VENUE_UNAVAILABLE'),
}

const USDM: Readonly<Record<string, Meaning>> = {
  // The documentation of futures says that nothing of it was carried out, though its status is 503.
  '-1008': refused('VENUE_UNAVAILABLE'),
  '-5028': refused('CLOCK_SKEWED'),
  ...each([-2018, -2019, -4050, -4051], refused('INSUFFICIENT_FUNDS')),
  '-2010': refused('ORDER_INVALID'),
  ...range(-2020, -2028, refused('ORDER_INVALID')),
  ...range(-4001, -4005, refused('ORDER_INVALID')),
  ...each([-4014, -4015, -4016, -4023, -4024, -4030, -4061, -4062], refused('ORDER_INVALID')),
  ...each([-4118, -4120, -4131, -4140, -4164, -4183, -4184], refused('ORDER_INVALID')),
  ...each([-4087, -4088, -4400, -4401], refused('PERMISSION_DENIED')),
  ...each([-4105, -4106, -4107, -4189, -4192], refused('ORDER_INVALID')),
  ...each([-5021, -5022, -5026, -5027, -5043], refused('ORDER_INVALID')),
  // "Client order id is duplicated": the first attempt did land. It says nothing of the order but that.
  '-4116': doubtful('ORDER_INVALID'),
}

const CODES: Readonly<Record<Product, Readonly<Record<string, Meaning>>>> = {
  spot: { ...COMMON, ...SPOT },
  usdm: { ...COMMON, ...USDM },
}

/** What a code says; `undefined` where it is not known, which leaves an order unknown. */
export function meaningOf(product: Product, code: string, text: string): Meaning | undefined {
  if (code === '-2010' && /duplicate order/i.test(text)) return doubtful('ORDER_INVALID')
  if (code === '-2010' && /insufficient balance/i.test(text)) return refused('INSUFFICIENT_FUNDS')
  return Object.hasOwn(CODES[product], code) ? CODES[product][code] : undefined
}

function each(codes: readonly number[], meaning: Meaning): Readonly<Record<string, Meaning>> {
  return Object.fromEntries(codes.map((code) => [String(code), meaning]))
}

function range(first: number, last: number, meaning: Meaning): Readonly<Record<string, Meaning>> {
  const codes = Array.from({ length: first - last + 1 }, (_, i) => first - i)
  return each(codes, meaning)
}
