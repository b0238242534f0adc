import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { nodeFiles } from '../../../src/runtime/node/index.ts'
import { FileSink, readSegments } from '../../../src/storage/file/index.ts'
import { MemoryFiles } from '../support/memory-files.ts'
import { range, tradeBatch, tradeNumbers } from '../support/rows.ts'
import { START_US } from '../support/test-ports.ts'

const HOUR_US = 3_600_000_000
const folders: string[] = []

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'crossbook-'))
  folders.push(made)
  return made
}

afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true })
})

const memorySink = (files: MemoryFiles, more = {}): FileSink =>
  new FileSink(files, { folder: 'h', compression: 'inline', ...more })

test('keeps a batch in a part, and names the segment when it closes', async () => {
  const files = new MemoryFiles()
  const sink = memorySink(files)
  await sink.write(tradeBatch('a', 0, 3))
  expect([...files.files.keys()]).toEqual(['h/testvenue/spot/2026-01-02/03-0001.ndjson.gz.part'])
  await sink.close()
  expect([...files.files.keys()]).toEqual(['h/testvenue/spot/2026-01-02/03-0001.ndjson.gz'])
})

test('starts a segment at each hour, and at each size', async () => {
  const files = new MemoryFiles()
  const sink = memorySink(files, { maxSegmentBytes: 600 })
  for (let n = 0; n < 4; n += 1) await sink.write(tradeBatch(`a${n}`, n * 10, 10))
  await sink.write(tradeBatch('b', 40, 10, START_US + HOUR_US))
  await sink.write(tradeBatch('c', 50, 10, START_US + 22 * HOUR_US))
  await sink.close()
  const names = [...files.files.keys()].map((path) => path.slice('h/testvenue/spot/'.length))
  expect(names).toEqual([
    '2026-01-02/03-0001.ndjson.gz',
    '2026-01-02/03-0002.ndjson.gz',
    '2026-01-02/04-0001.ndjson.gz',
    '2026-01-03/01-0001.ndjson.gz',
  ])
  expect(await tradeNumbers(readSegments(files, 'h'))).toEqual(range(0, 60))
})

test('keeps rows that come late behind those before them', async () => {
  const files = new MemoryFiles()
  const first = memorySink(files)
  await first.write(tradeBatch('a', 0, 2, START_US + HOUR_US))
  await first.write(tradeBatch('b', 2, 2, START_US))
  await first.close()
  const second = memorySink(files)
  await second.write(tradeBatch('c', 4, 2, START_US))
  await second.close()
  expect(await tradeNumbers(readSegments(files, 'h'))).toEqual(range(0, 6))
})

test('stores a batch once, also across restarts', async () => {
  const files = new MemoryFiles()
  for (let start = 0; start < 3; start += 1) {
    const sink = memorySink(files)
    for (let n = 0; n <= start + 1; n += 1) await sink.write(tradeBatch(`a${n}`, n * 2, 2))
    await sink.close()
  }
  const texts = [...files.files.values()].map((file) => gunzipSync(file.bytes).toString())
  expect(texts.join('').trimEnd().split('\n')).toHaveLength(8)
  expect(await tradeNumbers(readSegments(files, 'h'))).toEqual(range(0, 8))
})

test('a reader sees a part that is being written, and states its torn end', async () => {
  const files = new MemoryFiles()
  const sink = memorySink(files)
  await sink.write(tradeBatch('a', 0, 3))
  const [file] = files.files.values()
  if (file === undefined) throw new Error('expected a part')
  file.bytes = new Uint8Array([...file.bytes, ...file.bytes.subarray(0, 50)])
  const skipped: unknown[] = []
  const rows = readSegments(files, 'h', { onSkipped: (span) => skipped.push(span) })
  expect(await tradeNumbers(rows)).toEqual([0, 1, 2])
  expect(skipped).toMatchObject([{ reason: 'torn', path: expect.stringMatching(/part$/) }])
})

test('a batch whose write failed half-way is stored whole when it comes again', async () => {
  for (const operation of ['append', 'sync', 'open', 'rename', 'truncate']) {
    const files = new MemoryFiles()
    const sink = memorySink(files)
    await sink.write(tradeBatch('a', 0, 2))
    let failures = 0
    files.faultOf = (name) => {
      // A failed append is what makes the repairs run that are to fail as well.
      if (name === 'append' && failures === 0) {
        failures = 1
        return 'failHalfWay'
      }
      if (name !== operation || failures > 1) return undefined
      failures += 1
      return 'failHalfWay'
    }
    const batch = tradeBatch('b', 2, 2)
    let attempts = 0
    for (let isStored = false; !isStored; attempts += 1) {
      isStored = await sink.write(batch).then(
        () => true,
        () => false,
      )
    }
    expect(attempts).toBe(3)
    await sink.write(tradeBatch('c', 4, 2))
    await sink.close()
    const skipped: unknown[] = []
    const rows = readSegments(files, 'h', { onSkipped: (span) => skipped.push(span) })
    expect(await tradeNumbers(rows)).toEqual(range(0, 6))
    expect(skipped).toEqual([])
  }
})

