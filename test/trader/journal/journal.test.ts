import { describe, expect, it } from 'vitest'
import type { FilePort } from '../../../src/runtime/ports.ts'
import {
  type JournalOptions,
  readJournal,
  recordJson,
  verifyJournal,
} from '../../../src/trader/journal/index.ts'
import { MemoryFiles } from '../../storage/support/memory-files.ts'
import {
  allTexts,
  FOLDER,
  filesIn,
  memoryOf,
  openOn,
  replayed,
  smallJournal,
  write,
} from './support/small-journal.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const segments = (memory: MemoryFiles): string[] =>
  [...filesIn(memory).keys()].filter((name) => name.endsWith('.segment')).sort()
const snapshots = (memory: MemoryFiles): string[] =>
  [...filesIn(memory).keys()].filter((name) => name.endsWith('.snapshot')).sort()

/** Files that tell of each append, and let it go on when told. */
function gated(memory: MemoryFiles): {
  files: FilePort
  appends: Uint8Array[]
  syncs: () => number
  open: () => void
} {
  const appends: Uint8Array[] = []
  let syncs = 0
  let open = (): void => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const files: FilePort = {
    openAppend: async (path) => {
      const file = await memory.openAppend(path)
      return {
        append: async (data) => {
          // The header of a segment may pass.
          if (new TextDecoder().decode(data.subarray(0, 7)) !== 'xbjsegm') {
            appends.push(data.slice())
            await gate
          }
          await file.append(data)
        },
        sync: () => {
          syncs += 1
          return file.sync()
        },
        close: () => file.close(),
      }
    },
    read: (path) => memory.read(path),
    replace: (path, data) => memory.replace(path, data),
    truncate: (path, size) => memory.truncate(path, size),
    rename: (from, to) => memory.rename(from, to),
    remove: (path) => memory.remove(path),
    list: (path) => memory.list(path),
    lock: () => memory.lock(),
    watch: () => memory.watch(),
  }
  return { files, appends, syncs: () => syncs, open }
}

