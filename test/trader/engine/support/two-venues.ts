import {
  type AccountId,
  accountId,
  asset,
  type BookState,
  Decimal,
  type Instrument,
  type OrderBook,
  pair,
  type RouteIntent,
  type StrategyId,
  strategyId,
} from '../../../../src/core/index.ts'
import {
  TradingCore,
  type TradingEffect,
  type TradingIntent,
  type TradingRecord,
  type TradingSnapshot,
} from '../../../../src/trader/index.ts'
import { plainText } from '../../../../src/trader/oms/plain-text.ts'
import { liveBook, NOON_US } from '../../risk/support/risk-world.ts'
import { listed } from '../../routing/support/candidates.ts'

export const TRADER: StrategyId = strategyId('trader')
export const ALPHA: Instrument = listed('alpha')
export const BETA: Instrument = listed('beta')
const ACCOUNTS = new Map([ALPHA, BETA].map(({ venue }) => [accountId(venue), venue]))
export const dec = (value: string | number): Decimal => new Decimal(value)

type Rows = readonly (readonly [price: number, size: number])[]

/** A core that routes over two venues with 5 BTC each around 100; what happens is kept. */
export class TwoVenues {
  nowUs = NOON_US
  readonly core: TradingCore
  readonly effects: TradingEffect[] = []
  readonly ready = new Map<AccountId, boolean>([...ACCOUNTS.keys()].map((each) => [each, true]))
  readonly #books = new Map<string, OrderBook>()

  constructor(snapshot?: TradingSnapshot) {
    for (const instrument of [ALPHA, BETA]) this.quote(instrument)
    this.core = this.#make(snapshot)
    for (const account of ACCOUNTS.keys())
      for (const [each, amount] of [
        ['BTC', 100],
        ['USDT', 100_000],
      ] as const)
        this.note(
          this.core.book({
            ...{ type: 'transfer', account, asset: asset(each), amount: dec(amount) },
            timeUs: NOON_US,
          }),
        )
  }

  /** Another core of the same kind, made from a snapshot or from nothing. */
  #make(snapshot?: TradingSnapshot): TradingCore {
    return new TradingCore(
      {
        oms: { epoch: 1 },
        risk: {
          limits: [
            { name: 'priceCollarBps', scope: { type: 'global' }, value: false },
            { name: 'maxBookAgeMs', scope: { type: 'global' }, value: false },
            { name: 'maxOrderErrors', scope: { type: 'global' }, value: false },
          ],
        },
        portfolio: { reportingAsset: asset('USDT') },
        accounts: ACCOUNTS,
        market: {
          market: (instrument) => {
            const book = this.#books.get(instrument.venue)
            return { instrument, ...(book !== undefined && { book }) }
          },
        },
        routing: {
          fees: ({ account }) => {
            const fee = dec(account === 'alpha' ? '0.001' : '0.002')
            return { maker: fee, taker: fee }
          },
          isReady: (account) => this.ready.get(account) === true,
          maxUnknownOrders: 0,
          maxRecentErrors: 1_000,
          coolOffMs: 5_000,
        },
      },
      snapshot,
    )
  }

  /** The state that the records so far make, from nothing. */
  replayed(): TradingCore {
    return this.#replay().again
  }

  /** What follows from the records so far, beside them. */
  replayedEffects(): readonly TradingEffect[] {
    return this.#replay().effects
  }

  #replay() {
    const again = this.#make()
    // As a journal gives them back.
    const effects = this.effects.flatMap((effect) =>
      effect.type === 'record'
        ? again.apply(JSON.parse(plainText(effect.record)) as TradingRecord)
        : [],
    )
    return { again, effects }
  }

  quote(instrument: Instrument, asks: Rows = [[101, 5]], bids: Rows = [[99, 5]]): void {
    const { venue } = instrument
    this.#books.set(venue, liveBook(instrument, { asks, bids, localTimeUs: this.nowUs }))
  }

  lose(instrument: Instrument, state: Exclude<BookState, 'live'> = 'stale'): void {
    const base = { instrument, feed: 'depth', depth: 'full', updateCount: 1 } as const
    this.#books.set(instrument.venue, { ...base, state })
  }

  /** Some time passes, and routes are looked at. */
  wait(forMs: number): readonly TradingEffect[] {
    this.nowUs += forMs * 1_000
    return this.note(this.core.advanceRoutes(this.nowUs))
  }

  submit(...intents: TradingIntent[]): readonly TradingEffect[] {
    return this.note(this.core.submit(intents, this.nowUs))
  }

  route(told: Partial<RouteIntent> = {}): readonly TradingEffect[] {
    return this.submit({
      type: 'route',
      strategy: TRADER,
      pair: pair('BTC/USDT'),
      legs: [ALPHA, BETA].map((instrument) => ({
        instrument,
        account: accountId(instrument.venue),
      })),
      side: 'buy',
      quantity: dec(8),
      style: 'take',
      expireTimeUs: this.nowUs + 60_000_000,
      maxRounds: 10,
      ...told,
    })
  }

  note(effects: readonly TradingEffect[]): readonly TradingEffect[] {
    this.effects.push(...effects)
    return effects
  }
}

/** What is sent, in a few words each. */
export function sent(effects: readonly TradingEffect[]): readonly string[] {
  return effects.flatMap((effect) => {
    if (effect.type !== 'send') return []
    const { type, terms } = effect.request
    const { instrument, quantity, price } = terms
    if (type !== 'place') return [`${type} ${instrument.venue}`]
    return [`${instrument.venue} ${quantity.toFixed()} at ${price?.toFixed() ?? 'market'}`]
  })
}
