import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameScanner, FrameTwin, ODD } from '../../src/wire/index.ts'

/** Common parts and values by turns, as in a frame. */
const frame = fc.record({
  parts: fc.array(
    fc.string({ unit: fc.constantFrom(...'"{,b:'.split('')), minLength: 1, maxLength: 9 }),
    {
      minLength: 2,
      maxLength: 32,
    },
  ),
  values: fc.array(
    fc.string({ unit: fc.constantFrom(...'0123.'.split('')), minLength: 1, maxLength: 15 }),
    {
      minLength: 31,
      maxLength: 31,
    },
  ),
})
const edits = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'0123."~'.split(''))), {
  maxLength: 4,
})

test('a twin says which values differ, word by word, and sees every other difference', () => {
  fc.assert(
    fc.property(frame, edits, fc.string(), ({ parts, values }, changes, longer) => {
      const twin = new FrameTwin(parts.length - 1)
      let text = parts[0] ?? ''
      for (let n = 0; n < parts.length - 1; n += 1) {
        twin.starts[n] = text.length
        text += values[n] ?? ''
        twin.ends[n] = text.length
        text += parts[n + 1] ?? ''
      }
      const scanner = new FrameScanner()
      scanner.load(Buffer.from(text))
      twin.remember(scanner)
      expect(twin.changes(scanner)).toBe(0)

      const changed = text.split('')
      for (const [at, to] of changes) changed[at % changed.length] = to
      // A frame of another length in between: what it leaves in the scanner's buffer must not matter.
      scanner.load(Buffer.from(`${text}${longer}`))
      scanner.load(Buffer.from(changed.join('')))
      const found = twin.changes(scanner)

      const ownerOf = (at: number): number =>
        twin.starts.findIndex((from, n) => from <= at && at < (twin.ends[n] ?? 0))
      const differing = changed.flatMap((to, at) => (to === text[at] ? [] : [at]))
      if (differing.some((at) => ownerOf(at) === -1)) {
        expect(found).toBe(ODD)
        return
      }
      const wordsOf = new Set(differing.map((at) => at >> 2))
      for (let n = 0; n < twin.starts.length; n += 1) {
        const isFound = (found & (1 << n)) !== 0
        const from = twin.starts[n] ?? 0
        const bytes = Array.from({ length: (twin.ends[n] ?? 0) - from }, (_, i) => from + i)
        if (differing.some((at) => bytes.includes(at))) expect([n, isFound]).toEqual([n, true])
        if (isFound) expect([n, bytes.some((at) => wordsOf.has(at >> 2))]).toEqual([n, true])
      }
      // What was told is remembered.
      expect(twin.changes(scanner)).toBe(0)
    }),
    { numRuns: 5_000 },
  )
})

test('a twin knows nothing of a frame of another length, of one too long for it, or forgotten', () => {
  const twin = new FrameTwin(1)
  const scanner = new FrameScanner()
  twin.starts[0] = 1
  twin.ends[0] = 2
  scanner.load(Buffer.from('"7"'))
  expect(twin.changes(scanner)).toBe(ODD)
  twin.remember(scanner)
  scanner.load(Buffer.from('"77"'))
  expect(twin.changes(scanner)).toBe(ODD)
  scanner.load(Buffer.from('"8"'))
  expect(twin.changes(scanner)).toBe(1)
  twin.forget()
  expect(twin.changes(scanner)).toBe(ODD)
  scanner.load(Buffer.alloc(513, 48))
  twin.remember(scanner)
  expect(twin.changes(scanner)).toBe(ODD)
})

test('a frame has a twin as long as a bit can be given to each of its values', () => {
  expect([FrameTwin.suits(31), FrameTwin.suits(32)]).toEqual([true, false])
})
