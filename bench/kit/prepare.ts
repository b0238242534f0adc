import { pathToFileURL } from 'node:url'
import { generateBook, generateSmall } from '../../src/sim/binance/generated-streams.ts'
import { narrowLadders, sortedArrays } from './alternatives.ts'
import type { Subject } from './cases.ts'
import { averageBytes, type BookInput, type DecodeInput, type Kind } from './input.ts'
import { NaiveBook, type Rows } from './naive-book.ts'
import { crossbook } from './own.ts'
import { threadedCrossbook } from './own-told.ts'
import { jsonParse, jsonParseNumbers, valuesOf } from './plain.ts'
import { prepareSign } from './prepare-sign.ts'
import type { Prepared } from './prepared.ts'
import { readRecording } from './recordings.ts'
import type { Source, Task } from './task.ts'

const SUBJECTS: Readonly<Record<string, Subject>> = {
  crossbook,
  threadedCrossbook,
  jsonParse,
  jsonParseNumbers,
  narrowLadders,
  sortedArrays,
}

/** Loads frames and subject, and verifies the subject on all of them. */
export async function prepare(task: Task): Promise<Prepared> {
  const subject = SUBJECTS[task.subject] ?? (await load(task.subject))
  if (task.work === 'sign') return prepareSign(subject, task.source)
  return task.work === 'book'
    ? prepareBook(subject, bookInput(task.source))
    : prepareDecode(subject, task.work.decode, decodeInput(task.source, task.work.decode))
}

async function load(path: string): Promise<Subject> {
  const loaded = (await import(pathToFileURL(path).href)) as { subject: Subject }
  return loaded.subject
}

function prepareDecode(subject: Subject, kind: Kind, input: DecodeInput): Prepared {
  const under = subject.decode?.(kind, input)
  if (under === undefined) throw new Error('The subject does not decode')
  const { frames } = input
  for (const [i, frame] of frames.entries()) {
    under.onFrame(frame)
    const expected = valuesOf(kind, JSON.parse(frame.toString()) as never)
    const found = under.values()
    const isSame = expected.length === found.length && expected.every((v, n) => v === found[n])
    if (!isSame) throw new Error(`Frame ${i} was read as ${String(found)}: ${frame.toString()}`)
  }
  let kept: unknown
  return {
    ready: { frames: frames.length, bytesPerFrame: averageBytes(frames) },
    reset: () => {
      // Kept reachable, so that no work is thought to be without effect.
      if (kept === null) throw new Error('A frame gave nothing')
    },
    pass: () => {
      for (let i = 0; i < frames.length; i += 1) kept = under.onFrame(frames[i]!)
    },
  }
}

function prepareBook(subject: Subject, input: BookInput): Prepared {
  const under = subject.book?.(input)
  if (under === undefined) throw new Error('The subject keeps no book')
  const { frames, bookOf } = input
  const naive = input.starts.map(({ snapshot }) => new NaiveBook(snapshot))
  // The naive top is a walk over the whole book: looked at often, not always.
  const every = Math.max(1, Math.floor(frames.length / 300))
  under.reset()
  for (const [i, frame] of frames.entries()) {
    const book = bookOf[i]!
    const top = under.onFrame(frame, book)
    naive[book]!.onFrame(frame)
    if (i % every !== 0) continue
    const expected = naive[book]!.top()
    if (!(Math.abs(top - expected) < 1e-6)) throw new Error(`Top ${top}, not ${expected}, at ${i}`)
  }
  for (const [book, expected] of naive.entries()) {
    const sides = expected.sides()
    const found = under.sides(book)
    demandSame(sides.bids, found.bids)
    demandSame(sides.asks, found.asks)
  }
  let sum = 0
  return {
    ready: { frames: frames.length, bytesPerFrame: averageBytes(frames) },
    reset: () => {
      if (Number.isNaN(sum)) throw new Error('A top was not readable')
      sum = 0
      under.reset()
    },
    pass: () => {
      for (let i = 0; i < frames.length; i += 1) sum += under.onFrame(frames[i]!, bookOf[i]!)
    },
  }
}

function demandSame(expected: Rows, found: Rows): void {
  if (expected.length !== found.length) {
    throw new Error(`The book has ${found.length} levels, not ${expected.length}`)
  }
  for (const [i, [price, size]] of expected.entries()) {
    const [foundPrice, foundSize] = found[i]!
    if (price !== foundPrice || size !== foundSize) {
      throw new Error(`Level ${i} is ${foundPrice} × ${foundSize}, not ${price} × ${size}`)
    }
  }
}

const symbolOf = (i: number): string => (i === 0 ? 'BTCUSDT' : `C${i}USDT`)

function decodeInput(source: Source, kind: Kind): DecodeInput {
  if ('orders' in source) throw new Error('Orders are not decoded')
  if ('recording' in source) {
    const { layout, symbol, snapshot, frames } = readRecording(source.recording)
    return { layout, symbol, snapshot, frames: frames[kind].slice(0, 20_000) }
  }
  const symbol = symbolOf(0)
  const book = generateBook({
    ...source,
    frames: kind === 'depth' ? source.frames : 0,
    seed: 1,
    symbol,
  })
  const texts =
    kind === 'depth' ? book.frames : generateSmall(kind, { frames: source.frames, seed: 1, symbol })
  return {
    layout: 'spot',
    symbol,
    snapshot: book.snapshot,
    frames: texts.map((t) => Buffer.from(t)),
  }
}

function bookInput(source: Source): BookInput {
  if ('orders' in source) throw new Error('Orders have no book')
  if ('recording' in source) {
    const { layout, symbol, snapshot, frames } = readRecording(source.recording)
    const { depth } = frames
    return {
      layout,
      starts: [{ symbol, snapshot }],
      frames: depth,
      bookOf: new Int32Array(depth.length),
    }
  }
  const { books = 1, depth } = source
  const each = Math.ceil(source.frames / books)
  const streams = Array.from({ length: books }, (_, i) =>
    generateBook({ depth, frames: each, seed: i + 1, symbol: symbolOf(i) }),
  )
  // Round robin: the next frame is always another book's, the worst case for the caches.
  const frames = Array.from({ length: each }, (_, n) =>
    streams.map((s) => Buffer.from(s.frames[n]!)),
  )
  return {
    layout: 'spot',
    starts: streams.map(({ symbol, snapshot }) => ({ symbol, snapshot })),
    frames: frames.flat(),
    bookOf: Int32Array.from({ length: each * books }, (_, i) => i % books),
  }
}
