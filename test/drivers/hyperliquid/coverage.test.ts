import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FACTS } from '../../../src/drivers/hyperliquid/venue.ts'
import { fixturesOf } from '../run-fixtures.ts'

const fixtures = fixturesOf('hyperliquid')
const channels = new Set(
  fixtures.flatMap(([, { frame }]) => {
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame)
    return [...text.matchAll(/"channel":"(\w+)"/g)].map(([, name = '']) => name)
  }),
)

const source = (name: string): string =>
  readFileSync(new URL(`../../../src/drivers/hyperliquid/${name}.ts`, import.meta.url), 'utf8')

/** Every channel that the decoders know by name, taken from their sources. */
function knownChannels(): readonly string[] {
  const cold = source('decode-cold')
  const arms = [...cold.matchAll(/case '(\w+)':/g)].map(([, word = '']) => word)
  const table = /ASIDE: Readonly<Record<string, string>> = \{([^}]*)\}/.exec(cold)?.[1] ?? ''
  const aside = [...table.matchAll(/^ {2}(\w+):/gm)].map(([, word = '']) => word)
  const list = /CHANNELS: KeySet = new KeySet\(\[([^\]]*)\]/.exec(source('frame-keys'))?.[1] ?? ''
  const hot = [...list.matchAll(/'(\w+)'/g)].map(([, word = '']) => word)
  return [...new Set([...hot, ...arms, ...aside])]
}

describe('the fixtures of Hyperliquid', () => {
  test('are asked for every channel of the three lists', () => {
    for (const channel of ['l2Book', 'candle', 'userFills'])
      expect(knownChannels()).toContain(channel)
  })

  test.each(knownChannels())('have a frame of channel %s', (channel) => {
    expect(channels).toContain(channel)
  })

  test('have an event of every channel that the driver offers in a market', () => {
    const marketOf = new Map(FACTS.products.map(({ id, market }) => [id, market]))
    const told = new Set(
      fixtures.flatMap(([, { market, events = [] }]) =>
        events.map((event) => `${market} ${(event as { type: string }).type}`),
      ),
    )
    for (const { product, channel } of FACTS.channels)
      expect(told).toContain(
        `${marketOf.get(product)} ${channel === 'book' ? 'bookSnapshot' : channel}`,
      )
  })

  test('name their documentation and the day it was read', () => {
    for (const [, { doc }] of fixtures) expect(doc).toMatch(/; \d{4}-\d{2}-\d{2}$/)
  })
})
