import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bodyOf } from '../../../src/drivers/htx/frame-keys.ts'
import { htx } from '../../../src/drivers/htx/index.ts'
import { decodeOne, fixturesOf, runFixtures } from '../run-fixtures.ts'

const driver = htx()

runFixtures('htx', driver)

const texts = fixturesOf('htx').map(([name, fixture]) => ({ name, ...fixture }))

test.each(texts)('$name reads the same as text and as a gzip member', ({ market, frame }) => {
  const text = String(frame)
  const plain = decodeOne(driver, market, text)
  const packed = decodeOne(driver, market, gzipSync(text))
  const isNeither = !text.startsWith('{') && !text.startsWith('[')
  if (isNeither) expect(packed.outcome).toBe('fault')
  else expect(packed).toEqual(plain)
})

test('a frame that inflates to more than the bound is a fault, and so is a member cut short', () => {
  const bomb = gzipSync(`{"ch":"${' '.repeat(9_000_000)}"}`)
  const member = gzipSync('{"ping":1492420473027}')
  for (const frame of [bomb, member.subarray(0, member.length - 1), Buffer.alloc(0)]) {
    const { outcome, fault } = decodeOne(driver, 'spot', frame)
    expect([outcome, fault?.code]).toEqual(['fault', 'MALFORMED_FRAME'])
  }
})

test('the private frames of the API that V5 replaced are legacy', () => {
  const frame = texts.find(({ name }) => name.startsWith('orders_cross'))?.frame
  expect(decodeOne(driver, 'futures', String(frame)).fault?.code).toBe('LEGACY_FRAME')
})

test('every kind of hot channel and every channel of the facts has a fixture', () => {
  const hot = ['bbo', 'trade', 'chain', 'versioned', 'whole'] as const
  const channels = texts.flatMap(({ frame }) => {
    const [, channel] = /"(?:ch|rep)":"market\.[^."]+\.([^"]+)"/.exec(String(frame)) ?? []
    return channel === undefined ? [] : [channel]
  })
  for (const kind of hot) expect(channels.some((name) => bodyOf(name) === kind)).toBe(true)
  const types = new Set(
    texts.flatMap(({ events = [] }) => events.map((event) => (event as { type: string }).type)),
  )
  expect([...types].sort()).toEqual([
    'bbo',
    'bookDelta',
    'bookSnapshot',
    'candle',
    'funding',
    'indexPrice',
    'liquidation',
    'markPrice',
    'ticker',
    'trade',
    'venueStatus',
  ])
})
