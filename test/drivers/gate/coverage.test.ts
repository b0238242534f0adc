import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CHAIN_FEEDS, CHANNELS, DIFF_FEEDS } from '../../../src/drivers/gate/frame-keys.ts'
import { FACTS } from '../../../src/drivers/gate/venue.ts'
import { fixturesOf } from '../run-fixtures.ts'

const fixtures = fixturesOf('gate')
const texts = fixtures.map(([, { frame }]) =>
  typeof frame === 'string' ? frame : JSON.stringify(frame),
)
const cold = readFileSync(
  new URL('../../../src/drivers/gate/decode-cold.ts', import.meta.url),
  'utf8',
)
const coldChannels = [...cold.matchAll(/case '([a-z._]+)':/g)].map(([, word = '']) => word)

describe('the fixtures of Gate', () => {
  test('are asked for the channels of both decoders', () => {
    expect(coldChannels).toContain('futures.public_liquidates')
    expect(CHANNELS.keys).toContain('spot.obu')
  })

  test.each([...CHANNELS.keys, ...coldChannels])('have a frame of channel %s', (channel) => {
    expect(texts.some((text) => text.includes(`"channel":"${channel}"`))).toBe(true)
  })

  test.each([...Object.values(CHAIN_FEEDS), ...Object.values(DIFF_FEEDS), 'order_book'])(
    'have a book of feed %s',
    (feed) => {
      const feeds = fixtures.flatMap(([, { events = [] }]) =>
        events.map((event) => (event as { feed?: string }).feed),
      )
      expect(feeds).toContain(feed)
    },
  )

  test('have an event of every channel that the driver offers for a product line', () => {
    const { products, channels } = FACTS.v2
    const marketOf = new Map(products.map(({ id, market }) => [id, market]))
    const told = new Set(
      fixtures.flatMap(([, { market, events = [] }]) =>
        events.map((event) => `${market} ${(event as { type: string }).type}`),
      ),
    )
    for (const { product, channel } of channels) {
      const types = channel === 'book' ? ['bookDelta', 'bookSnapshot'] : [channel]
      for (const type of types) expect(told).toContain(`${marketOf.get(product)} ${type}`)
    }
  })

  test('name their documentation and the day it was read', () => {
    for (const [, { doc }] of fixtures) expect(doc).toMatch(/; \d{4}-\d{2}-\d{2}$/)
  })
})
