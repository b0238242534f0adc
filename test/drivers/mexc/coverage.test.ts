import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FACTS } from '../../../src/drivers/mexc/venue.ts'
import { fixturesOf } from '../run-fixtures.ts'

const fixtures = fixturesOf('mexc')
const texts = fixtures.map(([, { frame }]) =>
  typeof frame === 'string' ? frame : JSON.stringify(frame),
)
const source = (name: string): string =>
  readFileSync(new URL(`../../../src/drivers/mexc/${name}.ts`, import.meta.url), 'utf8')

/** Every channel of futures that the decoders know a word for, taken from their sources. */
function knownChannels(): readonly string[] {
  const words = `${source('futures/frame-keys')}${source('futures/decode-cold')}`
  return [...new Set([...words.matchAll(/'(push\.[\w.]+)'/g)].map(([, word = '']) => word))]
}

/** Names of the bodies of spot by the constant that the decoder has for them. */
function knownBodies(): readonly string[] {
  const bodies = [...source('proto-fields').matchAll(/export const (\w+) = 3(0[1-9]|1\d)\b/g)]
  return bodies.map(([, name = '']) =>
    name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
  )
}

describe('the fixtures of MEXC', () => {
  test('are asked for every body and every channel', () => {
    expect(knownBodies()).toHaveLength(15)
    for (const channel of ['push.depth', 'push.ticker', 'push.contract'])
      expect(knownChannels()).toContain(channel)
  })

  test.each(knownBodies())('have a frame with the body %s', (body) => {
    const name = body.startsWith('private')
      ? body
      : `public${body[0]?.toUpperCase()}${body.slice(1)}`
    expect(texts.some((text) => text.includes(`"${name}"`))).toBe(true)
  })

  test.each(knownChannels())('have a frame of the channel %s', (channel) => {
    expect(texts.some((text) => text.includes(`"${channel}"`))).toBe(true)
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
