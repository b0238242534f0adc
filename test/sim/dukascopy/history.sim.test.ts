import { describe, expect, test } from 'vitest'
import {
  bi5Backend,
  dukascopy,
  jsonBackend,
  type TickHour,
  tickHours,
} from '../../../src/drivers/dukascopy/index.ts'
import { MarketData } from '../../../src/market/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import {
  type SimulatedDukascopyOptions,
  simulatedDukascopy,
} from '../../../src/sim/dukascopy/index.ts'
import { serveVenue, venueOrigins } from '../../../src/sim/index.ts'
import { HttpClient } from '../../../src/transport/index.ts'
import { realPorts } from '../support/ports.ts'

const HOUR_US = 3_600_000_000
const bi5 = bi5Backend()

async function open(options: Partial<SimulatedDukascopyOptions> = {}) {
  const runtime = new VirtualRuntime({ seed: 1 })
  const { ports } = runtime.spawn('venue')
  const venue = simulatedDukascopy({ ports, seed: 5, ...options })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const driver = dukascopy()
  const own = runtime.ports()
  const market = await runtime.settle(MarketData.open({ driver, ports: own }))
  const http = new HttpClient({ driver, environment: 'production', ports: own, maxWaitMs: 600_000 })
  const nowUs = runtime.trueTimeUs()
  const hourUs = nowUs - (nowUs % HOUR_US)
  const fetch = async (pair: string, backend: typeof bi5, hours: number): Promise<TickHour[]> => {
    const query = {
      slot: market.slot(pair),
      backend,
      fromTimeUs: hourUs - hours * HOUR_US,
      toTimeUs: hourUs - 1,
      week: 'always',
    } as const
    const all: TickHour[] = []
    const reading = async () => {
      for await (const hour of tickHours((call) => http.send(call), query)) all.push(hour)
    }
    await runtime.settle(reading())
    return all
  }
  return { runtime, venue, market, http, hourUs, fetch }
}

const texts = ({ ticks }: TickHour): string[] =>
  ticks
    .events()
    .map((bbo) =>
      [
        bbo.venueTimeUs,
        bbo.priceText('bid'),
        bbo.sizeText('bid'),
        bbo.priceText('ask'),
        bbo.sizeText('ask'),
      ].join(' '),
    )

describe('the past of a simulated Dukascopy', () => {
  test.each(['EUR/USD', 'USD/JPY', 'USD/CZK', 'AUD/CNH', 'XAU/USD', 'USA500.IDX/USD', 'BTC/USD'])(
    'of %s is the same by both services, and what the venue has',
    async (pair) => {
      const { venue, market, fetch } = await open()
      const { symbol, priceScale } = market.instrument(pair)
      const [files, answers] = [await fetch(pair, bi5, 30), await fetch(pair, jsonBackend, 30)]
      expect(files.map(texts)).toEqual(answers.map(texts))
      let count = 0
      for (const { hourUs, ticks } of answers) {
        const archived = venue.archived(symbol, hourUs / 1000)
        expect(ticks.count).toBe(archived.length)
        count += archived.length
        ticks.events().forEach((bbo, i) => {
          const { ms = 0, bid = 0, ask = 0, bidVolume = 0 } = archived[i] ?? {}
          expect([bbo.venueTimeUs, bbo.bidSize]).toEqual([hourUs + ms * 1000, bidVolume])
          expect(Number(bbo.priceText('bid'))).toBeCloseTo(bid / 10 ** priceScale, 9)
          expect(Number(bbo.priceText('ask'))).toBeCloseTo(ask / 10 ** priceScale, 9)
        })
      }
      expect(count).toBeGreaterThan(100)
    },
  )

  test('has bars of the bid, whose range and volume are those of its ticks', async () => {
    const { runtime, market, http, hourUs, fetch } = await open()
    const dayUs = 24 * HOUR_US
    const startUs = hourUs - (hourUs % dayUs) - dayUs
    const bars = await runtime.settle(
      market.history.candles('BTC/USD', '1m', { fromTimeUs: startUs, limit: 5000 }),
    )
    expect(bars.length).toBeGreaterThan(50)
    const { instrument } = market.slot('BTC/USD')
    const filed = await runtime.settle(http.send(bi5.candles(instrument, '1m', startUs)))
    const shape = (all: typeof bars) =>
      all.map(({ openTimeUs, open, high, low, close, volume }) =>
        [openTimeUs, open, high, low, close, volume].join(' '),
      )
    expect(shape(filed)).toEqual(shape(bars))
    const hours = await fetch('BTC/USD', jsonBackend, 48)
    const ofDay = hours
      .flatMap(({ ticks }) => ticks.events())
      .filter(({ venueTimeUs = 0 }) => venueTimeUs >= startUs && venueTimeUs < startUs + dayUs)
    const sum = bars.reduce((total, { volume }) => total + BigInt(volume), 0n)
    expect(sum).toBe(ofDay.reduce((total, { bidSize }) => total + BigInt(bidSize), 0n))
  })

  test('has no file for a closed hour: told as missing, and nothing fails', async () => {
    const { fetch } = await open({ limits: { omitsEmptyFiles: true } })
    const hours = await fetch('EUR/USD', bi5, 100)
    expect(hours).toHaveLength(100)
    const empty = hours.filter(({ ticks }) => ticks.count === 0)
    expect(empty.length).toBeGreaterThan(0)
    expect(empty.every(({ isMissing }) => isMissing)).toBe(true)
  })

  test('of the running hour is what there is so far', async () => {
    const { runtime, venue, market, http, hourUs } = await open()
    const slot = market.slot('BTC/USD')
    await runtime.run({ forMs: 600_000 })
    const call = jsonBackend.runningHour?.(slot, hourUs)
    if (call === undefined) throw new Error('there is no such call')
    const { count } = await runtime.settle(http.send(call))
    const nowMs = runtime.trueTimeUs() / 1000
    const archived = venue.archived('BTC-USD', hourUs / 1000)
    expect(count).toBe(archived.filter(({ ms }) => hourUs / 1000 + ms <= nowMs).length)
  })

  test('ends an iteration where the host of the files never answers', async () => {
    const { fetch } = await open({ limits: { isFileHostSilent: true } })
    await expect(fetch('EUR/USD', bi5, 2)).rejects.toMatchObject({
      code: 'HTTP_TIMEOUT',
      retry: 'safe',
    })
  })

  test('is read within the pace that the servers bear, without a refusal', async () => {
    const { runtime, fetch } = await open()
    const before = runtime.elapsedUs()
    await fetch('BTC/USD', jsonBackend, 60)
    expect(runtime.elapsedUs() - before).toBeGreaterThan(4_000_000)
  })
})

test('a simulated Dukascopy serves a plain client on loopback ports', async () => {
  await using served = await serveVenue(simulatedDukascopy({ ports: realPorts }))
  const listing = await fetch(`${served.rest['json']}/instruments`)
  expect(await listing.json()).toMatchObject({
    instruments: [{ code: 'EUR-USD' }, {}, {}, {}, {}, {}, {}],
  })
  const path = '/BTCUSD/2026/06/13/12h_ticks.bi5'
  const file = await fetch(`${served.rest['bi5']}${path}`)
  expect([file.status, (await file.arrayBuffer()).byteLength > 100]).toEqual([200, true])
  for (const missing of ['/BTCUSD/2026/12/13/12h_ticks.bi5', '/NONE/2026/06/13/12h_ticks.bi5'])
    expect((await fetch(`${served.rest['bi5']}${missing}`)).status).toBe(404)
})
