import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { METHODS } from '../../../src/drivers/coinex/frame-keys.ts'
import { FACTS } from '../../../src/drivers/coinex/venue.ts'
import { fixturesOf } from '../run-fixtures.ts'

const fixtures = fixturesOf('coinex')
const texts = fixtures.map(([, { frame }]) =>
  typeof frame === 'string' ? frame : JSON.stringify(frame),
)

/** Every method that the decoders know, taken from their sources. */
function knownMethods(): readonly string[] {
  const path = '../../../src/drivers/coinex/decode-cold.ts'
  const cold = readFileSync(new URL(path, import.meta.url), 'utf8')
  const arms = [...cold.matchAll(/case '([\w.]+)':/g)].map(([, word = '']) => word)
  return [...METHODS.keys, ...arms]
}

describe('the fixtures of CoinEx', () => {
  test('are asked for every method of both decoders', () => {
    for (const method of ['depth.update', 'state.update', 'position.update'])
      expect(knownMethods()).toContain(method)
  })

  test.each(knownMethods())('have a push of %s', (method) => {
    expect(texts.some((text) => text.includes(`"method":"${method}"`))).toBe(true)
  })

  test('have an event of every channel that the driver streams, of each product', () => {
    const productOf = ({ market, pair }: { market: string; pair: string }): string =>
      market === 'spot' ? 'spot' : pair.includes('/USD:') ? 'inverse' : 'linear'
    const told = new Set(
      fixtures.flatMap(([, { events = [] }]) =>
        events.map((event) => {
          const { type, ...head } = event as { type: string; market: string; pair: string }
          return `${productOf(head)} ${type}`
        }),
      ),
    )
    for (const { product, channel, via } of FACTS.channels) {
      if (via === 'poll') continue // See rest.test.ts.
      expect(told).toContain(`${product} ${channel === 'book' ? 'bookSnapshot' : channel}`)
    }
    expect(told).toContain('spot bookDelta')
  })

  test('name their documentation and the day it was read', () => {
    for (const [, { doc }] of fixtures) expect(doc).toMatch(/; \d{4}-\d{2}-\d{2}$/)
  })
})
