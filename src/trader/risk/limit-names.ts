import type { ScopeType } from './scope.ts'

/** What a limit is by nature. */
export interface LimitFacts {
  /** Its value unless told otherwise, decimal text; `false` is off. */
  readonly default: string | false
  /** What it is counted in; `currency` is the one that limits are in. */
  readonly unit: 'bps' | 'currency' | 'quantity' | 'count' | 'ms'
  /** Where it may be set. */
  readonly scopes: readonly ScopeType[]
}

const ANYWHERE: readonly ScopeType[] = ['global', 'venue', 'account', 'instrument', 'strategy']
const OF_ACCOUNT: readonly ScopeType[] = ['global', 'venue', 'account']
const OF_INSTRUMENT: readonly ScopeType[] = ['global', 'venue', 'instrument']

/** The name of a limit. */
export type LimitName =
  | 'maxBookAgeMs'
  | 'maxMoveBps'
  | 'maxOrderErrors'
  | 'maxDailyLoss'
  | 'maxDrawdownBps'
  | 'priceCollarBps'
  | 'maxQuantity'
  | 'maxNotional'
  | 'maxInstrumentExposure'
  | 'maxAssetExposure'
  | 'maxVenueExposure'
  | 'maxAccountExposure'
  | 'maxOpenOrders'
  | 'maxAccountOpenOrders'
  | 'maxOrdersPerSecond'
  | 'maxOrdersPerMinute'

/** Every limit. What each measures is fixed; the scope says for whom its value holds. */
export const LIMITS: Readonly<Record<LimitName, LimitFacts>> = {
  maxBookAgeMs: { default: '5000', unit: 'ms', scopes: OF_INSTRUMENT },
  maxMoveBps: { default: '300', unit: 'bps', scopes: OF_INSTRUMENT },
  maxOrderErrors: { default: '10', unit: 'count', scopes: OF_ACCOUNT },
  maxDailyLoss: { default: '1000', unit: 'currency', scopes: OF_ACCOUNT },
  maxDrawdownBps: { default: '1000', unit: 'bps', scopes: OF_ACCOUNT },
  priceCollarBps: { default: '100', unit: 'bps', scopes: ANYWHERE },
  maxQuantity: { default: false, unit: 'quantity', scopes: ANYWHERE },
  maxNotional: { default: '10000', unit: 'currency', scopes: ANYWHERE },
  maxInstrumentExposure: { default: '50000', unit: 'currency', scopes: ANYWHERE },
  maxAssetExposure: { default: '50000', unit: 'currency', scopes: ANYWHERE },
  maxVenueExposure: { default: '100000', unit: 'currency', scopes: ANYWHERE },
  maxAccountExposure: { default: '100000', unit: 'currency', scopes: ANYWHERE },
  maxOpenOrders: { default: '50', unit: 'count', scopes: ANYWHERE },
  maxAccountOpenOrders: { default: '200', unit: 'count', scopes: ANYWHERE },
  maxOrdersPerSecond: { default: '10', unit: 'count', scopes: ANYWHERE },
  maxOrdersPerMinute: { default: '300', unit: 'count', scopes: ANYWHERE },
}

/** Every name, in the order of the checks. */
export const LIMIT_NAMES: readonly LimitName[] = Object.keys(LIMITS) as LimitName[]
