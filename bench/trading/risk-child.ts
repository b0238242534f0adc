import { MaintainedBook, mid as middle } from '../../src/book/index.ts'
import {
  accountId,
  asset,
  BookUpdate,
  Decimal,
  type Instrument,
  type InstrumentIndex,
  InstrumentSlot,
  type LiveOrderBook,
  type OrderBook,
  type PlaceIntent,
  pair,
  type Revision,
  strategyId,
  venueId,
  venueSymbol,
} from '../../src/core/index.ts'
import { Holdings, RiskManager, type RiskView } from '../../src/trader/index.ts'

/** How long risk takes over an order, with every limit on, a position in every instrument, and books that move. */

/** What is asked. */
export interface RiskSetup {
  readonly instruments: number
  readonly warmUp: number
  readonly orders: number
}

const VENUE = venueId('toy')
const MAIN = accountId('main')
const MAKER = strategyId('maker')
const START_US = 1_795_780_800_000_000
const LIMITS = [
  ['maxQuantity', '1000'],
  ['maxVenueExposure', '10000000'],
  ['maxAccountExposure', '10000000'],
  ['maxOrdersPerSecond', '10000'],
  ['maxOrdersPerMinute', '600000'],
] as const

interface Market {
  readonly instrument: Instrument
  readonly book: OrderBook
  readonly revision: Revision
  readonly kept: MaintainedBook
  readonly update: BookUpdate
}

process.on('message', (setup: RiskSetup) => {
  process.send?.(run(setup))
})
process.on('disconnect', () => process.exit(0))

/** The times of the orders after the warm-up, µs. */
function run({ instruments, warmUp, orders }: RiskSetup): readonly number[] {
  const markets = Array.from({ length: instruments }, (_, i) => marketOf(i))
  const byInstrument = new Map(markets.map((market) => [market.instrument, market]))
  const holdings = new Holdings()
  for (const { instrument } of markets) holdings.setPosition(MAIN, instrument, new Decimal(1))
  let nowUs = START_US
  const one = new Decimal(1)
  const view: RiskView = {
    get nowUs() {
      return nowUs
    },
    market: (instrument) => byInstrument.get(instrument),
    account: () => ({ venue: VENUE }),
    rate: () => one,
    order: (id) => holdings.order(id),
    orders: () => holdings.orders(),
    holding: (account, instrument) => holdings.holding(account, instrument),
    holdings: () => holdings.holdings(),
  }
  const risk = new RiskManager({
    limits: LIMITS.map(([name, value]) => ({ name, scope: { type: 'global' }, value })),
  })
  const latencyUs: number[] = []
  for (let i = 0; i < warmUp + orders; i += 1) {
    nowUs += 1_000
    const moved = markets[(i * 7) % instruments]
    if (moved === undefined) throw new Error('there is no market')
    move(moved, i, nowUs)
    const mid = middle(moved.book as LiveOrderBook)
    if (mid === undefined) throw new Error('a book is empty')
    risk.onMid(moved.instrument, { mid, timeUs: nowUs })
    const intents = [intentOf(moved)]
    const begunMs = performance.now()
    const { approved } = risk.check(view, intents)
    const tookUs = (performance.now() - begunMs) * 1_000
    if (approved.length !== 1) throw new Error('risk refused an order')
    if (i >= warmUp) latencyUs.push(tookUs)
  }
  return latencyUs
}

function intentOf({ instrument, kept: { bids } }: Market): PlaceIntent {
  return {
    type: 'place',
    strategy: MAKER,
    terms: {
      account: MAIN,
      instrument,
      side: 'buy',
      type: 'limit',
      quantity: new Decimal('0.5'),
      price: bids.priceDecimal(0),
      timeInForce: 'gtc',
      postOnly: false,
      reduceOnly: false,
    },
  }
}

function marketOf(i: number): Market {
  const base = `C${i}`
  const instrument = {
    ...{ venue: VENUE, market: 'futures', kind: 'perpetual', product: 'linear', status: 'trading' },
    ...{ pair: pair(`${base}/USDT:USDT`), symbol: venueSymbol(`${base}USDT`) },
    ...{ base: asset(base), quote: asset('USDT'), priceScale: 2, sizeScale: 3, isInferred: false },
    ...{ tickSize: '0.01', lotSize: '0.001', minQuantity: '0.001', minNotional: '5' },
    contract: { direction: 'linear', multiplier: '1', settle: asset('USDT') },
    // Rules are decimal text that a listing has proven to be such.
  } as unknown as Instrument
  const slot = new InstrumentSlot(i as InstrumentIndex, instrument)
  const kept = new MaintainedBook(slot, 'depth', 'full')
  const { revision } = slot
  const market = { instrument, book: kept.view, revision, kept, update: new BookUpdate(slot) }
  kept.state = 'live'
  move(market, i, START_US)
  return market
}

/** Replaces both sides by one level each. */
function move({ kept, update }: Market, i: number, nowUs: number): void {
  update.begin(kept.slot, 'depth', true, nowUs)
  const { bids, asks } = update
  bids.count = asks.count = 1
  bids.prices[0] = 10_000 + (i % 50)
  asks.prices[0] = 10_002 + (i % 50)
  bids.sizes[0] = asks.sizes[0] = 90_000
  kept.apply(update)
}
