import { beforeEach, describe, expect, it } from 'vitest'
import { type VirtualProcess, VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { Journal, type JournalOptions } from '../../../src/trader/journal/index.ts'
import { allTexts, FOLDER } from './support/small-journal.ts'

let runtime: VirtualRuntime
let engine: VirtualProcess

beforeEach(() => {
  runtime = new VirtualRuntime({ seed: 1 })
  engine = runtime.spawn('engine')
  engine.disk.setAtOnce(true)
})

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const open = (options: Partial<JournalOptions> = {}): Promise<Journal> =>
  runtime.settle(Journal.open(engine.ports, { folder: FOLDER, ...options }))
const texts = (): Promise<string[]> => runtime.settle(allTexts(engine.ports.files))

describe('a commit at once', () => {
  it('has all that was appended on the disk when it returns, though the process dies right after it', async () => {
    const told: number[] = []
    const journal = await open({ onCommitted: (sequence) => told.push(sequence) })
    for (const text of ['a', 'b']) journal.append(1, bytes(text))
    expect(journal.commitNow()).toBe(true)
    expect(journal.status()).toMatchObject({ committedSequence: 2, bufferedBytes: 0, waitingMs: 0 })
    await Promise.resolve()
    expect(told).toEqual([2])
    engine.kill()
    engine = runtime.spawn('engine')
    expect(await texts()).toEqual(['a', 'b'])
  })

  it('is done where nothing waits, and goes on after records that were written in their turn', async () => {
    const journal = await open()
    expect(journal.commitNow()).toBe(true)
    await runtime.settle(journal.committed(Number(journal.append(1, bytes('a')))))
    journal.append(1, bytes('b'))
    expect(journal.commitNow()).toBe(true)
    await runtime.settle(journal.close())
    expect(await texts()).toEqual(['a', 'b'])
  })

  it.each<[string, Partial<JournalOptions>, boolean]>([
    ['every record is to be synced', { durability: 'power' }, true],
    ['files take nothing at once', {}, false],
    ['a segment begins', { maxSegmentBytes: 200 }, true],
  ])('is left to the usual way where %s', async (_, options, takesAtOnce) => {
    engine.disk.setAtOnce(takesAtOnce)
    const journal = await open(options)
    for (const text of ['a', 'b', 'c']) journal.append(1, bytes(text.repeat(40)))
    expect(journal.commitNow()).toBe(false)
    await runtime.settle(journal.committed(3))
    expect(journal.status().committedSequence).toBe(3)
    await runtime.settle(journal.close())
    expect(await texts()).toEqual(['a', 'b', 'c'].map((text) => text.repeat(40)))
  })

  it('does not overtake what is under way', async () => {
    const journal = await open()
    const snapshot = journal.snapshot(bytes('state'))
    journal.append(1, bytes('a'))
    await Promise.resolve()
    journal.append(1, bytes('b'))
    await Promise.resolve()
    expect(journal.commitNow()).toBe(false)
    await runtime.settle(Promise.all([snapshot, journal.committed(2)]))
    await runtime.settle(journal.close())
    expect(await texts()).toEqual(['a', 'b'])
  })

  it('that fails, fails the journal for good', async () => {
    const journal = await open()
    engine.disk.setFault('full')
    const sequence = Number(journal.append(1, bytes('a')))
    expect(journal.commitNow()).toBe(false)
    expect(journal.status()).toMatchObject({ state: 'failed', committedSequence: 0 })
    engine.disk.setFault('none')
    expect(journal.commitNow()).toBe(false)
    await expect(journal.committed(sequence)).rejects.toMatchObject({ code: 'JOURNAL_FAILED' })
  })
})
