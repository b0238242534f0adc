import { describe, expect, test } from 'vitest'
import type { Bbo, Trade } from '../../../src/core/index.ts'
import { type Mt5Options, mt5 } from '../../../src/drivers/mt5/index.ts'
import { MarketData } from '../../../src/market/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { type FaultRule, venueOrigins } from '../../../src/sim/index.ts'
import {
  type SimulatedMt5Options,
  simulatedMt5,
  type TerminalTick,
} from '../../../src/sim/mt5/index.ts'
import { HttpClient } from '../../../src/transport/index.ts'

const OFF_MS = 10_800_000

async function open(
  venueOptions: Partial<SimulatedMt5Options> = {},
  driverOptions: Mt5Options = {},
) {
  const runtime = new VirtualRuntime({ seed: 3 })
  const { ports } = runtime.spawn('venue')
  const venue = simulatedMt5({ ports, seed: 11, ...venueOptions })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const driver = mt5(driverOptions)
  const own = runtime.ports()
  const market = await runtime.settle(MarketData.open({ driver, ports: own }))
  const http = new HttpClient({ driver, environment: 'production', ports: own })
  return { runtime, venue, market, driver, http }
}

/** What a terminal's ticks are to us: quotes where a quote changed, deals where one was made. */
const quoteOf = ({ tm, b, a }: TerminalTick): string => `${tm - OFF_MS} ${Number(b)} ${Number(a)}`
const quotesOf = (ticks: readonly TerminalTick[]): string[] =>
  ticks.filter(({ f }) => (f & 6) !== 0).map(quoteOf)
const dealsOf = (ticks: readonly TerminalTick[]): string[] =>
  ticks
    .filter(({ f }) => (f & 24) !== 0)
    .map(
      ({ tm, l, vr, f }) => `${tm - OFF_MS} ${Number(l)} ${Number(vr)} ${f & 32 ? 'buy' : 'sell'}`,
    )
const told = (bbo: Bbo): string =>
  `${(bbo.venueTimeUs ?? 0) / 1000} ${Number(bbo.priceText('bid') ?? 0)} ${Number(bbo.priceText('ask') ?? 0)}`
const dealt = (trade: Trade): string =>
  `${(trade.venueTimeUs ?? 0) / 1000} ${Number(trade.priceText())} ${Number(trade.sizeText())} ${trade.takerSide}`

const hurt = (fault: FaultRule['fault'], probability: number): FaultRule => ({
  fault,
  when: { probability, fromMs: 3_000, untilMs: 60_000 },
})

