import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CHANNELS, DEPTHS } from '../../../src/drivers/bybit/frame-keys.ts'
import { FACTS } from '../../../src/drivers/bybit/venue.ts'
import { fixturesOf } from '../run-fixtures.ts'

const fixtures = fixturesOf('bybit')
const texts = fixtures.map(([, { frame }]) =>
  typeof frame === 'string' ? frame : JSON.stringify(frame),
)
const cold = readFileSync(
  new URL('../../../src/drivers/bybit/decode-cold.ts', import.meta.url),
  'utf8',
)

/** Every word that the cold decoder compares a topic's beginning with, taken from its source. */
function coldTopics(): readonly string[] {
  const arms = [...cold.matchAll(/case '(\w+)':/g)].map(([, word = '']) => word)
  const legacy = /LEGACY: ReadonlySet<string> = new Set\(\[([^\]]*)\]/.exec(cold)?.[1] ?? ''
  return [...arms, ...[...legacy.matchAll(/'(\w+)'/g)].map(([, word = '']) => word)]
}

describe('the fixtures of Bybit', () => {
  test('are asked for every kind of both lists', () => {
    for (const topic of ['tickers', 'system', 'klineV2']) expect(coldTopics()).toContain(topic)
  })

  test.each([...CHANNELS.keys, ...coldTopics()])('have a frame of topic %s', (topic) => {
    expect(texts.some((text) => text.includes(`"topic":"${topic}.`))).toBe(true)
  })

  test.each(DEPTHS.keys)('have an event of depth %s', (depth) => {
    const found = fixtures.filter(([name]) => name.startsWith(`orderbook.${depth}.`))
    expect(found.some(([, { outcome }]) => outcome === 'event')).toBe(true)
  })

  test('have a frame for each reason to leave one aside', () => {
    const reasons = [...cold.matchAll(/'([a-z][^'\n]* [^'\n]*)'/g)].map(([, text = '']) => text)
    const told = new Set(fixtures.map(([, { reason }]) => reason))
    const isReason = (text: string): boolean =>
      !/^(expected|topic|message is|instrument)/.test(text)
    for (const reason of reasons.filter(isReason)) expect([...told]).toContain(reason)
  })

  test('have an event of every channel that the driver offers for a product line', () => {
    const marketOf = new Map(FACTS.products.map(({ id, market }) => [id, market]))
    const told = new Set(
      fixtures.flatMap(([, { market, events = [] }]) =>
        events.map((event) => `${market} ${(event as { type: string }).type}`),
      ),
    )
    for (const { product, channel } of FACTS.channels) {
      // The platform's status has no market.
      if (channel === 'status') continue
      const types = channel === 'book' ? ['bookDelta', 'bookSnapshot'] : [channel]
      for (const type of types) expect([...told]).toContain(`${marketOf.get(product)} ${type}`)
    }
  })

  test('name their documentation and the day it was read', () => {
    for (const [, { doc }] of fixtures) expect(doc).toMatch(/; \d{4}-\d{2}-\d{2}$/)
  })
})
