// ccxt.pro's Bybit client in a process of its own: books of every contract, and in answer to one update in so many an order,
// which is signed and then refused where it would leave.
import ccxt from 'ccxt'

process.on('message', (setup) => {
  run(setup).then(
    (cost) => process.send(cost),
    (error) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit(0))

async function run({ place, key, depth, warmUpMs, forMs, updatesPerOrder, innerPerSecond, feed }) {
  const exchange = new ccxt.pro.bybit({ newUpdates: true, apiKey: key.key, secret: key.secret })
  exchange.enableRateLimit = false
  const { api } = exchange.urls
  api.public = place.rest.v5
  api.private = place.rest.v5
  api.ws.public.linear = place.streams.linear
  // It asks which kind of account it has; this one is unified.
  exchange.options.enableUnifiedMargin = false
  exchange.options.enableUnifiedAccount = true
  exchange.options.unifiedMarginStatus = 6
  exchange.has.fetchCurrencies = false
  // Sockets without TLS want an agent of their own.
  await exchange.loadHttpProxyAgent()
  await exchange.loadMarkets()
  const symbols = Object.keys(exchange.markets).filter((symbol) => exchange.markets[symbol].linear)
  let latencyUs = []
  let arrivedMs = 0
  let frames = 0
  exchange.fetch = async () => {
    latencyUs.push((performance.now() - arrivedMs) * 1000)
    return { retCode: 0, retMsg: 'OK', result: { orderId: '1', orderLinkId: '' }, time: 0 }
  }
  let updates = 0
  const follow = async (symbol) => {
    for (;;) {
      const book = await exchange.watchOrderBook(symbol, depth)
      updates += 1
      if (updates % updatesPerOrder !== 0) continue
      const [[price]] = book.bids
      await exchange.createOrder(symbol, 'limit', 'buy', 0.01, price, { timeInForce: 'IOC' })
    }
  }
  // All contracts come on one connection. When several frames are read in one go, the last one's arrival counts for all.
  const client = exchange.client(place.streams.linear)
  const { onMessage } = client
  const take = (event) => {
    frames += 1
    return onMessage.call(client, event)
  }
  client.onMessage = (event) => {
    arrivedMs = performance.now()
    return take(event)
  }
  for (const symbol of symbols)
    follow(symbol).catch((error) => {
      console.error(error)
      process.exit(1)
    })
  const tellWithin = async (program, perSecond) => {
    const { InnerFeed } = await import(program)
    const within = new InnerFeed(perSecond)
    // What is asked for is acknowledged by then.
    await exchange.sleep(1_000)
    for (const symbol of symbols)
      within.follow(`orderbook.${depth}.${exchange.market(symbol).id}`, depth, (frame) => {
        arrivedMs = performance.now()
        take({ data: frame.toString() })
      })
    return within
  }
  const inner = innerPerSecond && (await tellWithin(feed, innerPerSecond))
  await exchange.sleep(warmUpMs)
  latencyUs = []
  frames = 0
  const cpu = process.cpuUsage()
  const begunMs = performance.now()
  await exchange.sleep(forMs)
  const { user, system } = process.cpuUsage(cpu)
  const busy = (user + system) / 1000 / (performance.now() - begunMs)
  inner?.close()
  return { latencyUs: latencyUs.map(Math.round), frames, busy, unsent: 0 }
}