describe('MarketData on a simulated bridge', () => {
  test('tells every quote and every deal once, in order, at the time of UTC', async () => {
    const { runtime, venue, market } = await open()
    const quotes: string[] = []
    const deals: string[] = []
    market.subscribe('bbo', { pair: 'GAZP/RUB' }, (bbo) => quotes.push(told(bbo)))
    market.subscribe('trade', { pair: 'GAZP/RUB' }, (trade) => deals.push(dealt(trade)))
    await runtime.run({ forMs: 30_000 })
    venue.stop()
    await runtime.run({ forMs: 1_000 })
    const ticks = venue.ticks('GAZP', 0, Number.MAX_VALUE)
    expect(quotes.length).toBeGreaterThan(100)
    expect(deals.length).toBeGreaterThan(50)
    expect(quotes).toEqual(quotesOf(ticks).slice(-quotes.length))
    expect(deals).toEqual(dealsOf(ticks).slice(-deals.length))
  })

  test('asks for the history of each hole: nothing is missing, doubled or out of order, whatever was lost', async () => {
    const faults = [
      hurt({ kind: 'drop' }, 0.05),
      hurt({ kind: 'double' }, 0.05),
      hurt({ kind: 'reorder', behind: 2 }, 0.03),
      hurt({ kind: 'corrupt', how: 'syntax' }, 0.02),
      hurt({ kind: 'truncate' }, 0.02),
    ].map((rule) => ({ ...rule, where: { contains: 'ticks:' } }))
    const { runtime, venue, market } = await open({ faults })
    const seen: Record<string, string[]> = { EURUSD: [], GOLD: [], GAZP: [] }
    const pairs = { EURUSD: 'EUR/USD', GOLD: 'XAU/USD', GAZP: 'GAZP/RUB' }
    for (const [symbol, pair] of Object.entries(pairs))
      market.subscribe('bbo', { pair }, (bbo) => seen[symbol]?.push(told(bbo)))
    let lost = 0
    market.subscribe('connection', {}, ({ state }) => {
      if (state === 'lost') lost += 1
    })
    await runtime.run({ forMs: 70_000 })
    venue.stop()
    await runtime.run({ forMs: 10_000 })
    expect(venue.faults.log.length).toBeGreaterThan(100)
    expect(lost).toBe(0)
    for (const [symbol, quotes] of Object.entries(seen)) {
      expect(quotes.length).toBeGreaterThan(100)
      const wanted = quotesOf(venue.ticks(symbol, 0, Number.MAX_VALUE))
      expect(quotes).toEqual(wanted.slice(-quotes.length))
    }
  })

  test('goes on where the history of a hole never comes', async () => {
    const faults: FaultRule[] = [
      { fault: { kind: 'drop' }, when: { fromMs: 10_000, untilMs: 10_100 } },
      { fault: { kind: 'drop' }, where: { contains: 'hist:' } },
    ]
    const { runtime, venue, market } = await open({ faults })
    const quotes: string[] = []
    market.subscribe('bbo', { pair: 'EUR/USD' }, (bbo) => quotes.push(told(bbo)))
    await runtime.run({ forMs: 30_000 })
    venue.stop()
    await runtime.run({ forMs: 10_000 })
    const wanted = quotesOf(venue.ticks('EURUSD', 0, Number.MAX_VALUE))
    expect(wanted).toEqual(expect.arrayContaining(quotes))
    expect(quotes.slice(-50)).toEqual(wanted.slice(-50))
    expect(quotes.length).toBeLessThan(wanted.slice(wanted.indexOf(quotes[0] ?? '')).length)
  })

  test('listens to nothing of a bridge that does not show the token', async () => {
    const { runtime, venue } = await open()
    const driver = mt5({ token: 'another' })
    const ports = runtime.ports()
    await expect(runtime.settle(MarketData.open({ driver, ports }))).rejects.toMatchObject({
      code: 'VENUE_REJECTED',
      message: expect.stringContaining('token') as string,
    })
    const instruments = [driver.inferInstrument('spot', 'EURUSD')].flatMap((each) => each ?? [])
    const market = await runtime.settle(MarketData.open({ driver, ports, instruments }))
    let heard = 0
    market.subscribe('bbo', { pair: 'EUR/USD' }, () => {
      heard += 1
    })
    await runtime.run({ forMs: 60_000 })
    expect([heard, market.connections().some(({ confirmed }) => confirmed > 0)]).toEqual([0, false])
    venue.stop()
    await runtime.settle(market.close())
  })

  test('is refused by name where a symbol does not exist', async () => {
    const { runtime } = await open()
    const driver = mt5()
    const ports = runtime.ports()
    const instruments = [driver.inferInstrument('spot', 'ABCXYZ')].flatMap((each) => each ?? [])
    const market = await runtime.settle(MarketData.open({ driver, ports, instruments }))
    const faults: string[] = []
    market.subscribe('fault', {}, ({ message }) => faults.push(message))
    market.hold('ABC/XYZ', { channel: 'bbo' })
    await runtime.run({ forMs: 5_000 })
    expect(faults).toEqual([expect.stringContaining('unknown symbol')])
    await runtime.settle(market.close())
  })

  test('follows the broker’s clock when it is set, from the next heartbeat on', async () => {
    const { runtime, venue, market } = await open()
    const late: number[] = []
    market.subscribe('bbo', { pair: 'EUR/USD' }, ({ venueTimeUs = 0, localTimeUs }) =>
      late.push(localTimeUs - venueTimeUs),
    )
    await runtime.run({ forMs: 10_000 })
    venue.setServerOffset(7_200)
    await runtime.run({ forMs: 20_000 })
    expect(Math.abs(late[0] ?? Number.NaN)).toBeLessThan(1_000_000)
    expect(Math.abs(late.at(-1) ?? Number.NaN)).toBeLessThan(1_000_000)
  })

  test('says when the terminal is cut off and when it is back, and where ticks could not be had', async () => {
    const { runtime, venue, market } = await open()
    const statuses: string[] = []
    market.subscribe('venueStatus', {}, ({ status, detail }) =>
      statuses.push(`${status}: ${detail}`),
    )
    market.hold('EUR/USD', { channel: 'bbo' })
    await runtime.run({ forMs: 3_000 })
    venue.setTerminalOnline(false)
    await runtime.run({ forMs: 3_000 })
    venue.setTerminalOnline(true)
    venue.announceGap('EURUSD', OFF_MS + 1_000, OFF_MS + 61_000, 'reconnect')
    await runtime.run({ forMs: 3_000 })
    expect(statuses).toEqual([
      'degraded: the terminal is not connected',
      'online: the terminal is connected',
      'degraded: no ticks of EURUSD from 1000000 to 61000000 µs: reconnect',
    ])
  })

  test('has the quotes that fell between two connections in its history', async () => {
    const { runtime, venue, market, driver, http } = await open()
    const quotes: Bbo[] = []
    market.subscribe('bbo', { pair: 'EUR/USD' }, (bbo) => quotes.push(bbo.copy()))
    await runtime.run({ forMs: 20_000 })
    runtime.network.cut(venue.streams['bridge']?.origin ?? '')
    await runtime.run({ forMs: 30_000 })
    venue.stop()
    await runtime.run({ forMs: 1_000 })
    const times = quotes.map(({ venueTimeUs = 0 }) => venueTimeUs)
    const span = { fromTimeUs: times[0] ?? 0, toTimeUs: times.at(-1) ?? 0 }
    const past = await runtime.settle(http.send(driver.ticks(market.slot('EUR/USD'), span)))
    const wanted = quotesOf(
      venue.ticks('EURUSD', span.fromTimeUs / 1000 + OFF_MS, span.toTimeUs / 1000 + OFF_MS),
    )
    expect(past.events().map(told)).toEqual(wanted)
    expect(past.count).toBeGreaterThan(quotes.length)
  })
})
