// ccxt.pro's Binance client without a network: the market is given, the snapshot is in place, frames enter where the
// socket would hand them over.
import ccxt from 'ccxt'

const STREAM = {
  spot: 'wss://stream.binance.com:9443/stream/0',
  usdm: 'wss://fstream.binance.com/public/stream',
}

function marketOf(exchange, layout, id) {
  const base = id.replace(/USDT$/, '')
  const isSpot = layout === 'spot'
  return exchange.safeMarketStructure({
    id,
    lowercaseId: id.toLowerCase(),
    symbol: isSpot ? `${base}/USDT` : `${base}/USDT:USDT`,
    base,
    quote: 'USDT',
    baseId: base,
    quoteId: 'USDT',
    settle: isSpot ? undefined : 'USDT',
    settleId: isSpot ? undefined : 'USDT',
    type: isSpot ? 'spot' : 'swap',
    spot: isSpot,
    margin: false,
    swap: !isSpot,
    future: false,
    option: false,
    active: true,
    contract: !isSpot,
    linear: isSpot ? undefined : true,
    inverse: isSpot ? undefined : false,
    contractSize: isSpot ? undefined : 1,
    precision: { amount: 1e-5, price: 0.01 },
    limits: { amount: {}, price: {}, cost: {} },
    info: { orderTypes: ['LIMIT', 'MARKET'] },
  })
}

function open(layout, ids) {
  const exchange = new ccxt.pro.binance({ newUpdates: true })
  exchange.setMarkets(ids.map((id) => marketOf(exchange, layout, id)))
  const client = exchange.client(STREAM[layout])
  const symbols = ids.map((id) => exchange.markets_by_id[id][0].symbol)
  return { exchange, client, symbols }
}

export const subject = {
  decode(kind, { layout, symbol: id }) {
    const { exchange, client, symbols } = open(layout, [id])
    const [symbol] = symbols
    const event = { data: null }
    let values = []
    if (kind === 'depth') {
      // Levels as ccxt makes them, stored nowhere: decoding alone.
      const side = { store: (price, size) => values.push(price, size) }
      const book = { bids: side, asks: side }
      client.onMessageCallback = (_, message) => {
        exchange.handleDeltas(side, message.data.b)
        exchange.handleDeltas(side, message.data.a)
      }
      return {
        onFrame(frame) {
          values = []
          event.data = frame
          client.onMessage(event)
          return book
        },
        values: () => values,
      }
    }
    const latest = () =>
      kind === 'bbo' ? exchange.bidsasks[symbol] : exchange.trades[symbol].at(-1)
    return {
      onFrame(frame) {
        event.data = frame
        client.onMessage(event)
        return kind === 'bbo' ? exchange.bidsasks : exchange.trades
      },
      values() {
        const last = latest()
        if (kind === 'trade') return [last.price, last.amount]
        return [last.bid, last.bidVolume, last.ask, last.askVolume]
      },
    }
  },

  book({ layout, starts }) {
    const { exchange, client, symbols } = open(
      layout,
      starts.map(({ symbol }) => symbol),
    )
    const snapshots = starts.map(({ snapshot }, i) => {
      const raw = JSON.parse(snapshot)
      const parsed = exchange.parseOrderBook(raw, symbols[i])
      parsed.nonce = raw.lastUpdateId
      return parsed
    })
    const event = { data: null }
    const books = []
    return {
      reset() {
        for (const [i, symbol] of symbols.entries()) {
          books[i] = exchange.orderbooks[symbol] = exchange.orderBook({}, 100_000)
          books[i].reset({
            ...snapshots[i],
            bids: snapshots[i].bids.map((level) => [...level]),
            asks: snapshots[i].asks.map((level) => [...level]),
          })
        }
      },
      onFrame(frame, i) {
        event.data = frame
        client.onMessage(event)
        const [bid] = books[i].bids
        const [ask] = books[i].asks
        return bid[1] > 0 && ask[1] > 0 ? bid[0] + ask[0] : Number.NaN
      },
      sides(i) {
        const rows = (side) => side.map(([price, size]) => [price, size])
        return { bids: rows(books[i].bids), asks: rows(books[i].asks) }
      },
    }
  },

  sign({ key, secret, symbol: id }) {
    const { exchange, symbols } = open('spot', [id])
    const [symbol] = symbols
    exchange.apiKey = key
    exchange.secret = secret
    return {
      // What `createOrder` does before it awaits an answer.
      onOrder({ side, quantity, price, clientOrderId }) {
        const [amount, limit] = [Number(quantity), Number(price)]
        const params = { newClientOrderId: clientOrderId }
        const request = exchange.createOrderRequest(symbol, 'limit', side, amount, limit, params)
        return exchange.sign('order', 'private', 'POST', request).body
      },
    }
  },

  // As its users read books: a loop that waits. The snapshot is at hand in place of the REST call.
  async live({ streams, symbol: id, snapshot }, onBook) {
    const { exchange, symbols } = open('spot', [id])
    const [symbol] = symbols
    const raw = JSON.parse(snapshot)
    exchange.urls.api.ws.spot = streams
    exchange.fetchRestOrderBookSafe = async () => {
      const parsed = exchange.parseOrderBook(raw, symbol)
      parsed.nonce = raw.lastUpdateId
      return parsed
    }
    // It demands this of addresses without TLS.
    await exchange.loadHttpProxyAgent()
    await exchange.watchOrderBook(symbol)
    const loop = async () => {
      for (;;) {
        const { nonce, bids, asks } = await exchange.watchOrderBook(symbol)
        if (bids[0][0] < asks[0][0]) onBook(nonce)
      }
    }
    void loop()
  },

  shelf() {
    const { exchange, client } = open('spot', ['BTCUSDT'])
    const books = []
    return {
      add({ snapshot }, frames) {
        const raw = JSON.parse(snapshot)
        const parsed = exchange.parseOrderBook(raw, 'BTC/USDT')
        parsed.nonce = raw.lastUpdateId
        const book = exchange.orderBook({}, 100_000)
        book.reset(parsed)
        for (const frame of frames) {
          exchange.handleOrderBookMessage(client, JSON.parse(frame).data, book)
        }
        books.push(book)
      },
      levelCount: () => books.reduce((sum, { bids, asks }) => sum + bids.length + asks.length, 0),
    }
  },
}
