import { describe, expect, it } from 'vitest'
import { verifyJournal } from '../../../src/trader/journal/index.ts'
import {
  allTexts,
  type Files,
  FOLDER,
  filesIn,
  memoryOf,
  openOn,
  smallJournal,
  write,
} from './support/small-journal.ts'

const LAST = '00000003.segment'
const HEADER = 112
const FRAME = 56
const HASH = 32

/** Where each record of a segment begins, and where the last one ends, by the texts in it. */
function borders(...texts: readonly string[]): number[] {
  const ends = [HEADER]
  // The hash before the first record is the end of the header.
  for (const [i, text] of texts.entries())
    ends.push((ends.at(-1) ?? 0) + (i === 0 ? FRAME - HASH : FRAME) + text.length)
  return ends
}

const FIRST_BORDERS = borders('one', 'two', 'three')
const LAST_BORDERS = borders('seven', 'eight', 'nine')

function part(bytes: Uint8Array, from: number | undefined, to: number | undefined): Uint8Array {
  return bytes.slice(from, to)
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((each) => [...each]))
}

function get(files: Files, name: string): Uint8Array {
  const bytes = files.get(name)
  if (bytes === undefined) throw new Error(`no ${name} in ${[...files.keys()].join(' ')}`)
  return bytes
}

async function codeOf(files: Files): Promise<string> {
  return verifyJournal(memoryOf(files), FOLDER).then(
    ({ torn }) => (torn === undefined ? 'ok' : `torn ${torn.shape} at ${torn.offset}`),
    (error: { code: string }) => error.code,
  )
}

describe('a journal of three segments', () => {
  it.each(['died', 'closed'] as const)('is whole when its writer %s', async (end) => {
    const files = await smallJournal(end)
    expect([...files.keys()].filter((name) => name.endsWith('.segment'))).toEqual([
      '00000001.segment',
      '00000002.segment',
      LAST,
    ])
    expect(get(files, '00000001.segment')).toHaveLength(FIRST_BORDERS[3] ?? 0)
    expect(get(files, LAST)).toHaveLength(LAST_BORDERS[3] ?? 0)
    const summary = await verifyJournal(memoryOf(files), FOLDER)
    expect(summary).toMatchObject({ recordCount: 9, isClosed: end === 'closed', torn: undefined })
    expect((await allTexts(memoryOf(files))).join(' ')).toBe(
      'one two three four five six seven eight nine',
    )
  })

  it.each(['died', 'closed'] as const)(
    'shows every flipped bit of every file as corruption (writer %s)',
    async (end) => {
      const files = await smallJournal(end)
      const unseen: string[] = []
      let flips = 0
      for (const [name, whole] of files) {
        for (let index = 0; index < whole.length; index += 1) {
          for (let bit = 0; bit < 8; bit += 1) {
            const bytes = whole.slice()
            bytes[index] = (bytes[index] ?? 0) ^ (1 << bit)
            flips += 1
            const code = await codeOf(new Map(files).set(name, bytes))
            if (code !== 'JOURNAL_CORRUPT') unseen.push(`${name} ${index} ${bit}: ${code}`)
          }
        }
      }
      expect(flips).toBeGreaterThan(8_000)
      expect(unseen).toEqual([])
    },
  )

  it.each([
    ['died', 0],
    ['died', 255],
    ['closed', 0],
    ['closed', 255],
  ] as const)(
    'shows every byte of every file that became another as corruption (writer %s, byte %i)',
    async (end, value) => {
      const files = await smallJournal(end)
      const unseen: string[] = []
      for (const [name, whole] of files) {
        for (let index = 0; index < whole.length; index += 1) {
          if (whole[index] === value) continue
          const code = await codeOf(
            new Map(files).set(name, whole.slice().fill(value, index, index + 1)),
          )
          if (code !== 'JOURNAL_CORRUPT') unseen.push(`${name} ${index}: ${code}`)
        }
      }
      expect(unseen).toEqual([])
    },
  )

  it('is left as it is when it cannot be opened', async () => {
    const files = await smallJournal('died')
    const bytes = get(files, '00000001.segment').slice()
    bytes[HEADER + 30] = 255
    const memory = memoryOf(files.set('00000001.segment', bytes))
    await expect(openOn(memory)).rejects.toMatchObject({
      code: 'JOURNAL_CORRUPT',
      context: { file: '00000001.segment', offset: HEADER + FRAME - HASH + 3 },
    })
    expect(filesIn(memory)).toEqual(files)
  })
})

