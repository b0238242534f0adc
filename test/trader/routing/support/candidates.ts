import {
  accountId,
  type BookState,
  Decimal,
  type Instrument,
  type OrderBook,
  venueId,
} from '../../../../src/core/index.ts'
import type { RouteCandidate, RouteHealth } from '../../../../src/trader/index.ts'
import type { NaiveVenue } from '../../../reference/naive-route.ts'
import { instrument } from '../../../support/instrument.ts'
import { liveBook } from '../../risk/support/risk-world.ts'

export const dec = (value: string | number): Decimal => new Decimal(value)

const HEALTHY: RouteHealth = {
  isReady: true,
  tradingState: 'active',
  unknownOrders: 0,
  recentErrors: 0,
  bookAgeMs: 0,
  maxBookAgeMs: 5_000,
}

/** A venue with a tick of 0.01 and a lot of 0.1, unless told otherwise; rules are decimal text that a listing has proven. */
export function listed(name: string, rules: object = {}): Instrument {
  return instrument({
    venue: venueId(name),
    ...({ tickSize: '0.01', lotSize: '0.1', ...rules } as Partial<Instrument>),
  })
}

type Rows = readonly (readonly [price: number, size: number])[]

/** A healthy leg with a live book and a fee of 0.1 %, and what is to differ. */
export function candidate(
  name: string,
  told: {
    readonly bids?: Rows
    readonly asks?: Rows
    readonly rules?: object
    readonly fee?: string
    readonly caps?: RouteCandidate['caps']
    readonly health?: Partial<RouteHealth>
    readonly state?: Exclude<BookState, 'live'>
  } = {},
): RouteCandidate {
  const { bids = [[99, 5]], asks = [[101, 5]], rules, fee = '0.001', caps = [], health } = told
  const of = listed(name, rules)
  const book: OrderBook =
    told.state === undefined
      ? liveBook(of, { bids, asks })
      : { instrument: of, feed: 'depth', depth: 'full', updateCount: 1, state: told.state }
  return {
    leg: { instrument: of, account: accountId(name) },
    book,
    fees: { maker: dec(fee), taker: dec(fee) },
    caps,
    health: { ...HEALTHY, ...health },
  }
}

/** The same venue for the router. */
export function candidateOf(venue: NaiveVenue, side: 'buy' | 'sell', name: string): RouteCandidate {
  const rows = venue.levels.map(([price, size]) => [Number(price), Number(size)] as const)
  return candidate(name, {
    ...(side === 'buy' ? { asks: rows, bids: [] } : { bids: rows, asks: [] }),
    rules: {
      lotSize: venue.lot,
      minQuantity: venue.minQuantity,
      minNotional: venue.minNotional,
    },
    fee: venue.fee,
    caps: [
      { name: 'MAX_QUANTITY', quantity: dec(venue.maxQuantity) },
      ...(side === 'buy' ? [{ name: 'BALANCE', notional: dec(venue.funds), isWithFee: true }] : []),
    ],
  })
}
