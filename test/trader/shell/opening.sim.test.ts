import { expect, it } from 'vitest'
import { accountId, asset } from '../../../src/core/index.ts'
import { Markets } from '../../../src/market/index.ts'
import type { Timers } from '../../../src/runtime/index.ts'
import {
  type AccountGateway,
  Trader,
  type TraderEvent,
  VenueGateway,
} from '../../../src/trader/index.ts'
import { churn } from '../../simulation/trading/churn.ts'
import { ACCOUNT, tradingKit } from '../../simulation/trading/trading-kit.ts'
import { CHURN, TradingWorld } from '../../simulation/trading/trading-world.ts'

const KIT = tradingKit('okx spot')
const LATE_MS = 8_000

/** Another account, whose first call fails after a while. */
function failing(like: VenueGateway, timers: Timers): AccountGateway {
  return {
    account: accountId('other'),
    venue: like.venue,
    isConnected: () => false,
    venueTimeUs: () => like.venueTimeUs(),
    unsupported: () => undefined,
    start: () =>
      new Promise((_, reject) => {
        timers.after(LATE_MS, () => reject(new Error('the first call failed')))
      }),
    send: () => {},
    ask: (question) => like.ask(question),
    feeRates: (instrument) => like.feeRates(instrument),
    statement: (wish) => like.statement(wish),
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }
}

it('sends nothing, and decides nothing more, where the first call of one account fails', async () => {
  const world = new TradingWorld(KIT)
  const { ports } = world.runtime.spawn('bot')
  const { driver, protocol, product, pair, quantity } = KIT
  const markets = new Markets({ ports })
  const market = await world.runtime.settle(markets.open({ driver, products: [product] }))
  const gateway = new VenueGateway({
    account: ACCOUNT,
    protocol,
    products: [product],
    instruments: market.instruments(),
    environment: 'production',
    ports,
    isHalted: () => false,
  })
  const events: TraderEvent[] = []
  const instrument = market.instrument(pair)
  const opening = Trader.open({
    ports,
    journal: { folder: 'journal' },
    markets: new Map([[driver.facts.venue, market]]),
    gateways: [gateway, failing(gateway, ports.timers)],
    definitions: [churn],
    strategies: [
      {
        strategy: CHURN,
        kind: 'churn',
        legs: [{ instrument, account: ACCOUNT }],
        events: ['book'],
        params: quantity,
      },
    ],
    portfolio: { reportingAsset: asset(instrument.quote) },
    onEvent: (event) => events.push(event),
  })
  await expect(world.runtime.settle(opening)).rejects.toThrow('the first call failed')
  const heard = events.length
  await world.runtime.run({ forMs: 10_000 })
  // For one account all was ready long before.
  expect(events).toContainEqual(expect.objectContaining({ account: ACCOUNT, state: 'reconciled' }))
  expect(events.length).toBe(heard)
  expect(world.venue.accounts?.find('main')?.orders()).toEqual([])
  await world.runtime.settle(markets.close())
})
