import { describe, expect, test } from 'vitest'
import { TOPICS } from '../../../src/drivers/kucoin/classic/frame-keys.ts'
import { CHANNELS, DEPTHS } from '../../../src/drivers/kucoin/frame-keys.ts'
import { FACTS } from '../../../src/drivers/kucoin/venue.ts'
import { fixturesOf } from '../run-fixtures.ts'

const fixtures = fixturesOf('kucoin')
const events = fixtures.filter(([, { outcome }]) => outcome === 'event')
const texts = events.map(([, { frame }]) =>
  typeof frame === 'string' ? frame : JSON.stringify(frame),
)

/** Classic topics that the cold decoder reads; taken by hand from docs/venues/kucoin.md. */
const COLD_TOPICS = [
  '/market/ticker',
  '/contractMarket/ticker',
  '/market/snapshot',
  '/contractMarket/snapshot',
  '/market/candles',
  '/contractMarket/limitCandle',
  '/contract/instrument',
  '/contract/announcement',
]
const COLD_CHANNELS = [
  'ticker.SPOT',
  'kline.SPOT',
  'kline.FUTURES',
  'mark-price',
  'funding-fee',
  'funding-fee-all-symbols',
]

describe('the fixtures of KuCoin', () => {
  test.each([...CHANNELS.keys, ...COLD_CHANNELS])('have a frame of the channel %s', (channel) => {
    expect(texts.some((text) => text.includes(`"T":"${channel}"`))).toBe(true)
  })

  test.each(DEPTHS.keys)('have a book of depth %s', (depth) => {
    expect(texts.some((text) => text.includes(`"dp":"${depth}"`))).toBe(true)
  })

  test.each([...TOPICS.keys, ...COLD_TOPICS])('have a frame of the topic %s', (topic) => {
    expect(texts.some((text) => new RegExp(`"topic":"${topic}[:"]`).test(text))).toBe(true)
  })

  test('have an event of every streamed channel that the driver offers for a market', () => {
    const marketOf = new Map(FACTS.products.map(({ id, market }) => [id, market]))
    const told = new Set(
      events.flatMap(([, fixture]) =>
        (fixture.events ?? []).map((event) => {
          const { type, market } = event as { type: string; market: string }
          return `${market} ${type}`
        }),
      ),
    )
    for (const { product, channel, via } of FACTS.channels) {
      if (via !== 'stream') continue
      const types = channel === 'book' ? ['bookDelta', 'bookSnapshot'] : [channel]
      for (const type of types) expect(told).toContain(`${marketOf.get(product)} ${type}`)
    }
  })

  test('name their documentation and the day it was read', () => {
    for (const [, { doc }] of fixtures) expect(doc).toMatch(/; \d{4}-\d{2}-\d{2}$/)
  })
})
