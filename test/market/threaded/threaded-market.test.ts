import { beforeAll, describe, expect, it } from 'vitest'
import { levelTexts } from '../../../src/core/index.ts'
import { threadModule } from '../../runtime/support/threads.ts'
import type { Ending } from './support/market-thread.ts'
import { openStage, untilState } from './support/threads-stage.ts'

const PAIR = 'BTC/USDT'
let module = ''

beforeAll(async () => {
  module = await threadModule(new URL('./support/market-thread.ts', import.meta.url))
})

describe('Market data in a thread', () => {
  it.each(['wait', 'yield', 'spin'] as const)(
    'keep books equal to the venue at every update, read by "%s"',
    async (waiting) => {
      const { venue, market } = await openStage(module, { waiting })
      const book = market.book(PAIR)
      let compared = 0
      const enough = new Promise<void>((resolve) => {
        book.onChange((view) => {
          if (view.state !== 'live') return
          const { product, symbol } = view.instrument
          const truth = venue.truth(product, symbol, view.lastId)
          const rows = (side: 'bids' | 'asks') => levelTexts(view[side], 20)
          expect([rows('bids'), rows('asks')]).toEqual([
            truth?.bids.slice(0, 20),
            truth?.asks.slice(0, 20),
          ])
          compared += 1
          if (compared === 30) resolve()
        })
      })
      await enough
      expect(market.instrument(PAIR)).toMatchObject({ pair: PAIR, isInferred: false })
    },
  )

  it('hold and let go of channels as often as wanted, and show no book of before', async () => {
    const { market } = await openStage(module)
    for (let round = 0; round < 3; round += 1) {
      const book = market.book(PAIR, 20)
      expect(book.view.state).toBe('syncing')
      await book.live()
      await book.close()
      expect(book.view.state).toBe('closed')
    }
  })

  it.each<[Ending, RegExp]>([
    ['exit', /code 3/],
    ['throw', /told to/],
    ['hang', /said nothing/],
  ])(
    'are stale at once when the thread ends by "%s", refuse what is asked meanwhile, and come back by themselves',
    async (ending, why) => {
      const { market, threadPort } = await openStage(module, { maxSilentMs: 2_000 })
      const book = market.book(PAIR, 20)
      await book.live()
      const told: string[] = []
      market.subscribe('bookState', {}, ({ state, previous }) => told.push(`${previous} ${state}`))
      market.subscribe('connection', {}, ({ state }) => {
        if (state === 'lost') told.push(`connection ${state}`)
      })
      threadPort.end(ending)
      const pending = market.refreshInstruments()
      await expect(pending).rejects.toMatchObject({
        code: 'THREAD_ENDED',
        retry: 'safe',
        message: expect.stringMatching(why),
      })
      expect(book.view.state).toBe('stale')
      expect(told).toEqual(['live stale', 'connection lost'])
      expect(market.connections()).toEqual([])
      await expect(market.refreshInstruments()).rejects.toMatchObject({ code: 'THREAD_ENDED' })
      // A channel that is asked for meanwhile is held once it is back.
      const other = market.book('ETH/USDT', 20)
      await Promise.all([untilState(market, book, 'live'), other.live()])
      expect(threadPort.opened.length).toBe(2)
      await market.refreshInstruments()
    },
  )

  it('close while the thread hangs, in the time that closing may take', async () => {
    const { market, threadPort } = await openStage(module, { closeTimeoutMs: 200 })
    const book = market.book(PAIR, 20)
    await book.live()
    const stream = book.updates()
    threadPort.end('hang')
    await market.close()
    expect(book.view.state).toBe('closed')
    while ((await stream.next()).done !== true);
    expect(() => market.book(PAIR)).toThrow(/closed; open it again/)
  })

  it('close while the thread is being started again', async () => {
    const { market, threadPort } = await openStage(module)
    const book = market.book(PAIR, 20)
    await book.live()
    threadPort.end('exit')
    await untilState(market, book, 'stale')
    await market.close()
    expect(book.view.state).toBe('closed')
    expect(threadPort.opened.length).toBe(1)
  })
})
