// One driver, one book: npx tsx examples/market-data.ts [--simulated]; Ctrl-C ends it.
import { MarketData } from 'crossbook'
import { binance } from 'crossbook/drivers/binance'
import { nodePorts } from 'crossbook/runtime/node'
import { placeOf } from './simulated.ts'

await using ports = nodePorts()
await using place = await placeOf('binance', ports)
await using market = await MarketData.open({ driver: binance(), ports, ...place.options })
await using book = market.book('BTC/USDT', 20)
process.once('SIGINT', () => void book.close())

let shown = ''
for await (const _change of book.updates()) {
  const { view } = book
  const best =
    view.state === 'live'
      ? `bid ${view.bids.priceText(0)} × ${view.bids.sizeText(0)}  ask ${view.asks.priceText(0)} × ${view.asks.sizeText(0)}`
      : `book is ${view.state}`
  if (best !== shown) console.log(best)
  shown = best
}
