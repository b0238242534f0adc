import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { driverFiles } from '../../src/cli/create-driver/driver-files.ts'
import { driverName } from '../../src/cli/create-driver/driver-name.ts'
import type { ExchangeDriver } from '../../src/core/index.ts'
import { createInstrumentTable } from '../../src/drivers/kit/index.ts'
import { conformance } from '../../src/testing/index.ts'
import { pageFiles } from './page-files.ts'
import { root } from './snippets.ts'
import { simulatedTidepool } from './tidepool-venue.ts'

const files = pageFiles('docs/adding-a-driver.md')

/** Inside the repository, so that its imports are those of the sources; ignored by git. */
const FOLDER = `${root}.cache/made-up-driver`
rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(FOLDER, { recursive: true })
for (const [name, code] of Object.entries(files)) writeFileSync(`${FOLDER}/${name}`, code)
const { tidepool } = (await import(`${FOLDER}/index.ts`)) as { tidepool: () => ExchangeDriver }

describe('the page that builds a driver', () => {
  test('does it in less than 200 lines of code, the test included', () => {
    const lines = Object.values(files)
      .flatMap((code) => code.split('\n'))
      .filter((line) => !/^\s*(?:$|\/\/|\/\*\*.*\*\/$)/.test(line))
    expect(lines.length).toBeGreaterThan(100)
    expect(lines.length).toBeLessThan(200)
  })

  test('imports public entries and its own files only', () => {
    const from = Object.values(files).flatMap((code) =>
      [...code.matchAll(/ from '([^']+)'/g)].map(([, name = '']) => name),
    )
    const outside = new Set(from.filter((name) => !/^\.\/[a-z]+\.ts$/.test(name)))
    expect([...outside].sort()).toEqual([
      'crossbook',
      'crossbook/driver-kit',
      'crossbook/testing',
      'node:test',
    ])
  })

  test('shows the code that `crossbook create-driver` writes', () => {
    const written = driverFiles(driverName('tidepool'))
    const code = Object.keys(written).filter((name) => name.endsWith('.ts'))
    expect(Object.keys(files).sort()).toEqual(code.sort())
    for (const name of code) expect(files[name]).toBe(written[name])
  })
})

describe('the decoder of the page', () => {
  const trade = '"symbol":"BTC-USDT","id":"71","time":1767000000000,"price":"9.5","size":"2"'
  const book = '"bids":[["9.5","2"]],"symbol":"BTC-USDT","seq":8,"whole":true,"asks":[]'
  test.each([
    ['keys in another order', `{${book},"channel":"book"}`, 'event', 1],
    ['a trade', `{"channel":"trade",${trade},"taker":"sell"}`, 'event', 1],
    ['a side that is none', `{"channel":"trade",${trade},"taker":"both"}`, 'fault', 0],
    ['a trade without its side', `{"channel":"trade",${trade}}`, 'fault', 0],
    ['a price of null', `{"channel":"trade",${trade},"price":null,"taker":"buy"}`, 'fault', 0],
    ['a book of one side', `{"channel":"book","symbol":"BTC-USDT","seq":8,"bids":[]}`, 'fault', 0],
    ['a book without its number', `{"channel":"book",${book},"seq":null}`, 'fault', 0],
    ['an unknown instrument', `{"channel":"book","symbol":"X-Y"}`, 'ignored', 0],
    ['an unknown channel', `{"channel":"news","symbol":"BTC-USDT"}`, 'ignored', 0],
    ['an answer', `{"re":1,"ok":true}`, 'control', 0],
  ])('reads %s', (_what, frame, outcome, told) => {
    const driver = tidepool()
    const table = createInstrumentTable()
    const instrument = driver.inferInstrument('spot', 'BTC-USDT')
    if (instrument !== undefined) table.add(instrument)
    let events = 0
    const count = (event: { readonly type: string }): void => {
      // The scale grows from that of an inferred instrument, and is told too.
      if (event.type !== 'instrumentChanged') events += 1
    }
    const sink = { book: count, bbo: count, trade: count, event: count, lost: () => {} }
    const decoder = driver.createDecoder(table, 'spot')
    expect(decoder.decode(new TextEncoder().encode(frame), 1, sink)).toBe(outcome)
    expect(events).toBe(told)
    if (outcome === 'fault') expect(decoder.fault?.code).toBe('MALFORMED_FRAME')
  })
})

describe('the driver of the page, on its simulated venue', () => {
  const checks = conformance({ driver: tidepool(), simulate: simulatedTidepool })

  test('leaves out no clause but those of what the venue does not have', () => {
    expect(checks.flatMap(({ id, skip }) => (skip === undefined ? [] : [id])).sort()).toEqual([
      'B10',
      'B8',
      'R5',
      // The page's driver leaves `knownMessages` out, which is optional.
      'V1',
      'V2',
      'X5',
    ])
  })

  for (const { title, skip, run } of checks)
    test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
})
