import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { nodePorts } from '../../src/runtime/node/index.ts'
import { Journal } from '../../src/trader/journal/index.ts'
import { crossbook, tempFolder } from './terminal.ts'

/** A journal of four records, with a snapshot after the second. */
async function written(): Promise<string> {
  const folder = tempFolder()
  const journal = await Journal.open(nodePorts(), { folder })
  journal.appendJson(1, { order: 'a' })
  journal.append(2, Uint8Array.of(1, 2, 3))
  await journal.snapshot(new TextEncoder().encode('state'))
  journal.appendJson(3, ['b', null])
  journal.appendJson(1, 'c')
  await journal.close()
  return folder
}

function damaged(folder: string, offset: number): void {
  const file = `${folder}/00000001.segment`
  const bytes = readFileSync(file)
  bytes[offset] = (bytes[offset] ?? 0) ^ 1
  writeFileSync(file, bytes)
}

const RECORDS = [
  { sequence: 1, kind: 1, offset: 112, json: { order: 'a' } },
  { sequence: 2, kind: 2, offset: 181, base64: 'AQID' },
  { sequence: 3, kind: 3, offset: 240, json: ['b', null] },
  { sequence: 4, kind: 1, offset: 306, json: 'c' },
].map((record) => ({ type: 'record', segment: 1, ...record }))

describe('crossbook journal', () => {
  test('verify prints one line of what a whole journal holds', async () => {
    const { code, json, err } = await crossbook(['journal', 'verify', await written()])
    expect([code, err]).toEqual([0, ''])
    expect(json()).toEqual([
      {
        ok: true,
        segmentCount: 1,
        recordCount: 4,
        epoch: 1,
        isClosed: true,
        sequence: 4,
        segment: 1,
        offset: 333,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        snapshotCount: 1,
        lastSnapshot: 2,
      },
    ])
  })

  test('verify names what is damaged, and exits with 1', async () => {
    const folder = await written()
    // In the hash behind record 2, which stands before record 3.
    damaged(folder, 212)
    const { code, json, err } = await crossbook(['journal', 'verify', folder])
    expect([code, err]).toEqual([1, ''])
    expect(json()).toMatchObject([
      {
        ok: false,
        code: 'JOURNAL_CORRUPT',
        file: '00000001.segment',
        offset: 208,
        expected: 'record 3',
        found: 'a record that does not continue the hash chain',
      },
    ])
  })

  test('verify tells of a torn tail, which is no corruption', async () => {
    const folder = tempFolder()
    const journal = await Journal.open(nodePorts(), { folder })
    await journal.committed(Number(journal.appendJson(1, 'whole')))
    const file = `${folder}/00000001.segment`
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('torn')]))
    const { code, json } = await crossbook(['journal', 'verify', folder])
    const torn = { file: '00000001.segment', offset: 143, tornBytes: 4, shape: 'short' }
    expect(json()).toMatchObject([{ ok: true, recordCount: 1, isClosed: false, torn }])
    expect(code).toBe(0)
    await journal.close()
  })

  test('dump prints every record, JSON as JSON and bytes in base64', async () => {
    const { code, json, err } = await crossbook(['journal', 'dump', await written()])
    expect([code, err]).toEqual([0, ''])
    expect(json()).toEqual(RECORDS)
  })

  test('dump prints the records before what is damaged, then says so and exits with 1', async () => {
    const folder = await written()
    damaged(folder, 250)
    const { code, json, err } = await crossbook(['journal', 'dump', folder])
    expect(json()).toEqual(RECORDS.slice(0, 2))
    expect(err).toMatch(/^JOURNAL_CORRUPT: Reading the journal's 00000001.segment at byte 240/)
    expect(code).toBe(1)
  })

  test('replay prints the newest snapshot and the records after it', async () => {
    const { code, json } = await crossbook(['journal', 'replay', await written()])
    const [snapshot, ...records] = json()
    expect(snapshot).toMatchObject({ type: 'snapshot', sequence: 2, base64: 'c3RhdGU=' })
    expect(records).toEqual(RECORDS.slice(2))
    expect(code).toBe(0)
  })

  test.each<[string, readonly string[], string]>([
    ['no action', [], 'expected verify, dump, replay, was ""\nDIR is missing\n'],
    ['no folder', ['verify'], 'DIR is missing\n'],
    ['another action', ['repair', 'nowhere'], 'expected verify, dump, replay, was "repair"\n'],
    ['a folder that is not there', ['dump', 'nowhere'], 'there is no journal in "nowhere"'],
    ['a folder of other things', ['verify', 'src'], 'there is no journal in "src"'],
    ['too many words', ['dump', 'a', 'b'], 'expected verify|dump|replay DIR, found 3'],
    ['an option', ['dump', 'a', '--bogus'], 'crossbook journal knows no options'],
  ])('%s is bad usage', async (_what, words, expected) => {
    const { code, out, err } = await crossbook(['journal', ...words])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(expected)
  })
})