describe('a journal that is written', () => {
  it('numbers records from 1 without holes, over segments and writers', async () => {
    const memory = new MemoryFiles()
    for (let writer = 1; writer <= 3; writer += 1) {
      const journal = await openOn(memory, { maxSegmentBytes: 180 })
      expect(journal.epoch).toBe(writer)
      await write(journal, 'a', 'b', 'c')
      await journal.close()
    }
    const numbers: number[] = []
    for await (const { sequence } of await readJournal(memory, FOLDER)) numbers.push(sequence)
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(segments(memory)).toHaveLength(9)
  })

  it('gives back kind, bytes and JSON as they were appended', async () => {
    const memory = new MemoryFiles()
    const journal = await openOn(memory)
    const value = { price: '0.10', list: [1, null, 'é\u0000\ud800'] }
    journal.append(65_535, Uint8Array.of(0, 255))
    journal.append(1, new Uint8Array(0))
    journal.appendJson(7, value)
    await journal.close()
    const found: unknown[] = []
    for await (const record of await readJournal(memory, FOLDER)) {
      const { kind, isJson, payload } = record
      found.push([kind, isJson ? recordJson(record) : [...payload]])
    }
    expect(found).toEqual([
      [65_535, [0, 255]],
      [1, []],
      [7, value],
    ])
  })

  it('writes what was appended in one turn, or while a write was under way, in one go', async () => {
    const told: number[] = []
    const memory = new MemoryFiles()
    const { files, appends, open } = gated(memory)
    const journal = await openOn(files, { onCommitted: (sequence) => told.push(sequence) })
    for (const text of ['a', 'b', 'c']) journal.append(1, bytes(text))
    await Promise.resolve()
    await Promise.resolve()
    for (const text of ['d', 'e']) journal.append(1, bytes(text))
    await Promise.resolve()
    for (const text of ['f', 'g']) journal.append(1, bytes(text))
    expect(journal.status()).toMatchObject({ committedSequence: 0, appendedSequence: 7 })
    open()
    await journal.committed(7)
    // Of 57 bytes each; the hash before the first one is the end of the segment's header.
    expect(appends.map(({ length }) => length)).toEqual([3 * 57 - 32, 4 * 57])
    await Promise.resolve()
    expect(told).toEqual([3, 7])
    expect(journal.status()).toMatchObject({ committedSequence: 7, bufferedBytes: 0 })
  })

  it.each([
    ['process', 0],
    ['power', 3],
  ] as const)('in mode %s syncs %i times for three writes', async (durability, expected) => {
    const { files, syncs, open } = gated(new MemoryFiles())
    open()
    const journal = await openOn(files, { durability })
    const before = syncs()
    await write(journal, 'a', 'b', 'c')
    expect(syncs() - before).toBe(expected)
  })

  it('tells that the disk is behind, takes nothing then, and goes on when it has caught up', async () => {
    const memory = new MemoryFiles()
    const { files, open } = gated(memory)
    const journal = await openOn(files, { maxBufferBytes: 1_000, maxRecordBytes: 100 })
    const answers = Array.from({ length: 12 }, () => journal.append(1, new Uint8Array(44)))
    expect(answers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 'backpressured', 'backpressured'])
    expect(journal.status()).toMatchObject({ appendedSequence: 10, bufferedBytes: 968 })
    open()
    await journal.committed(10)
    expect(journal.append(1, new Uint8Array(44))).toBe(11)
    await journal.close()
    expect(await verifyJournal(memory, FOLDER)).toMatchObject({ recordCount: 11 })
  })

  it('copies what is appended', async () => {
    const memory = new MemoryFiles()
    const journal = await openOn(memory)
    const payload = bytes('mine')
    journal.append(1, payload)
    payload.fill(0)
    await journal.close()
    expect(await allTexts(memory)).toEqual(['mine'])
  })

  it('refuses what it cannot take, and stays as it was', async () => {
    const memory = new MemoryFiles()
    const journal = await openOn(memory, { maxRecordBytes: 10 })
    for (const kind of [0, 65_536, 1.5, Number.NaN]) {
      expect(() => journal.append(kind, bytes('x'))).toThrow(
        expect.objectContaining({ code: 'INVALID_NUMBER' }),
      )
    }
    expect(() => journal.append(1, new Uint8Array(11))).toThrow(
      expect.objectContaining({
        code: 'JOURNAL_RECORD_TOO_LARGE',
        context: { expected: 10, found: 11 },
      }),
    )
    expect(() => journal.appendJson(1, () => {})).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    )
    await expect(journal.committed(1)).rejects.toMatchObject({ code: 'INVALID_NUMBER' })
    await write(journal, 'fine')
    await Promise.all([journal.close(), journal.close()])
    expect(() => journal.append(1, bytes('x'))).toThrow(expect.objectContaining({ code: 'CLOSED' }))
    await expect(journal.snapshot(bytes('x'))).rejects.toMatchObject({ code: 'CLOSED' })
    expect(journal.status().state).toBe('closed')
    expect(await allTexts(memory)).toEqual(['fine'])
  })

  it('tells every problem of its options at once', async () => {
    const options: Partial<JournalOptions> = {
      maxSegmentBytes: 0,
      maxBufferBytes: 5,
      maxRecordBytes: 1.5,
      retainedSnapshots: 0,
    }
    const opening = openOn(new MemoryFiles(), options)
    await expect(opening).rejects.toMatchObject({ code: 'INVALID_OPTIONS' })
    await expect(opening).rejects.toThrow(
      /maxSegmentBytes.*maxRecordBytes.*maxBufferBytes.*retainedSnapshots/,
    )
  })
})

