import {
  type AccountId,
  type Asset,
  accountId,
  asset,
  type ClientOrderId,
  clientOrderId,
  Decimal,
  type Instrument,
  LevelBuffer,
  type LiveOrderBook,
  type OrderIntent,
  type OrderTerms,
  type PlaceIntent,
  pair,
  type StrategyId,
  strategyId,
  type VenueId,
  venueId,
  venueSymbol,
} from '../../../../src/core/index.ts'
import {
  Holdings,
  instrumentKey,
  type LiveOrder,
  type MarketView,
  type RiskManager,
  type RiskView,
} from '../../../../src/trader/index.ts'
import { instrument } from '../../../support/instrument.ts'

export const TOY: VenueId = venueId('toy')
export const MAIN: AccountId = accountId('main')
export const MAKER: StrategyId = strategyId('maker')

/** 2026-11-27 12:00 UTC. */
export const NOON_US = 1_795_780_800_000_000

export const dec = (value: string | number): Decimal => new Decimal(value)

const RULES = { tickSize: '0.1', lotSize: '0.01', minQuantity: '0.02', minNotional: '5' }
/** Rules are decimal text that the listing has proven to be such. */
const rules = RULES as unknown as Partial<Instrument>

/** One unit is one BTC. */
export const SPOT: Instrument = instrument(rules)
/** One contract is 0.5 BTC. */
export const LINEAR: Instrument = instrument({
  ...rules,
  market: 'futures',
  kind: 'perpetual',
  pair: pair('BTC/USDT:USDT'),
  symbol: venueSymbol('BTCUSDT-PERP'),
  product: 'linear',
  contract: { direction: 'linear', multiplier: '0.5', settle: asset('USDT') } as never,
})
/** One contract is 20 USD, settled in BTC. */
export const INVERSE: Instrument = instrument({
  ...rules,
  market: 'futures',
  kind: 'perpetual',
  pair: pair('BTC/USD:BTC'),
  symbol: venueSymbol('BTCUSD-PERP'),
  quote: asset('USD'),
  product: 'inverse',
  contract: { direction: 'inverse', multiplier: '20', settle: asset('BTC') } as never,
})
export const INSTRUMENTS = [SPOT, LINEAR, INVERSE] as const

type Row = readonly [price: number, size: number]

function levels(rows: readonly Row[]): LevelBuffer {
  const buffer = new LevelBuffer()
  buffer.clear(2, 5, false)
  for (const [price, size] of rows) {
    buffer.prices[buffer.count] = Math.round(price * 100)
    buffer.sizes[buffer.count] = Math.round(size * 100_000)
    buffer.count += 1
  }
  return buffer
}

/** A live book; around a mid of 100 unless told otherwise. */
export function liveBook(
  of: Instrument,
  told: { bids?: readonly Row[]; asks?: readonly Row[]; localTimeUs?: number } = {},
): LiveOrderBook {
  const { bids = [[99.9, 90]], asks = [[100.1, 90]], localTimeUs = NOON_US } = told
  return {
    instrument: of,
    feed: 'depth',
    depth: 'full',
    updateCount: 1,
    state: 'live',
    bids: levels(bids),
    asks: levels(asks),
    localTimeUs,
  }
}

/** A view of a world that tests change as they like: three instruments at 100, one account, a rate of 1. */
export class RiskWorld implements RiskView {
  nowUs = NOON_US
  readonly kept = new Holdings()
  readonly markets = new Map<string, MarketView>()
  readonly accounts = new Map<AccountId, VenueId>([[MAIN, TOY]])
  readonly rates = new Map<string, Decimal>([
    ['USDT', dec(1)],
    ['USD', dec(1)],
  ])
  #orders = 0

  constructor() {
    for (const each of INSTRUMENTS) this.list(each)
  }

  /** Lists an instrument, or changes what is known of its market. */
  list(of: Instrument, market: Partial<MarketView> = {}): void {
    this.markets.set(instrumentKey(of), { instrument: of, book: liveBook(of), ...market })
  }

  /** It is `nowUs`, and every book has just changed. */
  at(nowUs: number): void {
    this.nowUs = nowUs
    for (const [key, market] of this.markets)
      if (market.book?.state === 'live')
        this.markets.set(key, { ...market, book: { ...market.book, localTimeUs: nowUs } })
  }

  market(of: Instrument): MarketView | undefined {
    return this.markets.get(instrumentKey(of))
  }

  account(account: AccountId): { venue: VenueId } | undefined {
    const venue = this.accounts.get(account)
    return venue === undefined ? undefined : { venue }
  }

  rate(of: Asset): Decimal | undefined {
    return this.rates.get(of)
  }

  order(id: ClientOrderId): LiveOrder | undefined {
    return this.kept.order(id)
  }

  orders(): Iterable<LiveOrder> {
    return this.kept.orders()
  }

  holding(account: AccountId, of: Instrument) {
    return this.kept.holding(account, of)
  }

  holdings() {
    return this.kept.holdings()
  }

  /** An order goes live, as the OMS would make it of an intent. */
  goLive(terms: OrderTerms, strategy: StrategyId = MAKER): LiveOrder {
    this.#orders += 1
    const live: LiveOrder = {
      clientOrderId: clientOrderId(1, this.#orders),
      strategy,
      terms,
      filledQuantity: dec(0),
      amends: [],
    }
    this.kept.setOrder(live)
    return live
  }

  /** What the OMS does with what was approved. */
  carryOut(intent: OrderIntent): void {
    if (intent.type === 'place') this.goLive(intent.terms, intent.strategy)
    if (intent.type !== 'amend') return
    const live = this.order(intent.clientOrderId)
    if (live !== undefined) this.kept.setOrder({ ...live, amends: [...live.amends, intent] })
  }
}

/** Terms of a limit order that every check lets pass, and what is to differ. */
export function terms(overrides: Partial<OrderTerms> = {}): OrderTerms {
  return {
    account: MAIN,
    instrument: SPOT,
    side: 'buy',
    type: 'limit',
    quantity: dec(1),
    price: dec(100),
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
    ...overrides,
  }
}

/** Terms of a market order. */
export function marketTerms(overrides: Partial<OrderTerms> = {}): OrderTerms {
  const { price: _, ...rest } = terms({ type: 'market', timeInForce: 'ioc' })
  return { ...rest, ...overrides }
}

/** An intent to place. */
export const place = (of: OrderTerms, strategy: StrategyId = MAKER): PlaceIntent => ({
  type: 'place',
  strategy,
  terms: of,
})

/** What risk says of one intent: `'approved'`, or reason, found and limit in one text. */
export function verdict(risk: RiskManager, view: RiskView, intent: OrderIntent): string {
  const { approved, denied } = risk.check(view, [intent])
  const [refused] = denied
  if (refused === undefined) return approved.length === 1 ? 'approved' : 'lost'
  return `${refused.reason} ${refused.found} > ${refused.limit}`
}

/** The code alone. */
export const reason = (risk: RiskManager, view: RiskView, intent: OrderIntent): string =>
  verdict(risk, view, intent).split(' ')[0] ?? ''
