import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { nodeFiles } from '../../src/runtime/node/index.ts'
import { readSegments } from '../../src/storage/file/index.ts'
import { startExample } from './example.ts'

const LIMIT_MS = 30_000

test(
  'market-data prints the best levels until Ctrl-C',
  async () => {
    const example = startExample('market-data.ts', ['--simulated'])
    const line = await example.seen((text) => text.startsWith('bid '))
    expect(line).toMatch(/^bid [\d.]+ × [\d.]+ {2}ask [\d.]+ × [\d.]+$/)
    example.interrupt()
    expect(await example.ended()).toMatchObject({ code: 0 })
    expect(example.err()).toBe('')
  },
  LIMIT_MS,
)

test(
  'recorder leaves everything on disk',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crossbook-test-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const example = startExample('recorder.ts', [folder, '--simulated'])
    await example.seen((text) => Number(/^(\d+) rows/.exec(text)?.[1]) > 20)
    example.interrupt()
    expect(await example.ended()).toMatchObject({ code: 0 })
    expect(example.lines.at(-1)).toBe('everything is on disk')
    expect(example.err()).toBe('')
    const types = new Set<string>()
    for await (const row of readSegments(nodeFiles(), folder)) types.add(row.type)
    for (const type of ['bookSnapshot', 'bookDelta', 'bbo', 'trade', 'bookState'])
      expect(types).toContain(type)
  },
  LIMIT_MS,
)

test(
  'spread-watcher compares two venues only while both books are live',
  async () => {
    const example = startExample('spread-watcher.ts', ['--simulated'])
    await example.seen((text) => text.startsWith('buy at '))
    for (const line of example.lines)
      expect(line).toMatch(
        /^(buy at (binance|okx), sell at (binance|okx): -?[\d.]+ bps|waiting: .+ is \w+)$/,
      )
    example.interrupt()
    expect(await example.ended()).toMatchObject({ code: 0 })
    expect(example.err()).toBe('')
  },
  LIMIT_MS,
)

test(
  'paper-trading fills orders on paper, and ends by itself',
  async () => {
    const example = startExample('paper-trading.ts', [])
    const { code } = await example.ended()
    expect([code, example.err()]).toEqual([0, ''])
    expect(example.lines.some((line) => /^(buy|sell) [\d.]+ at [\d.]+, fee /.test(line))).toBe(true)
    expect(example.lines.some((line) => /^profit and loss.*: -?[\d.]+ USDT$/.test(line))).toBe(true)
  },
  LIMIT_MS,
)
