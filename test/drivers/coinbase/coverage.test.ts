import { describe, expect, test } from 'vitest'
import * as exchange from '../../../src/drivers/coinbase/exchange/frame-keys.ts'
import { CHANNELS } from '../../../src/drivers/coinbase/frame-keys.ts'
import { FACTS } from '../../../src/drivers/coinbase/venue.ts'
import { fixturesOf } from '../run-fixtures.ts'

const fixtures = fixturesOf('coinbase')
const texts = fixtures.map(([, { frame }]) =>
  typeof frame === 'string' ? frame : JSON.stringify(frame),
)
/** Every channel that the documentation names. */
const DOCUMENTED = ['candles', 'status', 'ticker_batch', 'user', 'futures_balance_summary']

describe('the fixtures of Coinbase', () => {
  test.each([...CHANNELS.keys, ...DOCUMENTED])('have a frame of channel %s', (channel) => {
    expect(texts.some((text) => text.includes(`"channel":"${channel}"`))).toBe(true)
  })

  test.each(exchange.TYPES.keys)('have an Exchange frame of type %s', (type) => {
    expect(texts.some((text) => text.startsWith(`{"type":"${type}"`))).toBe(true)
  })

  test('have an event of every streamed channel of each market', () => {
    const marketOf = new Map(FACTS.products.map(({ id, market }) => [id, market]))
    const told = new Set(
      fixtures.flatMap(([, { events = [] }]) =>
        events.map((event) => {
          const { market, type } = event as { market: string; type: string }
          return `${market} ${type}`
        }),
      ),
    )
    for (const { product, channel, via } of FACTS.channels) {
      // `instrumentChanged`: instruments.test.ts; what is polled: rest.test.ts.
      if (channel === 'instrument' || via === 'poll') continue
      const type = channel === 'book' ? 'bookSnapshot' : channel
      expect(told).toContain(`${marketOf.get(product)} ${type}`)
    }
  })

  test('name their documentation and the day it was read', () => {
    for (const [, { doc }] of fixtures) expect(doc).toMatch(/; \d{4}-\d{2}-\d{2}$/)
  })
})
