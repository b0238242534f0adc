import { expect, test } from 'vitest'
import type { OrderBook } from '../../../src/core/index.ts'
import { amm } from '../../../src/drivers/amm/index.ts'
import { MarketData } from '../../../src/market/index.ts'
import { nodePorts } from '../../../src/runtime/node/index.ts'
import { simulatedAmm } from '../../../src/sim/amm/index.ts'
import { type FaultRule, serveVenue } from '../../../src/sim/index.ts'
import { HOOK, KINDS } from '../../drivers/amm/kinds-of-pools.ts'
import { realPorts } from '../support/ports.ts'

/** Pools of every kind on one chain, each under a name of its own. */
const POOLS = KINDS.map(({ pool }, i) => ({ ...pool, baseName: `BASE${i}` }))
const LOST: FaultRule[] = [
  { fault: { kind: 'drop' }, where: { contains: 'logs' }, when: { probability: 0.3 } },
]

test('pools of every kind have books over one real socket, with lost logs, before and after a reorganisation', async () => {
  const venue = simulatedAmm({
    ports: realPorts,
    instruments: KINDS.map(({ instrument }) => instrument),
    blockMs: 100,
    faults: LOST,
  })
  const served = await serveVenue(venue)
  try {
    const { streams, rest } = served
    const urls = { streams, rest }
    const driver = amm({ pools: POOLS, harmlessHooks: [HOOK], callsPerSecond: 100 })
    await using market = await MarketData.open({ driver, ports: nodePorts(), urls })
    const books = POOLS.map(({ baseName, token0, token1, base }) => {
      const quote = (base === 'token0' ? token1 : token0).symbol.replace('WETH', 'ETH')
      return market.book(`${baseName}/${quote}`)
    })
    let compared = 0
    let heard = (): void => {}
    // What is on its way when the chain is changed is of blocks that are no more.
    let isTold = true
    market.subscribe('bookState', {}, ({ state }) => {
      isTold ||= state === 'stale'
    })
    const compare = (view: OrderBook): void => {
      if (view.state !== 'live' || !isTold) return
      const { product, symbol } = view.instrument
      const truth = venue.truth(product, symbol, view.lastId)
      const shown = (side: 'bids' | 'asks') =>
        Array.from({ length: view[side].count }, (_, i) => [
          view[side].priceText(i),
          view[side].sizeText(i),
        ])
      expect([shown('bids'), shown('asks')]).toEqual([truth?.bids, truth?.asks])
      compared += 1
      heard()
    }
    const moved = (more: number): Promise<void> => {
      const until = compared + more
      return new Promise((resolve) => {
        heard = () => {
          if (compared >= until) resolve()
        }
      })
    }
    await Promise.all(books.map((book) => book.live()))
    for (const book of books) book.onChange(compare)
    await moved(40)
    expect(market.bookCounters).toMatchObject({ resyncs: 0, corruptions: 0 })
    isTold = false
    venue.chain('ethereum')?.reorg(2)
    await moved(8)
    venue.stop()
    expect(market.bookCounters.resyncs).toBeGreaterThan(0)
    expect(venue.faults.log.length).toBeGreaterThan(0)
  } finally {
    await served.close()
  }
})
