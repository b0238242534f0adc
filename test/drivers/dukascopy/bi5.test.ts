import { describe, expect, test } from 'vitest'
import { candlesOfFile, hourOfPath, hourPath, ticks } from '../../../src/drivers/dukascopy/index.ts'
import { packLiterals } from '../../../src/sim/dukascopy/index.ts'
import { hex, slotOf, us } from './support.ts'

/** Three ticks; the first as users published it for EURUSD, 2019-12-30 00h. Packed by another implementation. */
const FILE = hex(
  '5d00004000ffffffffffffffff00006834df261b59b9978d687ff2b691c5a5ee637d24ca64d5de1c691dbb5c357b951484dd7d23aa72dbbc2a04081a9011c78dfb103080',
)
const RAW = hex(
  '000000da0001b4c70001b4c43f8f5c293f4000000000016a0001b4c80001b4c43fc00000401000000036ee7f0001b4cc0001b4c93f6666664167d70a',
)
const startUs = us('2019-12-30T00:00:00Z')
const eurUsd = { slot: slotOf('EUR-USD'), startUs, localTimeUs: 7 }

const EXPECTED = [
  ['2019-12-30T00:00:00.218Z', '1.11812', '750000', '1.11815', '1120000'],
  ['2019-12-30T00:00:00.362Z', '1.11812', '2250000', '1.11816', '1500000'],
  ['2019-12-30T00:59:59.999Z', '1.11817', '14490000', '1.1182', '900000'],
].map(([time = '', bidPrice, bidSize, askPrice, askSize]) => ({
  type: 'bbo',
  venue: 'dukascopy',
  market: 'spot',
  pair: 'EUR/USD',
  symbol: 'EUR-USD',
  venueTimeUs: us(time),
  localTimeUs: 7,
  bidPrice,
  bidSize,
  askPrice,
  askSize,
}))

const texts = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const withSize = (size: number): Uint8Array => {
  const copy = Buffer.from(FILE)
  copy.writeBigUInt64LE(BigInt(size), 5)
  return copy
}

describe('a file of ticks', () => {
  test.each([
    ['of unknown length', FILE],
    ['of known length', withSize(60)],
    ['of literals only', packLiterals(RAW)],
  ])(
    '%s becomes the quotes of its hour: the ask comes first in it, volumes are millions',
    (_, file) => {
      expect(texts(ticks(file, eurUsd).events())).toEqual(EXPECTED)
    },
  )

  test('is told tick by tick as borrowed events, exact as scaled integers', () => {
    const told: unknown[] = []
    ticks(FILE, eurUsd).replay((bbo) => {
      told.push([bbo.bidPrice, bbo.askPrice, bbo.bidSize, bbo.lastId])
    })
    expect(told).toEqual([
      [111_812, 111_815, 750_000, undefined],
      [111_812, 111_816, 2_250_000, undefined],
      [111_817, 111_820, 14_490_000, undefined],
    ])
  })

  test('that is empty is an hour without ticks', () => {
    expect(ticks(new Uint8Array(0), eurUsd).count).toBe(0)
  })

  test('that is cut anywhere is refused, and may be fetched again', () => {
    // The last byte is one that the packer flushes and nobody needs.
    for (let end = 1; end < FILE.length - 1; end += 1)
      expect(() => ticks(FILE.subarray(0, end), eurUsd)).toThrow(
        expect.objectContaining({ code: 'MALFORMED_RESPONSE', retry: 'safe' }),
      )
  })

  test.each([
    ['is no multiple of 20 bytes', RAW.subarray(0, 59), '59 bytes are no multiple of 20'],
    [
      'goes back in time',
      Buffer.concat([RAW.subarray(20), RAW.subarray(0, 20)]),
      'tick 2 is at 218 ms',
    ],
    ['leaves its hour', hex('0036ee800001b4c70001b4c43f8f5c293f400000'), 'tick 0 is at 3600000 ms'],
    ['has a volume that is no number', hex('000000da0001b4c70001b4c47fc000003f400000'), 'was NaN'],
    ['has a volume below 0', hex('000000da0001b4c70001b4c4bf8000003f400000'), 'was -1'],
  ])('that %s is refused', (_name, raw, message) => {
    expect(() => ticks(packLiterals(raw), eurUsd)).toThrow(message)
  })

  test('reads at the factor of its instrument, and never below the scale of the slot', () => {
    const raw = hex('000000da0001b4c70001b4c43f8f5c293f400000')
    const price = (code: string) =>
      ticks(packLiterals(raw), { slot: slotOf(code), startUs }).events()[0]
    expect(price('USD-JPY')?.priceText('ask')).toBe('111.815')
    expect(price('BTC-USD')?.priceText('ask')).toBe('11181.5')
    expect(price('AUD-CNH')?.priceText('ask')).toBe('0.111815')
    const slot = slotOf('USD-JPY')
    slot.priceScale = 5
    const [tick] = ticks(packLiterals(raw), { slot, startUs }).events()
    expect([tick?.askPrice, tick?.priceText('ask')]).toEqual([11_181_500, '111.815'])
  })

  test('of an instrument whose factor nobody knows asks for it', () => {
    const of = { slot: slotOf('NEWCOIN-USD'), startUs }
    expect(() => ticks(FILE, of)).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }))
    expect(
      ticks(FILE, { ...of, priceScale: 2 })
        .events()[0]
        ?.priceText('bid'),
    ).toBe('1118.12')
  })

  test('has its volumes as the shortest decimals that are these floats', () => {
    // 1.12, 1e-9, 0.000123, 16777.216 and 123456.79 millions.
    const floats = ['3f8f5c29', '3089705f', '3900f990', '46831a2e', '47f1206e', '00000000']
    const sizes = floats.map((float) => {
      const raw = hex(`000000da0001b4c70001b4c4${float}3f400000`)
      return ticks(packLiterals(raw), eurUsd).events()[0]?.sizeText('ask')
    })
    const naive = floats.map((float) => Buffer.from(float, 'hex').readFloatBE(0))
    sizes.forEach((text, i) => expect(Math.fround(Number(text) / 1e6)).toBe(naive[i]))
    expect(sizes[0]).toBe('1120000')
    expect(sizes[1]).toBe('0.001')
    expect(sizes[5]).toBe('0')
  })

  test('keeps crossed quotes, and counts them', () => {
    const raw = hex('000000da0001b4c40001b4c73f8f5c293f400000')
    const columns = ticks(packLiterals(raw), eurUsd)
    expect([columns.count, columns.crossedCount]).toEqual([1, 1])
    expect(ticks(FILE, eurUsd).crossedCount).toBe(0)
  })

  test('can be cut to a span, both ends included', () => {
    const columns = ticks(FILE, eurUsd)
    const count = (from: number, to: number) => columns.within(startUs + from, startUs + to).count
    expect(count(218_000, 362_000)).toBe(2)
    expect(count(218_001, 3_599_998_999)).toBe(1)
    expect(count(0, 217_999)).toBe(0)
    expect(count(3_600_000_000, 7_200_000_000)).toBe(0)
    expect(count(362_000, 218_000)).toBe(0)
  })
})

