// Records one pair into compressed files: npx tsx examples/recorder.ts [FOLDER] [--simulated]; Ctrl-C ends it.
import { BboUpdate, BookUpdate, MarketData, TradeUpdate } from 'crossbook'
import { binance } from 'crossbook/drivers/binance'
import { MonitorRole } from 'crossbook/monitor'
import { nodePorts } from 'crossbook/runtime/node'
import { FileSink } from 'crossbook/storage/file'
import { placeOf } from './simulated.ts'

const PAIR = 'BTC/USDT'
const folder = process.argv.slice(2).find((text) => !text.startsWith('--')) ?? 'history'

await using ports = nodePorts({ keepAlive: true })
await using place = await placeOf('binance', ports)
const driver = binance()
await using market = await MarketData.open({ driver, ports, ...place.options })
await using book = market.book(PAIR)

// The recorder reads whole books off the live ones, so it has to know where they are.
const books = {
  find: () => book.view,
  truncateTo: () => driver.continuity('spot', book.feed).truncateTo,
}
const recorder = new MonitorRole([new FileSink(ports.files, { folder })], books, ports)

// Subscribers hear of a change after the book has applied it: what is recorded is what was live.
for (const kind of ['bookSnapshot', 'bookDelta'] as const) {
  market.subscribe(kind, { pair: PAIR }, (event) => {
    if (event instanceof BookUpdate) recorder.book(event)
  })
}
market.subscribe('bookState', { pair: PAIR }, (event) => recorder.event(event))
market.subscribe('connection', {}, (event) => recorder.event(event))
market.subscribe('bbo', { pair: PAIR }, (event) => {
  if (event instanceof BboUpdate) recorder.bbo(event)
})
market.subscribe('trade', { pair: PAIR }, (event) => {
  if (event instanceof TradeUpdate) recorder.trade(event)
})

console.log(`recording ${PAIR} to ${folder}`)
const timer = setInterval(() => {
  const [quality] = recorder.quality()
  console.log(
    `${quality?.rows ?? 0} rows, ${quality?.messagesPerSecond.toFixed(0) ?? 0} messages/s`,
  )
}, 1_000)
await new Promise((resolve) => process.once('SIGINT', resolve))
clearInterval(timer)
await recorder.close()
console.log('everything is on disk')
