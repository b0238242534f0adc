import { describe, expect, test } from 'vitest'
import { plain } from './support/book-text.ts'
import { StreamSession } from './support/stream-session.ts'
import {
  ccxtBar,
  ccxtTrade,
  comparedTrades,
  ownBar,
  ownTrade,
  withDoubleNs,
} from './support/trade-text.ts'
import { adapterOf, VENUES } from './venues.ts'

describe.for(VENUES)('%s', (venue) => {
  test('ccxt and crossbook tell the same trades, tickers, bars, rules and history', async () => {
    await using session = await StreamSession.open(await adapterOf(venue), 'interop-streams')
    expect(await session.begin(15_000)).toEqual([])
    for (let pause = 0; pause < 5; pause += 1)
      expect(await session.runAndCompare(10_000, 10_000)).toEqual([])
    expect(session.tradeCount).toBeGreaterThan(100)

    for (const { watched, line, exchange, isSizeBase } of session.all) {
      const { pair } = watched
      const { tickSize, lotSize } = session.market.instrument(pair)
      const { price, amount } = exchange.market(pair).precision
      expect([pair, plain(price), plain(amount)]).toEqual([
        pair,
        plain(Number(tickSize)),
        plain(Number(lotSize)),
      ])
      // By time, and by ccxt's clock: it asks for nothing after its own now, and the venue's clock runs ahead of it here.
      const sinceMs = (Math.floor(exchange.milliseconds() / 60_000) - 3) * 60_000
      const bars = await exchange.fetchOHLCV(pair, '1m', sinceMs, 3, { ...line.barParams })
      // Of a span without an end some venues give the oldest rows, some the newest.
      const end = { toTimeUs: (sinceMs + 180_000) * 1000 - 1 }
      const range = { fromTimeUs: sinceMs * 1000, ...(line.keepsNewest === true && end), limit: 3 }
      const own = await session.market.history.candles(pair, '1m', range)
      expect(bars.map((bar) => ccxtBar(bar, isSizeBase))).toEqual(
        own.map((bar) => ownBar(bar, isSizeBase)),
      )
      expect(bars).toHaveLength(3)
      const newest = await session.market.history.candles(pair, '1m', { limit: 3 })
      const nowUs = session.box.clock.wallClock.nowUs()
      expect(newest.at(-1)?.openTimeUs).toBeGreaterThanOrEqual(nowUs - 120_000_000)
      const trades = await exchange.fetchTrades(pair, undefined, 20, { ...line.historyParams })
      const ours = (await session.market.history.trades(pair, { limit: 20 })).map((trade) =>
        line.readsNsAsDoubles === true ? withDoubleNs(ownTrade(trade), trade) : ownTrade(trade),
      )
      // Of past trades of inverse contracts, ccxt's class for Kraken's futures leaves the size out.
      const told = trades.map((trade, i) =>
        ccxtTrade(
          trade.amount === undefined ? { ...trade, amount: ours[i]?.size } : trade,
          line.tellsMakerSide,
        ),
      )
      expect(comparedTrades(told, line.tradeIds)).toEqual(comparedTrades(ours, line.tradeIds))
      expect(told).toHaveLength(20)
    }
  }, 60_000)
})
