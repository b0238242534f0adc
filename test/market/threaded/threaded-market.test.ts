import { beforeAll, describe, expect, it } from 'vitest'
import { levelTexts } from '../../../src/core/index.ts'
import type { MarketFeed } from '../../../src/market/index.ts'
import { RecordWriter } from '../../../src/market/thread/record-writer.ts'
import { tellEvents } from '../../../src/market/thread/tell-events.ts'
import { createSharedRing, RingWriter } from '../../../src/runtime/index.ts'
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

  it('tell who listens to faults what the thread could not hold, and close its book', async () => {
    const pool = { maxShardsPerEndpoint: 1, maxInstrumentsPerConnection: 1 }
    const { market } = await openStage(module, { market: { pool } })
    const fault = new Promise((resolve) => market.subscribe('fault', {}, resolve))
    const [kept, refused] = [market.book(PAIR, 20), market.book('ETH/USDT', 20)]
    await expect(refused.live()).rejects.toMatchObject({ code: 'CLOSED' })
    expect(await fault).toMatchObject({ code: 'SUBSCRIPTION_LIMIT_EXCEEDED' })
    await kept.live()
  })

  it('end the thread where something cannot be told, rather than leave it out', async () => {
    const market = {
      subscribe: (kind: string, _: object, tell: (event: unknown) => void) => {
        if (kind === 'fault') tell({ type: 'fault', localTimeUs: 1n })
      },
    } as unknown as MarketFeed
    const ring = createSharedRing(4_096)
    const broken: unknown[] = []
    const writer = new RecordWriter(new RingWriter(ring), ring)
    tellEvents(market, writer, (error) => broken.push(error))
    expect(broken).toEqual([expect.any(TypeError)])
  })

  it('throw at once what the driver or the listing does not have', async () => {
    const { market } = await openStage(module)
    const codeOf = (call: () => unknown): unknown => {
      try {
        return call()
      } catch (error) {
        return (error as { readonly code: string }).code
      }
    }
    expect(codeOf(() => market.book('BTC/USDX'))).toBe('UNKNOWN_PAIR')
    expect(codeOf(() => market.hold(PAIR, { channel: 'funding' }))).toBe('UNKNOWN_CHANNEL')
  })

  it('are not opened with a tap, nor where the venue does not answer; the thread ends with that', async () => {
    const { served, markets, market, driver, threadPort } = await openStage(module)
    await market.close()
    const tap = { incoming() {}, outgoing() {} }
    await expect(markets.open({ driver, tap })).rejects.toMatchObject({ code: 'INVALID_OPTIONS' })
    const { streams, rest } = served
    await served.close()
    const opening = markets.open({ driver, urls: { streams, rest }, http: { maxRetries: 0 } })
    await expect(opening).rejects.toMatchObject({ name: 'TransportError', code: 'HTTP_FAILED' })
    expect(threadPort.opened.length).toBe(2)
  })

  it('are not opened where the thread cannot load its module, and the error says which', async () => {
    const opening = openStage('file:///none.mjs')
    await expect(opening).rejects.toMatchObject({
      code: 'THREAD_ENDED',
      message: expect.stringMatching(/none\.mjs/),
    })
  })

  it('give up opening when they are told to', async () => {
    const { served, markets, driver } = await openStage(module)
    const { streams, rest } = served
    const options = { driver, urls: { streams, rest } }
    const aborted = markets.open({ ...options, signal: AbortSignal.abort() })
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' })
    await markets.close()
    await expect(markets.open(options)).rejects.toMatchObject({ code: 'CLOSED' })
  })

  it('of one venue go on while the thread of another one is gone', async () => {
    const { served, markets, market, driver, threadPort } = await openStage(module, {
      marketData: 2,
    })
    const { streams, rest } = served
    const urls = { streams, rest }
    const other = await markets.open({ driver, urls, instrumentRefreshMs: false })
    const [one, two] = [market.book(PAIR, 20), other.book(PAIR, 20)]
    await Promise.all([one.live(), two.live()])
    expect(threadPort.opened.length).toBe(2)
    const states: string[] = []
    market.subscribe('bookState', {}, ({ state }) => states.push(state))
    threadPort.end('exit')
    await untilState(other, two, 'stale')
    await untilState(other, two, 'live')
    expect(states).toEqual([])
    expect(one.view.state).toBe('live')
  })
})
