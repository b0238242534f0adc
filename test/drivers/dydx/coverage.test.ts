import { describe, expect, test } from 'vitest'
import { CHANNELS, CONTENTS_KEYS, TRADE_KEYS, TYPES } from '../../../src/drivers/dydx/frame-keys.ts'
import { FACTS } from '../../../src/drivers/dydx/venue.ts'
import { fixturesOf } from '../run-fixtures.ts'

const fixtures = fixturesOf('dydx')
const texts = fixtures.map(([, { frame }]) =>
  typeof frame === 'string' ? frame : JSON.stringify(frame),
)

describe('the fixtures of dYdX', () => {
  test.each(TYPES.keys)('have a frame of type %s', (type) => {
    expect(texts.some((text) => text.includes(`"type":"${type}"`))).toBe(true)
  })

  test.each([...CHANNELS.keys, 'v4_candles', 'v4_markets', 'v4_subaccounts'])(
    'have an answer and a change of %s, or both left aside',
    (channel) => {
      const own = texts.filter((text) => text.includes(`"channel":"${channel}"`))
      expect(own.some((text) => text.includes('"channel_data"'))).toBe(true)
      if (channel !== 'v4_subaccounts')
        expect(own.some((text) => text.includes('"subscribed"'))).toBe(true)
    },
  )

  test.each([...CONTENTS_KEYS.keys, ...TRADE_KEYS.keys])('have the word %s', (word) => {
    expect(texts.some((text) => text.includes(`"${word}":`))).toBe(true)
  })

  test('have an event of every channel that the driver offers', () => {
    const told = new Set(
      fixtures.flatMap(([, { events = [] }]) =>
        events.map((event) => (event as { type: string }).type),
      ),
    )
    for (const { channel } of FACTS.channels) {
      if (channel === 'instrument') continue // `instrumentChanged`, see instruments.test.ts
      const types = channel === 'book' ? ['bookDelta', 'bookSnapshot'] : [channel]
      for (const type of types) expect(told).toContain(type)
    }
  })

  test('name their documentation and the day it was read', () => {
    for (const [, { doc }] of fixtures) expect(doc).toMatch(/; \d{4}-\d{2}-\d{2}$/)
  })
})