describe('a journal that was closed', () => {
  it.each([
    ['bytes', new Uint8Array(5).fill(7)],
    ['zeros', new Uint8Array(500)],
  ])('shows %s after its end as corruption: nobody was writing', async (_what, more) => {
    const files = await smallJournal('closed')
    files.set(LAST, joined(get(files, LAST), more))
    expect(await codeOf(files)).toBe('JOURNAL_CORRUPT')
  })

  it('shows a record after its end as corruption', async () => {
    const memory = memoryOf(new Map())
    const journal = await openOn(memory)
    await write(journal, 'one', 'two')
    const longer = get(filesIn(memory), '00000001.segment')
    const again = memoryOf(new Map())
    const shorter = await openOn(again)
    await write(shorter, 'one')
    await shorter.close()
    expect(await codeOf(filesIn(again))).toBe('ok')
    expect(await codeOf(filesIn(again).set('00000001.segment', longer))).toBe('JOURNAL_CORRUPT')
  })
})

/** Replaces a segment by what is made of its records, `[header, record, record, record]`. */
function rearranged(
  name: string,
  ends: readonly number[],
  arrange: (parts: readonly Uint8Array[]) => readonly (Uint8Array | undefined)[],
): (files: Files) => void {
  return (files) => {
    const bytes = get(files, name)
    const parts = ends.map((end, place) => part(bytes, ends[place - 1] ?? 0, end))
    const kept = arrange(parts).filter((each) => each !== undefined)
    files.set(name, joined(...kept))
  }
}

const cut =
  (name: string, bytes: number | undefined) =>
  (files: Files): void => {
    files.set(name, part(get(files, name), 0, bytes))
  }

const removed =
  (...names: readonly string[]) =>
  (files: Files): void => {
    for (const name of names) expect(files.delete(name)).toBe(true)
  }

const SNAPSHOT = '0000000000000005.snapshot'
const DAMAGES: readonly [string, (files: Files) => void][] = [
  ['a record removed', rearranged('00000001.segment', FIRST_BORDERS, ([h, a, , c]) => [h, a, c])],
  ['a record removed at the end', rearranged(LAST, LAST_BORDERS, ([h, a, , c]) => [h, a, c])],
  ['two records swapped', rearranged(LAST, LAST_BORDERS, ([h, a, b, c]) => [h, b, a, c])],
  ['a record doubled', rearranged(LAST, LAST_BORDERS, ([h, a, b, c]) => [h, a, b, b, c])],
  ['the last record doubled', rearranged(LAST, LAST_BORDERS, ([h, a, b, c]) => [h, a, b, c, c])],
  ['a first segment cut inside a record', cut('00000001.segment', 250)],
  ['a first segment cut at a border', cut('00000001.segment', FIRST_BORDERS[2])],
  ['a segment cut at a border before the snapshot', cut('00000002.segment', HEADER)],
  ['the first segment removed', removed('00000001.segment')],
  ['a segment removed in the middle', removed('00000002.segment')],
  ['the last segment removed', removed(LAST)],
  ['the last two segments removed', removed('00000002.segment', LAST)],
  ['all segments removed', removed('00000001.segment', '00000002.segment', LAST)],
  ['the head removed', removed('head')],
  [
    'segments swapped',
    (files) => {
      const [first, second] = [get(files, '00000001.segment'), get(files, '00000002.segment')]
      files.set('00000001.segment', second).set('00000002.segment', first)
    },
  ],
  ['a header cut in the last segment', cut(LAST, HEADER - 1)],
  [
    'a snapshot under the name of another record',
    (files) => {
      files.set('0000000000000006.snapshot', get(files, SNAPSHOT))
      files.delete(SNAPSHOT)
    },
  ],
  ['a snapshot cut', cut(SNAPSHOT, 100)],
  [
    'other bytes after the end',
    (files) => {
      files.set(LAST, joined(get(files, LAST), new Uint8Array(40).fill(7)))
    },
  ],
]

describe('a journal whose writer died', () => {
  it.each(DAMAGES)('shows %s as corruption', async (_what, damage) => {
    const files = await smallJournal('died')
    damage(files)
    expect(await codeOf(files)).toBe('JOURNAL_CORRUPT')
    await expect(openOn(memoryOf(files))).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT' })
  })

  it('shows files of another journal as corruption', async () => {
    const files = await smallJournal('died')
    const memory = memoryOf(new Map())
    const other = await openOn(memory, { maxSegmentBytes: 300 })
    await write(other, 'ONE', 'two', 'three', 'four', 'five')
    await other.snapshot(new TextEncoder().encode('state of five'))
    await write(other, 'six', 'seven', 'eight', 'nine')
    for (const [name, bytes] of filesIn(memory)) {
      expect([name, await codeOf(new Map(files).set(name, bytes))]).toEqual([
        name,
        'JOURNAL_CORRUPT',
      ])
    }
  })

  it('shows a head of before as corruption once a record was written after a newer one', async () => {
    const memory = memoryOf(new Map())
    const journal = await openOn(memory, { maxSegmentBytes: 300 })
    await write(journal, 'one')
    const head = get(filesIn(memory), 'head')
    await write(journal, 'two', 'three', 'four')
    expect(await codeOf(filesIn(memory).set('head', head))).toBe('JOURNAL_CORRUPT')
  })

  it('shows a tail cut at a border as corruption where a snapshot stands behind it', async () => {
    const memory = memoryOf(new Map())
    const journal = await openOn(memory)
    await write(journal, 'one', 'two', 'three')
    await journal.snapshot(new Uint8Array(3))
    for (const end of FIRST_BORDERS.slice(0, 3)) {
      const files = filesIn(memory)
      cut('00000001.segment', end)(files)
      expect(await codeOf(files)).toBe('JOURNAL_CORRUPT')
    }
  })

  // The limit that docs/concepts/journal.md names: nothing on disk says that there was more.
  it('takes a tail cut at a border for the end where nothing that was written later names it', async () => {
    const files = await smallJournal('died')
    cut(LAST, LAST_BORDERS[1])(files)
    expect(await codeOf(files)).toBe('ok')
    const closed = await smallJournal('closed')
    cut(LAST, LAST_BORDERS[1])(closed)
    expect(await codeOf(closed)).toBe('JOURNAL_CORRUPT')
  })
})

