import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FACTS } from '../../../src/drivers/binance/venue.ts'
import { fixturesOf } from '../run-fixtures.ts'

const fixtures = fixturesOf('binance')
const texts = fixtures.map(([, { frame }]) =>
  typeof frame === 'string' ? frame : JSON.stringify(frame),
)

const source = (name: string): string =>
  readFileSync(new URL(`../../../src/drivers/binance/${name}.ts`, import.meta.url), 'utf8')

const words = (text: string | undefined): readonly string[] =>
  [...(text ?? '').matchAll(/'(\w+)'/g)].map(([, word = '']) => word)

/** Every word that the decoders compare an event's type with, taken from their sources. */
function knownEventTypes(): readonly string[] {
  const cold = source('decode-cold')
  const arms = [...cold.matchAll(/case '(\w+)':/g)].map(([, word = '']) => word)
  const ofAccounts = words(/PRIVATE_EVENTS = new Set\(\[([^\]]*)\]/.exec(cold)?.[1])
  const hot = words(/EVENTS: KeySet = new KeySet\(\[([^\]]*)\]/.exec(source('frame-keys'))?.[1])
  return [...new Set([...hot, ...arms, ...ofAccounts])]
}

describe('the fixtures of Binance', () => {
  test('are asked for every kind of the three lists', () => {
    const known = knownEventTypes()
    for (const type of ['depthUpdate', '24hrTicker', 'ORDER_TRADE_UPDATE'])
      expect(known).toContain(type)
  })

  test.each(knownEventTypes())('have a frame of event type %s', (type) => {
    expect(texts.some((text) => text.includes(`"e":"${type}"`))).toBe(true)
  })

  test.each([
    ['depth', /@depth(@|")/],
    ['partial', /@depth(5|10|20)@/],
    ['rpiDepth', /@rpiDepth/],
    ['bookTicker', /@bookTicker"/],
    ['bookTicker of all', /"!bookTicker"/],
    ['trade', /@trade"/],
    ['aggTrade', /@aggTrade"/],
  ])('have a combined stream of kind %s', (_kind, name) => {
    expect(texts.some((text) => text.startsWith('{"stream":') && name.test(text))).toBe(true)
  })

  test('have an event of every channel that the driver offers for a product line', () => {
    const marketOf = new Map(FACTS.products.map(({ id, market }) => [id, market]))
    const told = new Set(
      fixtures.flatMap(([, { market, events = [] }]) =>
        events.map((event) => `${market} ${(event as { type: string }).type}`),
      ),
    )
    for (const { product, channel } of FACTS.channels) {
      if (channel === 'instrument') continue // `instrumentChanged`, see instruments.test.ts
      const types = channel === 'book' ? ['bookDelta', 'bookSnapshot'] : [channel]
      for (const type of types) expect(told).toContain(`${marketOf.get(product)} ${type}`)
    }
  })

  test('name their documentation and the day it was read', () => {
    for (const [, { doc }] of fixtures) expect(doc).toMatch(/; \d{4}-\d{2}-\d{2}$/)
  })
})
