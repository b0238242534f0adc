/**
 * What differs between HTX's product lines: the sockets and the paths. Messages are alike. docs/venues/htx.md §Endpoints;
 * checked 2026-11-21.
 */

/** Sockets and paths of one product line of futures. */
export interface FuturesFamily {
  /** Socket of books, BBOs, trades, tickers and bars. */
  readonly stream: string
  /** Socket of funding rates, liquidations and contract changes; absent where we know of none. */
  readonly notification?: string
  /** Name under which the system status is told. */
  readonly heartbeat: string
  /** Listing of contracts. */
  readonly listing: string
  /** What the listing is asked for, where it has more than one product. */
  readonly listingQuery: Readonly<Record<string, string>>
  /** Start of the paths of market data. */
  readonly marketPath: string
  /** Name of the parameter that market data paths take the contract by. */
  readonly marketKey: 'contract_code' | 'symbol'
  /** Open interest of a contract. */
  readonly openInterest: string
  /** Past funding rates; absent on dated contracts. */
  readonly fundingHistory?: string
}

const LINEAR = {
  stream: 'linear',
  notification: 'linear-notification',
  heartbeat: 'linear-swap',
  listing: '/linear-swap-api/v1/swap_contract_info',
  marketPath: '/linear-swap-ex/market',
  marketKey: 'contract_code',
  openInterest: '/linear-swap-api/v1/swap_open_interest',
} as const

/** The product lines of futures by id. */
export const FAMILIES: Readonly<Record<string, FuturesFamily>> = {
  'linear-swap': {
    ...LINEAR,
    // Without a `business_type` the listing is that of swaps.
    listingQuery: {},
    fundingHistory: '/linear-swap-api/v1/swap_historical_funding_rate',
  },
  'linear-futures': { ...LINEAR, listingQuery: { business_type: 'futures' } },
  'coin-swap': {
    stream: 'coin-swap',
    notification: 'coin-swap-notification',
    heartbeat: 'swap',
    listing: '/swap-api/v1/swap_contract_info',
    listingQuery: {},
    marketPath: '/swap-ex/market',
    marketKey: 'contract_code',
    openInterest: '/swap-api/v1/swap_open_interest',
    fundingHistory: '/swap-api/v1/swap_historical_funding_rate',
  },
  'coin-futures': {
    stream: 'coin-futures',
    heartbeat: 'futures',
    listing: '/api/v1/contract_contract_info',
    listingQuery: {},
    marketPath: '/market',
    marketKey: 'symbol',
    openInterest: '/api/v1/contract_open_interest',
  },
}
