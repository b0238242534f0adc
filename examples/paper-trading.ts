// A strategy that quotes on paper, over a venue simulated in this process: npx tsx examples/paper-trading.ts; ends by itself.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { asset, Decimal, MarketData, venueId } from 'crossbook'
import { binance } from 'crossbook/drivers/binance'
import { nodePorts } from 'crossbook/runtime/node'
import { serveVenue } from 'crossbook/sim'
import { simulatedBinance } from 'crossbook/sim/binance'
import {
  accountId,
  defineStrategy,
  openGateway,
  type StrategyIntent,
  strategyId,
  Trader,
} from 'crossbook/trader'

const QUOTE = {
  type: 'limit',
  quantity: new Decimal('0.01'),
  timeInForce: 'gtc',
  postOnly: true,
  reduceOnly: false,
} as const

/** Bids and offers at the best prices, one order a side, and moves each when the book has moved. */
const quoter = defineStrategy({
  kind: 'quoter',
  create: () => ({
    evaluate: (view) =>
      view.legs.flatMap((leg) => {
        const book = view.book(leg.instrument)
        if (book?.state !== 'live' || !view.isTradable(leg.instrument)) return []
        return (['buy', 'sell'] as const).flatMap((side): StrategyIntent[] => {
          const price = (side === 'buy' ? book.bids : book.asks).priceDecimal(0)
          const own = view.orders(leg.instrument).find(({ terms }) => terms.side === side)
          const reason = 'quote at the touch'
          if (own === undefined)
            return [{ type: 'place', terms: { ...QUOTE, ...leg, side, price }, reason }]
          const isBehind = own.status === 'open' && own.terms.price?.eq(price) === false
          return isBehind ? [{ type: 'cancel', clientOrderId: own.clientOrderId }] : []
        })
      }),
  }),
})

const folder = await mkdtemp(join(tmpdir(), 'crossbook-paper-'))
{
  await using ports = nodePorts()
  await using venue = await serveVenue(simulatedBinance({ ports, warmUpMs: 5_000 }))
  const urls = { streams: venue.streams, rest: venue.rest }
  await using market = await MarketData.open({ driver: binance(), ports, urls })

  const account = accountId('paper')
  // For real money: mode 'live', confirmLive: true, the driver and the keys; the rest stays as it is.
  const gateway = await openGateway({
    mode: 'paper',
    account,
    market,
    pairs: ['BTC/USDT'],
    balances: { USDT: '10000', BTC: '1' },
    fees: { makerBps: '2', takerBps: '5' },
    journal: { folder: join(folder, 'paper') },
    ports,
  })
  const instrument = market.instrument('BTC/USDT')
  await using trader = await Trader.open({
    ports,
    journal: { folder: join(folder, 'trader') },
    markets: new Map([[venueId('binance'), market]]),
    gateways: [gateway],
    definitions: [quoter],
    strategies: [
      {
        strategy: strategyId('quotes'),
        kind: 'quoter',
        legs: [{ instrument, account }],
        events: ['book'],
      },
    ],
    portfolio: { reportingAsset: asset('USDT') },
    onEvent: (event) => {
      if (event.type !== 'fill') return
      const { side, quantity, price, fee } = event.fill
      const paid = fee === undefined ? '' : `, fee ${fee.amount.toFixed()} ${fee.asset}`
      console.log(`${side} ${quantity.toFixed()} at ${price.toFixed()}${paid}`)
    },
  })
  await trader.ready()
  await after(4_000)

  const { equity } = trader.core.portfolio.lineEquity(strategyId('quotes'))
  console.log(`profit and loss, fees paid: ${equity?.toNumber().toFixed(2) ?? 'unknown'} USDT`)
}
await rm(folder, { recursive: true })