test('a torn last member, cut at any byte, costs nothing that was acknowledged', async () => {
  const files = new MemoryFiles()
  const sink = memorySink(files)
  await sink.write(tradeBatch('a', 0, 4))
  const path = 'h/testvenue/spot/2026-01-02/03-0001.ndjson.gz'
  const whole = (await files.read(`${path}.part`)).length
  await sink.write(tradeBatch('b', 4, 4))
  const bytes = await files.read(`${path}.part`)
  for (let length = whole; length <= bytes.length; length += 1) {
    const torn = new MemoryFiles()
    await torn.replace(`${path}.part`, bytes.slice(0, length))
    const isWhole = length === bytes.length
    const next = memorySink(torn)
    const { segments } = await next.recover()
    expect(segments).toEqual([
      {
        path,
        keptBatches: isWhole ? 2 : 1,
        cutBytes: isWhole ? 0 : length - whole,
        wasDamaged: false,
      },
    ])
    await next.write(tradeBatch('b', 4, 4))
    await next.close()
    expect(await tradeNumbers(readSegments(torn, 'h'))).toEqual(range(0, 8))
  }
})

test('a part with no whole member goes away', async () => {
  const files = new MemoryFiles()
  await files.replace('h/testvenue/spot/2026-01-02/03-0001.ndjson.gz.part', new Uint8Array(9))
  await memorySink(files).recover()
  expect(files.files.size).toBe(0)
})

test('damage in the middle costs its own batch, and readers see a hole there', async () => {
  const files = new MemoryFiles()
  const sink = memorySink(files)
  const path = 'h/testvenue/spot/2026-01-02/03-0001.ndjson.gz'
  const ends: number[] = []
  for (let n = 0; n < 3; n += 1) {
    await sink.write(tradeBatch(`a${n}`, n * 2, 2))
    ends.push((await files.read(`${path}.part`)).length)
  }
  await sink.close()
  const [first = 0, second = 0] = ends
  for (let at = first; at < second; at += 1) {
    const damaged = new MemoryFiles()
    const bytes = await files.read(path)
    bytes[at] = (bytes[at] ?? 0) ^ 0xff
    await damaged.replace(path, bytes)
    const events: unknown[] = []
    const numbers: number[] = []
    for await (const row of readSegments(damaged, 'h')) {
      if (row.type === 'trade') numbers.push(Number(row.tradeId))
      else events.push([row.type, numbers.length])
    }
    // A few header bytes (times, system) mean nothing to anybody.
    if (numbers.length === 6) expect(at - first).toBeLessThan(60)
    else expect([numbers, events]).toEqual([[0, 1, 4, 5], [['recording', 2]]])
    await damaged.rename(path, `${path}.part`)
    await memorySink(damaged).recover()
    expect(await tradeNumbers(readSegments(damaged, 'h'))).toEqual(
      expect.arrayContaining([0, 1, 4, 5]),
    )
  }
})

test('every gzip reader shows the rows, and foreign gzip files are read too', async () => {
  const real = folder()
  const sink = new FileSink(nodeFiles(), { folder: real })
  for (let n = 0; n < 5; n += 1) await sink.write(tradeBatch(`a${n}`, n * 100, 100))
  await sink.close()
  const day = join(real, 'testvenue/spot/2026-01-02')
  const path = join(day, '03-0001.ndjson.gz')
  execFileSync('gzip', ['-t', path])
  const text = execFileSync('gzip', ['-dc', path])
  expect(text.toString().trimEnd().split('\n')).toHaveLength(500)
  writeFileSync(join(day, '03-0002.ndjson.gz'), execFileSync('gzip', ['-c'], { input: text }))
  expect(await tradeNumbers(readSegments(nodeFiles(), real))).toEqual([
    ...range(0, 500),
    ...range(0, 500),
  ])
})

test('filters by venue, part, type and time, and merges streams by time', async () => {
  const files = new MemoryFiles()
  const sink = memorySink(files)
  await sink.write(tradeBatch('a', 0, 2, START_US, 'spot'))
  await sink.write(tradeBatch('b', 10, 2, START_US + 1, 'futures'))
  await sink.write(tradeBatch('c', 2, 2, START_US + 10, 'spot'))
  await sink.close()
  const numbers = (filter: object): Promise<number[]> =>
    tradeNumbers(readSegments(files, 'h', filter))
  expect(await numbers({})).toEqual([0, 10, 1, 11, 2, 3])
  expect(await numbers({ parts: ['futures'] })).toEqual([10, 11])
  expect(await numbers({ venues: ['other'] })).toEqual([])
  expect(await numbers({ types: ['bbo'] })).toEqual([])
  expect(await numbers({ fromTimeUs: START_US + 2, toTimeUs: START_US + 10 })).toEqual([11, 2])
})
