import { describe, expect, test } from 'vitest'
import { dukascopy, jsonBackend } from '../../../src/drivers/dukascopy/index.ts'
import { slotOf, us } from './support.ts'

/** First ticks of EUR/USD of 2026-07-13 12:00 UTC, as the service answers. */
const TICKS = `{"timestamp":1783944000000,"multiplier":1.0E-5,"ask":1.14277,"bid":1.14273,
"times":[93,104,154,105],"asks":[0,-2,-2,4],"bids":[0,-2,1,1],
"askVolumes":[1800000,900000,900000,2250000],"bidVolumes":[2700000,14490000,900000,1800000]}`

const CANDLES = `{"timestamp":1783641600000,"multiplier":1.0E-5,"open":1.14331,"high":1.14334,"low":1.14322,"close":1.14324,
"shift":60000,"times":[0,1,1,2],"opens":[0,-8,9,0],"highs":[0,1,4,-3],"lows":[0,-4,5,7],"closes":[0,9,-2,4],
"volumes":[197.1,104.85,103.5,72.9]}`

const answer = (body: string) => ({ status: 200, headers: {}, body: Buffer.from(body) })
const hourUs = us('2026-07-13T12:00:00Z')
const ticksOf = (body: string, code = 'EUR-USD') =>
  jsonBackend.hour(slotOf(code), hourUs).parse(answer(body), 7)

describe('an hour of the JSON service', () => {
  test('adds up its differences: times, asks and bids, each to its base', () => {
    const told = ticksOf(TICKS)
      .events()
      .map((bbo) => [
        new Date((bbo.venueTimeUs ?? 0) / 1000).toISOString().slice(14, -1),
        bbo.priceText('ask'),
        bbo.priceText('bid'),
        bbo.sizeText('ask'),
        bbo.sizeText('bid'),
      ])
    expect(told).toEqual([
      ['00:00.093', '1.14277', '1.14273', '1800000', '2700000'],
      ['00:00.197', '1.14275', '1.14271', '900000', '14490000'],
      ['00:00.351', '1.14273', '1.14272', '900000', '900000'],
      ['00:00.456', '1.14277', '1.14273', '2250000', '1800000'],
    ])
  })

  test('without ticks has no base either', () => {
    const empty =
      '{"timestamp":1783944000000,"multiplier":1.0E-5,"ask":null,"bid":null,"times":[],"asks":[],"bids":[],"askVolumes":[],"bidVolumes":[]}'
    expect(ticksOf(empty).count).toBe(0)
  })

  test('takes the unit of a price from the answer alone, whatever the listing says', () => {
    const one = (multiplier: string, ask: string) =>
      ticksOf(
        `{"timestamp":0,"multiplier":${multiplier},"ask":${ask},"bid":${ask},"times":[1,1],"asks":[0,1],"bids":[0,-1],"askVolumes":[1.5,1],"bidVolumes":[1,2.0E0]}`,
      )
        .events()
        .map((bbo) => [bbo.priceText('bid'), bbo.priceText('ask'), bbo.sizeText('ask')])
    expect(one('0.1', '61737.6')).toEqual([
      ['61737.6', '61737.6', '1.5'],
      ['61737.5', '61737.7', '1'],
    ])
    expect(one('1.0', '7')[1]).toEqual(['6', '8', '1'])
    // A unit that is no power of ten, and a base that floating point has bent.
    expect(one('5.0E-4', '1.14250000000000002')[1]).toEqual(['1.142', '1.143', '1'])
  })

  test.each([
    ['a column that is shorter', TICKS.replace('[0,-2,-2,4]', '[0,-2,-2]'), '4 times, but 3 asks'],
    ['no base', TICKS.replace('1.14277', 'null'), 'no ask to add them to'],
    ['a time that falls', TICKS.replace('[93,104', '[93,-104'), '104 ms before'],
    ['no multiplier', TICKS.replace('multiplier', 'x'), 'multiplier'],
    ['a multiplier of 0', TICKS.replace('1.0E-5', '0'), 'no prices'],
    ['half of it missing', TICKS.slice(0, 200), 'JSON'],
    ['a page of the gateway', '<html></html>', 'JSON'],
  ])('with %s is refused, and may be fetched again', (_name, body, message) => {
    expect(() => ticksOf(body)).toThrow(
      expect.objectContaining({ code: 'MALFORMED_RESPONSE', retry: 'safe' }),
    )
    expect(() => ticksOf(body)).toThrow(message)
  })
})

describe('bars of the JSON service', () => {
  const { instrument } = slotOf('EUR-USD')
  const read = (body: string) =>
    jsonBackend.candles(instrument, '1m', us('2026-07-10T00:00:00Z')).parse(answer(body), 7)

  test('add up each column by itself; a step above 1 skips bars; volumes are millions', () => {
    const rows = read(CANDLES).map((bar) => [
      bar.openTimeUs / 60_000_000 - 1_783_641_600 / 60,
      bar.open,
      bar.high,
      bar.low,
      bar.close,
      bar.volume,
    ])
    expect(rows).toEqual([
      [0, '1.14331', '1.14334', '1.14322', '1.14324', '197100000'],
      [1, '1.14323', '1.14335', '1.14318', '1.14333', '104850000'],
      [2, '1.14332', '1.14339', '1.14323', '1.14331', '103500000'],
      [4, '1.14332', '1.14336', '1.1433', '1.14335', '72900000'],
    ])
  })

  test('of a bucket without any are none', () => {
    const none =
      '{"timestamp":0,"multiplier":1.0E-5,"open":null,"high":null,"low":null,"close":null,"shift":60000,"times":[],"opens":[],"highs":[],"lows":[],"closes":[],"volumes":[]}'
    expect(read(none)).toEqual([])
  })

  test('are cut to the range that history asks for', () => {
    const { rest } = dukascopy()
    const fromTimeUs = us('2026-07-10T00:01:00Z')
    const call = rest.candles?.(instrument, '1m', { fromTimeUs, limit: 2 })
    const rows = call?.parse(answer(CANDLES), 7) ?? []
    expect(rows.map(({ openTimeUs }) => openTimeUs - fromTimeUs)).toEqual([0, 60_000_000])
    expect(() => rest.candles?.(instrument, '1m', { limit: 2 })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    )
  })
})
