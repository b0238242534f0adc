// What buying at one venue and selling at the other would give, before fees:
// npx tsx examples/spread-watcher.ts [--simulated]; Ctrl-C ends it.
import { type BookHandle, type LiveOrderBook, MarketData } from 'crossbook'
import { binance } from 'crossbook/drivers/binance'
import { okx } from 'crossbook/drivers/okx'
import { nodePorts } from 'crossbook/runtime/node'
import { placeOf } from './simulated.ts'

const PAIR = 'BTC/USDT'

/** Best bid of one book against best ask of the other, in basis points of the ask; exact. */
function edgeBps(buyAt: LiveOrderBook, sellAt: LiveOrderBook): string | undefined {
  if (buyAt.asks.count === 0 || sellAt.bids.count === 0) return undefined
  const ask = buyAt.asks.priceDecimal(0)
  return sellAt.bids.priceDecimal(0).minus(ask).div(ask).times(10_000).toFixed(2)
}

function line(first: BookHandle, second: BookHandle): string {
  const [a, b] = [first.view, second.view]
  // A book that is not live shows no prices: nothing can be said until both are.
  if (a.state !== 'live' || b.state !== 'live') {
    return `waiting: ${a.instrument.venue} is ${a.state}, ${b.instrument.venue} is ${b.state}`
  }
  const [there, back] = [edgeBps(a, b), edgeBps(b, a)]
  return `${a.instrument.venue} → ${b.instrument.venue} ${there ?? '–'} bps   ${b.instrument.venue} → ${a.instrument.venue} ${back ?? '–'} bps`
}

await using ports = nodePorts({ keepAlive: true })
await using atBinance = await placeOf('binance', ports)
await using atOkx = await placeOf('okx', ports)
await using first = await MarketData.open({ driver: binance(), ports, ...atBinance.options })
await using second = await MarketData.open({ driver: okx(), ports, ...atOkx.options })
await using one = first.book(PAIR, 20)
await using other = second.book(PAIR, 20)

let shown = ''
const look = () => {
  const text = line(one, other)
  if (text !== shown) console.log(text)
  shown = text
}
// Called after each frame that changed a book or its state.
one.onChange(look)
other.onChange(look)
await new Promise((resolve) => process.once('SIGINT', resolve))