describe('the last write of a writer that died', () => {
  const TEXTS = ['seven', 'eight', 'nine'] as const

  it('is cut to its whole records at every byte where it can tear', async () => {
    const files = await smallJournal('died')
    const whole = get(files, LAST)
    for (const fill of ['short', 'zeros'] as const) {
      for (let length = HEADER; length < whole.length; length += 1) {
        // Of so short a file a device loses nothing but whole writes.
        if (fill === 'zeros' && !LAST_BORDERS.includes(length)) continue
        const bytes = fill === 'zeros' ? whole.slice().fill(0, length) : part(whole, 0, length)
        const memory = memoryOf(new Map(files).set(LAST, bytes))
        const journal = await openOn(memory)
        const kept = LAST_BORDERS.filter((end) => end <= length).length - 1
        const offset = LAST_BORDERS[kept] ?? 0
        const { cut: found, position } = journal.recovery
        expect(position).toMatchObject({ segment: 3, offset, sequence: 6 + kept })
        const tornBytes = bytes.length - offset
        if (tornBytes === 0) expect(found).toBeUndefined()
        else expect(found).toMatchObject({ file: LAST, offset, tornBytes })
        await write(journal, 'more')
        await journal.close()
        expect((await allTexts(memory)).slice(6)).toEqual([...TEXTS.slice(0, kept), 'more'])
      }
    }
  })

  it('is torn where zeros begin with a record or a sector, and damaged where they begin elsewhere', async () => {
    const memory = memoryOf(new Map())
    const journal = await openOn(memory)
    const texts = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(440))
    for (const text of texts) journal.appendJson(1, text)
    await journal.committed(texts.length)
    const files = filesIn(memory)
    const whole = get(files, '00000001.segment')
    const ends = borders(...texts.map((text) => JSON.stringify(text)))
    for (let from = HEADER; from < whole.length; from += 1) {
      // What was a zero when it was written does not show where the loss began.
      const last = whole.subarray(0, from).findLastIndex((byte) => byte !== 0) + 1
      const places = Array.from({ length: from - last + 1 }, (_, more) => last + more)
      const isTorn = places.some((place) => place % 512 === 0 || ends.includes(place))
      const border = ends.findLast((end) => end <= from)
      const bytes = whole.slice().fill(0, from)
      const code = await codeOf(new Map(files).set('00000001.segment', bytes))
      expect([from, code]).toEqual([from, isTorn ? `torn zeros at ${border}` : 'JOURNAL_CORRUPT'])
    }
  })

  // The limit that docs/concepts/journal.md names: a sector may have been lost of which one byte was written.
  it('is taken for torn where only its last byte became zero, the first one of a sector', async () => {
    const memory = memoryOf(new Map())
    await write(await openOn(memory), 'x'.repeat(512 - HEADER - (FRAME - HASH) + 1))
    const files = filesIn(memory)
    const bytes = get(files, '00000001.segment').slice()
    expect(bytes).toHaveLength(513)
    bytes[512] = 0
    expect(await codeOf(files.set('00000001.segment', bytes))).toBe(`torn zeros at ${HEADER}`)
  })

  it('may have been the header of a segment, which is then begun anew', async () => {
    const memory = memoryOf(new Map())
    const first = await openOn(memory)
    await write(first, 'one')
    for (let length = 0; length < HEADER; length += 1) {
      for (const fill of length === 0 ? (['short', 'zeros'] as const) : (['short'] as const)) {
        const files = filesIn(memory)
        const torn = get(files, '00000001.segment').slice(0, length)
        const bytes = fill === 'zeros' ? joined(torn, new Uint8Array(HEADER - length)) : torn
        const crashed = memoryOf(files.set('00000002.segment', bytes))
        const journal = await openOn(crashed)
        expect(journal.recovery.cut).toMatchObject({ file: '00000002.segment', offset: 0 })
        await write(journal, 'two')
        expect(await allTexts(crashed)).toEqual(['one', 'two'])
        await journal.close()
      }
    }
  })
})
