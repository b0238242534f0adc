// tardis-dev's mapper and order book, fed one frame at a time; no network.
import { createRequire } from 'node:module'

const tardis = createRequire(import.meta.url)('tardis-dev')
const EXCHANGE = { spot: 'binance', usdm: 'binance-futures' }
const NOW = new Date(1_700_000_000_000)

function seeded(mapper, symbol, snapshot) {
  const stream = `${symbol.toLowerCase()}@depthSnapshot`
  return [...mapper.map({ stream, generated: true, data: JSON.parse(snapshot) }, NOW)]
}

export const subject = {
  decode(kind, { layout, symbol, snapshot }) {
    const make = {
      depth: tardis.normalizeBookChanges,
      bbo: tardis.normalizeBookTickers,
      trade: tardis.normalizeTrades,
    }[kind]
    const mapper = make(EXCHANGE[layout], NOW)
    if (kind === 'depth') seeded(mapper, symbol, snapshot)
    let last
    return {
      onFrame(frame) {
        const message = JSON.parse(frame)
        if (mapper.canHandle(message)) for (const event of mapper.map(message, NOW)) last = event
        return last
      },
      values() {
        if (kind === 'bbo') return [last.bidPrice, last.bidAmount, last.askPrice, last.askAmount]
        if (kind === 'trade') return [last.price, last.amount]
        return [...last.bids, ...last.asks].flatMap(({ price, amount }) => [price, amount])
      },
    }
  },

  book({ layout, starts }) {
    let mapper
    let books
    return {
      reset() {
        mapper = tardis.normalizeBookChanges(EXCHANGE[layout], NOW)
        books = starts.map(({ symbol, snapshot }) => {
          const book = new tardis.OrderBook()
          for (const change of seeded(mapper, symbol, snapshot)) book.update(change)
          return book
        })
      },
      onFrame(frame, i) {
        const message = JSON.parse(frame)
        if (mapper.canHandle(message)) {
          for (const change of mapper.map(message, NOW)) books[i].update(change)
        }
        const bid = books[i].bestBid()
        const ask = books[i].bestAsk()
        return bid.amount > 0 && ask.amount > 0 ? bid.price + ask.price : Number.NaN
      },
      sides(i) {
        const rows = (side) => [...side].map(({ price, amount }) => [price, amount])
        return { bids: rows(books[i].bids()), asks: rows(books[i].asks()) }
      },
    }
  },
  shelf() {
    const books = []
    return {
      add({ symbol, snapshot }, frames) {
        const book = new tardis.OrderBook()
        const mapper = tardis.normalizeBookChanges('binance', NOW)
        for (const change of seeded(mapper, symbol, snapshot)) book.update(change)
        for (const frame of frames) {
          for (const change of mapper.map(JSON.parse(frame), NOW)) book.update(change)
        }
        books.push(book)
      },
      levelCount: () =>
        books.reduce((sum, book) => sum + [...book.bids()].length + [...book.asks()].length, 0),
    }
  },
}
