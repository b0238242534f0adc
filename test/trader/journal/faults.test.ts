import { beforeEach, describe, expect, it } from 'vitest'
import type { StorageError } from '../../../src/core/index.ts'
import {
  type DiskFault,
  type VirtualProcess,
  VirtualRuntime,
} from '../../../src/runtime/virtual/index.ts'
import { Journal, type JournalOptions, verifyJournal } from '../../../src/trader/journal/index.ts'
import { allTexts, FOLDER } from './support/small-journal.ts'

let runtime: VirtualRuntime
let engine: VirtualProcess

beforeEach(() => {
  runtime = new VirtualRuntime({ seed: 1 })
  engine = runtime.spawn('engine')
})

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const open = (options: Partial<JournalOptions> = {}): Promise<Journal> =>
  runtime.settle(Journal.open(engine.ports, { folder: FOLDER, ...options }))
const committed = (journal: Journal, text: string): Promise<void> =>
  runtime.settle(journal.committed(Number(journal.append(1, bytes(text)))))
const texts = (): Promise<string[]> => runtime.settle(allTexts(engine.ports.files))

describe('a journal on a failing disk', () => {
  it.each<[DiskFault, 'process' | 'power']>([
    ['full', 'process'],
    ['full', 'power'],
    ['readOnly', 'process'],
    ['broken', 'process'],
    ['unsyncable', 'power'],
  ])(
    'that is %s (mode %s) has failed for good, and keeps what was committed',
    async (fault, durability) => {
      const failures: StorageError[] = []
      const told: number[] = []
      const journal = await open({
        durability,
        onCommitted: (sequence) => told.push(sequence),
        onFailed: (error) => failures.push(error),
      })
      await committed(journal, 'kept')
      engine.disk.setFault(fault)
      const first = journal.append(1, bytes('first'))
      const second = journal.append(1, bytes('second'))
      const waiting = [journal.committed(Number(first)), journal.committed(Number(second))]
      for (const outcome of await runtime.settle(Promise.allSettled(waiting))) {
        expect(outcome).toMatchObject({
          reason: { code: 'JOURNAL_FAILED', context: { committedSequence: 1 } },
        })
      }
      engine.disk.setFault('none')
      expect(journal.append(1, bytes('third'))).toBe('failed')
      await runtime.run({ forMs: 1_000 })
      const failed = { code: 'JOURNAL_FAILED' }
      await expect(runtime.settle(journal.committed(2))).rejects.toMatchObject(failed)
      await expect(runtime.settle(journal.snapshot(bytes('s')))).rejects.toMatchObject(failed)
      expect(journal.status()).toMatchObject({ state: 'failed', committedSequence: 1 })
      expect(journal.failure()).toMatchObject({ cause: { code: 'STORE_WRITE_FAILED' } })
      expect([told, failures]).toEqual([[1], [journal.failure()]])
      await runtime.settle(journal.committed(1))
      await runtime.settle(journal.close())

      const next = await open()
      expect((await texts())[0]).toBe('kept')
      expect((await texts()).join(' ')).toMatch(/^kept( first( second)?)?$/)
      await committed(next, 'more')
      expect((await texts()).at(-1)).toBe('more')
    },
  )

  it('has failed when the sync for a snapshot fails, whatever later syncs say', async () => {
    const journal = await open()
    await committed(journal, 'a')
    engine.disk.setFault('unsyncable')
    const failed = { code: 'JOURNAL_FAILED' }
    await expect(runtime.settle(journal.snapshot(bytes('s')))).rejects.toMatchObject(failed)
    engine.disk.setFault('none')
    expect(journal.append(1, bytes('b'))).toBe('failed')
    await expect(runtime.settle(journal.snapshot(bytes('s')))).rejects.toMatchObject(failed)
  })

  it('has failed when the next segment cannot be begun', async () => {
    const journal = await open({ maxSegmentBytes: 200 })
    await committed(journal, 'a')
    engine.disk.setFault('unsyncable')
    const appending = committed(journal, 'b'.repeat(100))
    await expect(appending).rejects.toMatchObject({ code: 'JOURNAL_FAILED' })
  })

  it('tells in close that the end could not be written, and lets go of the lock', async () => {
    const journal = await open()
    journal.append(1, bytes('a'))
    engine.disk.setFault('full')
    const closing = runtime.settle(journal.close())
    await expect(closing).rejects.toMatchObject({ code: 'JOURNAL_FAILED' })
    engine.disk.setFault('none')
    await runtime.settle((await open()).close())
  })

  it('is not opened, and can be once the disk works again', async () => {
    for (const fault of ['full', 'readOnly', 'unsyncable', 'broken'] as const) {
      engine.disk.setFault(fault)
      await expect(open()).rejects.toMatchObject({ code: /^STORE_(WRITE|READ)_FAILED$/ })
      engine.disk.setFault('none')
    }
    const journal = await open()
    await committed(journal, 'a')
    expect(await texts()).toEqual(['a'])
  })

  // Linux: after a failed fdatasync the page cache still shows the data, and the next fdatasync succeeds without it.
  it('loses nothing that was committed after a failed sync and a new start, at a power failure', async () => {
    const first = await open({ durability: 'power' })
    await committed(first, 'a')
    engine.disk.setFault('unsyncable')
    await expect(committed(first, 'unsure')).rejects.toMatchObject({ code: 'JOURNAL_FAILED' })
    engine.disk.setFault('none')
    await runtime.settle(first.close())
    const second = await open({ durability: 'power' })
    expect(await texts()).toEqual(['a', 'unsure'])
    await committed(second, 'b')
    engine.crash('torn')
    engine = runtime.spawn('engine')
    await open({ durability: 'power' })
    expect(await texts()).toEqual(['a', 'unsure', 'b'])
  })
})

