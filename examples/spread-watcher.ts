// What buying where it is cheapest and selling where it is dearest would give, before fees:
// npx tsx examples/spread-watcher.ts [--simulated]; Ctrl-C ends it.
import { MarketData } from 'crossbook'
import { binance } from 'crossbook/drivers/binance'
import { okx } from 'crossbook/drivers/okx'
import { ConsolidatedBbo } from 'crossbook/market'
import { nodePorts } from 'crossbook/runtime/node'
import { placeOf } from './simulated.ts'

const PAIR = 'BTC/USDT'

function line(best: ConsolidatedBbo): string {
  // A book that is not live counts for nothing: there is nothing to compare until both are.
  const missing = best.sources.filter(({ isCounted }) => !isCounted)
  if (missing.length > 0)
    return `waiting: ${missing.map(({ venue, state }) => `${venue} is ${state}`).join(', ')}`
  const [bid, ask] = [best.bid.priceDecimal(), best.ask.priceDecimal()]
  if (bid === undefined || ask === undefined) return 'waiting: a side is empty'
  const edgeBps = bid.minus(ask).div(ask).times(10_000).toNumber().toFixed(2)
  return `buy at ${best.ask.source()?.venue}, sell at ${best.bid.source()?.venue}: ${edgeBps} bps`
}

await using ports = nodePorts({ keepAlive: true })
await using atBinance = await placeOf('binance', ports)
await using atOkx = await placeOf('okx', ports)
await using first = await MarketData.open({ driver: binance(), ports, ...atBinance.options })
await using second = await MarketData.open({ driver: okx(), ports, ...atOkx.options })
const sources = [first, second].map((market) => ({ market, pair: PAIR, depth: 20 as const }))
await using best = new ConsolidatedBbo({ sources, wallClock: ports.wallClock })

let shown = ''
best.onChange(() => {
  const text = line(best)
  if (text !== shown) console.log(text)
  shown = text
})
await new Promise((resolve) => process.once('SIGINT', resolve))
