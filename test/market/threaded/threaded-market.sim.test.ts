import { describe, expect, it } from 'vitest'
import { openVirtualStage } from './support/virtual-stage.ts'

const BOOM = new Error('boom')

describe('Market data in a thread', () => {
  it('have a book that is let go of and asked for again in one turn', async () => {
    const { runtime, market } = await openVirtualStage('binance')
    const before = market.book('BTC/USDT')
    await runtime.settle(before.live())
    const closing = before.close()
    const after = market.book('BTC/USDT')
    await runtime.settle(closing)
    await runtime.settle(after.live(), { withinMs: 30_000 })
    expect(before.view.state).toBe('closed')
  })

  it.each(['exit', 'hang'] as const)(
    'tell no trade twice, though the venue begins anew with the last ones: the thread ends by "%s"',
    async (how) => {
      const { runtime, market, threads } = await openVirtualStage('hyperliquid')
      const told: string[] = []
      const pair = 'PURR/USDC'
      market.subscribe('trade', { pair }, (trade) => told.push(trade.tradeId()))
      const book = market.book(pair)
      await runtime.run({ forMs: 20_000 })
      expect(told.length).toBeGreaterThan(10)
      const before = told.length
      const [thread] = threads.running
      if (how === 'exit') thread?.fail(BOOM)
      else thread?.hang()
      await runtime.run({ forMs: 60_000 })
      expect(threads.running).not.toContain(thread)
      expect(book.view.state).toBe('live')
      expect(told.length).toBeGreaterThan(before)
      expect(new Set(told).size).toBe(told.length)
    },
  )
})