describe('the writer of a journal', () => {
  it('is one at a time, until it closes or dies', async () => {
    const first = await open()
    const refused = { code: 'JOURNAL_LOCKED', retry: 'safe', context: { holder: 'engine' } }
    await expect(open()).rejects.toMatchObject(refused)
    await runtime.settle(first.close())
    const second = await open()
    await committed(second, 'a')
    engine = runtime.spawn('engine')
    const third = await open()
    expect(third.epoch).toBe(3)
    expect(await texts()).toEqual(['a'])
  })

  it('clears away drafts of a writer that died, and leaves other files alone', async () => {
    const draft = `${FOLDER}/.head.0a1b.tmp`
    engine.disk.put(draft, bytes('x'))
    engine.disk.put(`${FOLDER}/notes.txt`, bytes('mine'))
    await open()
    expect(engine.disk.peek(draft)).toBeUndefined()
    expect(engine.disk.peek(`${FOLDER}/notes.txt`)).toEqual(bytes('mine'))
  })

  it('can be watched: verify finds all that was committed, and no corruption, while it writes', async () => {
    const reader = engine.disk.filesFor('reader')
    const chance = runtime.random('watch')
    const journal = await open({ maxSegmentBytes: 300, retainedSnapshots: 1 })
    const snapshots: Promise<unknown>[] = []
    let verified = 0
    for (let round = 0; round < 300; round += 1) {
      const { committedSequence } = journal.status()
      const verifying = verifyJournal(reader, FOLDER).then(({ end }) => {
        expect(end.sequence).toBeGreaterThanOrEqual(committedSequence)
        verified += 1
      })
      for (let n = chance.below(4); n > 0; n -= 1) journal.append(1, new Uint8Array(n * 20))
      if (chance.below(6) === 0) snapshots.push(journal.snapshot(bytes('s')))
      await runtime.run({ forMs: chance.below(8_000) / 1_000 })
      if (chance.below(3) === 0) await runtime.settle(verifying)
      else snapshots.push(verifying)
    }
    await runtime.settle(Promise.all(snapshots))
    await runtime.settle(journal.close())
    expect(verified).toBe(300)
    expect(await runtime.settle(verifyJournal(reader, FOLDER))).toMatchObject({ isClosed: true })
  })
})
