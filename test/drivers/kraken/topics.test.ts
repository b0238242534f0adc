import { describe, expect, test } from 'vitest'
import type { ChannelRequest, Instrument } from '../../../src/core/index.ts'
import { kraken } from '../../../src/drivers/kraken/index.ts'
import { continuity } from '../../../src/drivers/kraken/sequence.ts'

const driver = kraken()
const uws = kraken({ uwsFromTimeUs: 0 })

function instrument(symbol: string): Instrument {
  const found = driver.inferInstrument(symbol.includes('/') ? 'spot' : 'futures', symbol)
  if (found === undefined) throw new Error(`no instrument ${symbol}`)
  return found
}

const BTC = instrument('BTC/USD')
const PERPETUAL = instrument('PF_XBTUSD')

describe('the topics of a spot book', () => {
  test.each([
    ['bbo', 25, 'spot'],
    [20, 25, 'spot'],
    [50, 100, 'spot-book100'],
    ['full', 1000, 'spot-book1000'],
  ] as const)('of depth %s give %i levels on %s', (depth, levels, endpoint) => {
    expect(driver.topics(BTC, { channel: 'book', depth })).toEqual([
      {
        name: `book-${levels}:BTC/USD`,
        endpoint,
        channel: 'book',
        symbol: 'BTC/USD',
        feed: `book${levels}`,
        depth: levels,
      },
    ])
  })

  test('have a rule that cuts to their depth', () => {
    for (const depth of ['bbo', 20, 50, 'full'] as const) {
      const [topic] = driver.topics(BTC, { channel: 'book', depth })
      expect(continuity('spot', topic?.feed ?? '')).toMatchObject({
        snapshot: 'stream',
        truncateTo: topic?.depth,
      })
    }
  })

  test('never share a connection with another depth, or a BBO with another trigger', () => {
    const requests: ChannelRequest[] = [
      { channel: 'book', depth: 20 },
      { channel: 'book', depth: 50 },
      { channel: 'book', depth: 'full' },
    ]
    const endpoints = requests.map((request) => driver.topics(BTC, request)[0]?.endpoint)
    expect(new Set(endpoints).size).toBe(3)
    const [bbo] = driver.topics(BTC, { channel: 'bbo' })
    const [ticker] = driver.topics(BTC, { channel: 'ticker' })
    expect(bbo?.endpoint).not.toBe(ticker?.endpoint)
  })
})

test.each<[ChannelRequest, string]>([
  [{ channel: 'book' }, 'book:PF_XBTUSD'],
  [{ channel: 'trade' }, 'trade:PF_XBTUSD'],
  [{ channel: 'liquidation' }, 'trade:PF_XBTUSD'],
  [{ channel: 'ticker' }, 'ticker:PF_XBTUSD'],
  [{ channel: 'funding' }, 'ticker:PF_XBTUSD'],
  [{ channel: 'markPrice' }, 'ticker:PF_XBTUSD'],
  [{ channel: 'openInterest' }, 'ticker:PF_XBTUSD'],
])('%j on derivatives v1 is %s', (request, name) => {
  expect(driver.topics(PERPETUAL, request)).toMatchObject([{ name, endpoint: 'futures' }])
})

test.each<[Instrument, ChannelRequest, string]>([
  [PERPETUAL, { channel: 'bbo' }, 'UNKNOWN_CHANNEL'],
  [PERPETUAL, { channel: 'candle', interval: '1m' }, 'UNKNOWN_CHANNEL'],
  [BTC, { channel: 'funding' }, 'UNKNOWN_CHANNEL'],
  [BTC, { channel: 'status' }, 'UNKNOWN_CHANNEL'],
  [BTC, { channel: 'candle', interval: '3m' }, 'UNKNOWN_INTERVAL'],
])('%# what is not offered is refused by name', (of, request, code) => {
  expect(() => driver.topics(of, request)).toThrow(expect.objectContaining({ code }))
})

describe('the generation', () => {
  test('is the legacy one until the day that the driver is made for', () => {
    expect(driver.topics(PERPETUAL, { channel: 'trade' })[0]?.endpoint).toBe('futures')
    expect(uws.topics(PERPETUAL, { channel: 'trade' })[0]?.endpoint).toBe('uws')
    const lateUs = Date.UTC(2027, 2, 1) * 1000
    for (const [atTimeUs, endpoint] of [
      [lateUs - 1, 'futures'],
      [lateUs, 'uws'],
    ] as const) {
      const made = kraken({ atTimeUs })
      expect(made.topics(PERPETUAL, { channel: 'trade' })[0]?.endpoint).toBe(endpoint)
    }
  })

  test.each([driver, uws])('%# has facts for every endpoint of its topics', (made) => {
    const ids = made.facts.streams.map(({ id }) => id)
    expect(Object.keys(made.facts.urls.production?.['default']?.streams ?? {})).toEqual(ids)
    for (const { product, channel, depths, intervals } of made.facts.channels) {
      const of = product === 'spot' ? BTC : PERPETUAL
      const requests: ChannelRequest[] =
        channel === 'candle'
          ? (intervals ?? []).map((interval) => ({ channel, interval }))
          : channel === 'book'
            ? (['bbo', 20, 50, 'full'] as const).map((depth) => ({ channel, depth }))
            : [{ channel }]
      for (const request of requests) {
        const topics = made.topics(of, request)
        expect(topics).toHaveLength(1)
        expect(ids).toContain(topics[0]?.endpoint)
        if (request.channel === 'book') {
          expect(topics[0]?.depth).toBe(depths?.[request.depth ?? 'full'])
        }
      }
    }
  })
})
