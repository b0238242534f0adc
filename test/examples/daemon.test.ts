import { describe, expect, test } from 'vitest'
import { SIMULATED_NAMES } from '../../src/sim/index.ts'
import { startExample } from './example.ts'

const LIMIT_MS = 60_000

const typed = (lines: readonly string[], type: string) =>
  lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line['type'] === type)

describe('the daemon that npm start runs', () => {
  test(
    'runs for a while, ends with a summary and exit code 0',
    async () => {
      const example = startExample('daemon/main.ts', [
        '--for',
        '6s',
        '--json',
        '--venues',
        'binance',
      ])
      expect(await example.ended()).toMatchObject({ code: 0 })
      const statuses = typed(example.lines, 'status')
      expect(statuses.length).toBeGreaterThan(3)
      expect(statuses.at(-1)).toMatchObject({
        venues: ['binance'],
        waiting: {},
        refused: {},
        books: [
          { venue: 'binance', pair: 'BTC/USDT', state: 'live' },
          { venue: 'binance', pair: 'ETH/USDT', state: 'live' },
        ],
      })
      expect(JSON.parse(example.lines.at(-1) ?? '')).toMatchObject({
        type: 'summary',
        venues: 1,
        books: 2,
        live: 2,
        isGood: true,
      })
    },
    LIMIT_MS,
  )

  test(
    'drains on Ctrl-C and exits with 0 within 10 seconds',
    async () => {
      const example = startExample('daemon/main.ts', ['--json', '--venues', 'binance'])
      await example.seen((line) => line.includes('"state":"live"') && line.includes('"status"'))
      example.interrupt()
      const { code, tookMs } = await example.ended()
      expect(code).toBe(0)
      expect(tookMs).toBeLessThan(10_000)
      expect(JSON.parse(example.lines.at(-1) ?? '')).toMatchObject({ type: 'summary' })
    },
    LIMIT_MS,
  )

  test(
    'with --faults loses frames and a connection, and every book comes back',
    async () => {
      const args = ['--for', '12s', '--json', '--faults', '--venues', 'binance']
      const example = startExample('daemon/main.ts', args)
      expect(await example.ended()).toMatchObject({ code: 0 })
      const summary = JSON.parse(example.lines.at(-1) ?? '') as { live: number; resyncs: number }
      expect(summary.live).toBe(2)
      expect(summary.resyncs).toBeGreaterThan(0)
    },
    LIMIT_MS,
  )

  test(
    'trades, loses answers to orders, finds out what became of them, and has what the venues have',
    async () => {
      const args = ['--role', 'both', '--for', '20s', '--faults', '--json']
      const example = startExample('daemon/main.ts', args)
      expect(await example.ended()).toMatchObject({ code: 0 })
      const summary = JSON.parse(example.lines.at(-1) ?? '')
      expect(summary).toMatchObject({
        venues: 3,
        isGood: true,
        compared: { fillVenues: 2, differences: [] },
      })
      const { trading, compared } = summary
      expect(trading.unknown).toBeGreaterThan(0)
      expect(trading.unknownResolved).toBe(trading.unknown)
      expect(trading.tickToTrade.count).toBeGreaterThan(0)
      expect(compared.fills).toBeGreaterThan(1)
      expect(typed(example.lines, 'fill')).toHaveLength(compared.fills)
    },
    LIMIT_MS,
  )

  test(
    'in role trader keeps no books of tasks, and cancels its orders on Ctrl-C',
    async () => {
      const example = startExample('daemon/main.ts', ['--role', 'trader', '--venues', 'bybit'])
      await example.seen((line) => /^grid-bybit +bybit +\S+ +running +[1-9]/.test(line))
      example.interrupt()
      const { code, tookMs } = await example.ended()
      expect([code, tookMs < 10_000]).toEqual([0, true])
      const text = example.lines.join('\n')
      expect(text).not.toMatch(/^venue +pair/m)
      expect(text).toMatch(/: 0 differences$/m)
      expect(text).toMatch(/ 0 orders left$/m)
    },
    LIMIT_MS,
  )

  test(
    'with --venues all keeps the books of every simulated venue',
    async () => {
      const example = startExample('daemon/main.ts', ['--for', '12s', '--json', '--venues', 'all'])
      expect(await example.ended()).toMatchObject({ code: 0 })
      const last = typed(example.lines, 'status').at(-1) as { venues: string[]; refused: object }
      expect([[...last.venues].sort(), last.refused]).toEqual([[...SIMULATED_NAMES].sort(), {}])
      const summary = JSON.parse(example.lines.at(-1) ?? '') as { books: number; live: number }
      expect(summary.books).toBe(2 * SIMULATED_NAMES.length)
      expect(summary.live).toBe(summary.books)
    },
    LIMIT_MS,
  )

  test.each([
    [['--venues', 'nope'], '--venues: there is no "nope"; there are '],
    [['--for', 'soon'], '--for: expected a duration such as 20s, was "soon"'],
    [['--role', 'watcher'], '--role: expected monitor, trader, both, was "watcher"'],
    [['--role', 'trader', '--live'], '--role trader is for simulated venues: leave out --live'],
    [
      ['--role', 'both', '--venues', 'kucoin'],
      '--role both: expected one of --venues with accounts (binance, bybit, okx), was none',
    ],
    [['--live', '--faults'], '--faults is for simulated venues: leave out --live'],
  ])(
    'refuses %j with exit code 2',
    async (args, expected) => {
      const example = startExample('daemon/main.ts', args)
      expect(await example.ended()).toMatchObject({ code: 2 })
      expect(example.err()).toContain(expected)
    },
    LIMIT_MS,
  )

  test(
    'shows a table where nobody asked for JSON',
    async () => {
      const example = startExample('daemon/main.ts', ['--for', '3s', '--venues', 'binance'])
      expect(await example.ended()).toMatchObject({ code: 0 })
      const text = example.lines.join('\n')
      expect(text).toMatch(/^venue +pair +bid +ask +spread +book +msg\/s/m)
      expect(text).toMatch(/^strategy +account +pair +state +orders +live +fills/m)
      expect(text).toMatch(/^2 of 2 books live at 1 venues, \d+ resyncs, recorded to /m)
    },
    LIMIT_MS,
  )
})