describe('a snapshot', () => {
  it('is where a replay begins, and its journal goes on', async () => {
    const memory = memoryOf(await smallJournal('closed'))
    const texts = ['six', 'seven', 'eight', 'nine']
    expect(await replayed(memory)).toEqual({ state: 'state of five', texts })
    const journal = await openOn(memory)
    expect(journal.recovery).toMatchObject({ wasClosed: true, snapshot: { stateBytes: 13 } })
    await write(journal, 'ten')
    const place = await journal.snapshot(bytes('state of ten'))
    expect(place.sequence).toBe(10)
    expect(await replayed(memory)).toEqual({ state: 'state of ten', texts: [] })
  })

  it('stands after what was appended before it, committed or not', async () => {
    const memory = new MemoryFiles()
    const journal = await openOn(memory)
    journal.append(1, bytes('a'))
    const taken = journal.snapshot(bytes('state of a'))
    journal.append(1, bytes('b'))
    await taken
    await journal.close()
    expect(await replayed(memory)).toEqual({ state: 'state of a', texts: ['b'] })
  })

  it('may stand before the first record, and be taken twice at one place', async () => {
    const memory = new MemoryFiles()
    const journal = await openOn(memory)
    await Promise.all([journal.snapshot(bytes('one')), journal.snapshot(bytes('two'))])
    await write(journal, 'a')
    expect(await replayed(memory)).toEqual({ state: 'two', texts: ['a'] })
  })

  it('syncs what it stands on, also in mode process', async () => {
    const memory = new MemoryFiles()
    const journal = await openOn(memory)
    await write(journal, 'a', 'b')
    await journal.snapshot(bytes('s'))
    for (const [path, { bytes: all, syncedBytes }] of memory.files) {
      expect([path, syncedBytes]).toEqual([path, all.length])
    }
  })

  it('lets go of snapshots and segments behind the retained ones only', async () => {
    const memory = new MemoryFiles()
    const journal = await openOn(memory, { maxSegmentBytes: 300, retainedSnapshots: 2 })
    await write(journal, 'one', 'two', 'three', 'four')
    await journal.snapshot(bytes('s4'))
    expect(segments(memory)).toEqual(['00000001.segment', '00000002.segment'])
    await write(journal, 'five', 'six', 'seven', 'eight')
    await journal.snapshot(bytes('s8'))
    expect(segments(memory)).toEqual(['00000002.segment', '00000003.segment'])
    await write(journal, 'nine', 'ten', 'eleven')
    await journal.snapshot(bytes('s11'))
    expect(snapshots(memory)).toEqual(['0000000000000008.snapshot', '0000000000000011.snapshot'])
    expect(segments(memory)).toEqual(['00000003.segment', '00000004.segment'])
    await journal.close()
    expect(await verifyJournal(memory, FOLDER)).toMatchObject({ recordCount: 5 })

    const files = filesIn(memory)
    files.delete('00000003.segment')
    const verified = verifyJournal(memoryOf(files), FOLDER)
    await expect(verified).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT' })
  })

  it('removes nothing where everything is retained', async () => {
    const memory = new MemoryFiles()
    const journal = await openOn(memory, { maxSegmentBytes: 1, retainedSnapshots: false })
    for (const text of ['a', 'b', 'c', 'd']) {
      await write(journal, text)
      await journal.snapshot(bytes(text))
    }
    expect([segments(memory).length, snapshots(memory).length]).toEqual([4, 4])
  })

  it('that fails hurts nobody: the journal goes on, and the next one succeeds', async () => {
    const memory = new MemoryFiles()
    const journal = await openOn(memory)
    await write(journal, 'a')
    memory.faultOf = (operation) => (operation === 'replace' ? 'fail' : undefined)
    const failing = journal.snapshot(bytes('s1'))
    await expect(failing).rejects.toMatchObject({ code: 'STORE_WRITE_FAILED' })
    memory.faultOf = () => undefined
    await write(journal, 'b')
    await journal.snapshot(bytes('s2'))
    expect(await replayed(memory)).toEqual({ state: 's2', texts: [] })
  })
})