describe('a file of bars', () => {
  const bar = '0000000000022fb300022fa300022fa300022fb34294999a'
  const flat = '0000003c00022fa300022fa300022fa300022fa300000000'

  test('has open, close, low and high in that order, and flat bars that fill closed hours', () => {
    const of = { slot: slotOf('EUR-USD'), startUs, localTimeUs: 7 }
    expect(candlesOfFile(packLiterals(hex(bar + flat)), '1m', of)).toEqual([
      {
        type: 'candle',
        venue: 'dukascopy',
        market: 'spot',
        pair: 'EUR/USD',
        symbol: 'EUR-USD',
        localTimeUs: 7,
        interval: '1m',
        openTimeUs: startUs,
        open: '1.43283',
        close: '1.43267',
        low: '1.43267',
        high: '1.43283',
        volume: '74300000',
      },
    ])
  })

  test('that is no multiple of 24 bytes is refused', () => {
    expect(() => candlesOfFile(packLiterals(hex(bar).subarray(1)), '1m', eurUsd)).toThrow(
      '23 bytes are no multiple of 24',
    )
  })
})

test('a path names its hour, months from 00: December 2019 is 11', () => {
  expect(hourPath('EUR-USD', startUs)).toBe('/EURUSD/2019/11/30/00h_ticks.bi5')
  expect(hourPath('USA500.IDX-USD', us('2025-01-06T10:59:59Z'))).toBe(
    '/USA500IDXUSD/2025/00/06/10h_ticks.bi5',
  )
  expect(hourOfPath('/data/EURUSD/2019/11/30/00h_ticks.bi5')).toEqual({
    symbol: 'EURUSD',
    hourUs: startUs,
  })
  expect(hourOfPath('C:\\ticks\\EURUSD\\2025\\00\\06\\10h_ticks.bi5')?.hourUs).toBe(
    us('2025-01-06T10:00:00Z'),
  )
  for (const path of [
    'EURUSD/2019/12/30/00h_ticks.bi5',
    'EURUSD/2019/11/30/24h_ticks.bi5',
    'x.bi5',
  ])
    expect(hourOfPath(path)).toBeUndefined()
})
