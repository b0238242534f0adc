import { createHash } from 'node:crypto'
import type { MaintainedBook } from '../../src/book/index.ts'
import { decimalText, type FrameOutcome } from '../../src/core/index.ts'
import { shapesReady } from '../../src/drivers/kit/shape-loader.ts'
import {
  FrameReplay,
  type FrameReplayOptions,
  type ReplayVerdict,
} from '../../src/market/frame-replay.ts'
import { BboWitness } from './bbo-witness.ts'
import { frameBytes, type RecordedBook, type RecordedLine } from './folder.ts'

// Recorded books are read by shape as they are in a program that runs.
await shapesReady()

/** What a whole recorded connection came to. */
export interface ReplayReport {
  readonly outcomes: Readonly<Record<FrameOutcome, number>>
  readonly verdicts: Readonly<Record<ReplayVerdict, number>>
  readonly faults: readonly string[]
  readonly faultCodes: ReadonlySet<string>
  readonly ignored: Readonly<Record<string, number>>
  readonly books: readonly MaintainedBook[]
  /** How often a message replaced a book. */
  readonly replacements: ReadonlyMap<MaintainedBook, number>
  readonly witness: BboWitness
}

/** Content hash under which a frame stands in the reviewed exception list. */
export function frameHash(frame: Uint8Array): string {
  return createHash('sha256').update(frame).digest('hex').slice(0, 16)
}

/** Feeds every received line to the driver, the rules and the books. */
export function replay(lines: readonly RecordedLine[], options: FrameReplayOptions): ReplayReport {
  const outcomes = { event: 0, control: 0, ignored: 0, fault: 0 }
  const verdicts = { apply: 0, replace: 0, drop: 0, hold: 0, refuse: 0, gap: 0, corrupt: 0 }
  const faults: string[] = []
  const faultCodes = new Set<string>()
  const ignored: Record<string, number> = {}
  const replacements = new Map<MaintainedBook, number>()
  const witness = new BboWitness()
  const run = new FrameReplay({
    ...options,
    sink: { book: () => {}, trade: () => {}, event: () => {}, bbo: (bbo) => witness.bbo(bbo) },
    onBook: (judged) => {
      const { verdict, book } = judged
      options.onBook?.(judged)
      verdicts[verdict] += 1
      if (verdict === 'replace') replacements.set(book, (replacements.get(book) ?? 0) + 1)
      witness.book(book)
    },
  })
  for (const line of lines) {
    const frame = frameBytes(line, line.frame)
    if (line.dir === 'out') {
      run.sent(frame)
      continue
    }
    const localTimeUs = Math.round(Number(line.recv ?? 0) * 1e6)
    const outcome =
      line.kind === 'rest'
        ? run.answer(line.url, frame, localTimeUs)
        : run.frame(frame, localTimeUs)
    outcomes[outcome] += 1
    const { ignoredReason, fault } = run.decoder
    if (outcome === 'ignored' && line.kind !== 'rest')
      ignored[ignoredReason] = (ignored[ignoredReason] ?? 0) + 1
    if (outcome === 'fault') {
      faultCodes.add(fault?.code ?? '')
      faults.push(`${frameHash(frame)} ${fault?.message ?? ''}: ${line.frame.slice(0, 120)}`)
    }
  }
  return {
    outcomes,
    verdicts,
    faults,
    faultCodes,
    ignored,
    books: run.books,
    replacements,
    witness,
  }
}

/**
 * A book in the recording's form, its numbers in one spelling. Where every message is a whole book, the recording
 * counts those, which are the `replacements`.
 */
export function asRecorded(
  book: MaintainedBook,
  expected: RecordedBook,
  replacements?: number,
): RecordedBook {
  const { bids, asks } = book.evidence
  const top = (side: typeof bids, rows: number): (readonly [string, string])[] =>
    Array.from(
      { length: Math.min(rows, side.count) },
      (_, i) => [side.priceText(i), side.sizeText(i)] as const,
    )
  return {
    lastSeq: book.lastId ?? expected.lastSeq, // venues without ids: the recording's own time stamp stands there
    updatesApplied: replacements ?? book.updateCount,
    bidLevels: bids.count,
    askLevels: asks.count,
    bids: top(bids, expected.bids.length),
    asks: top(asks, expected.asks.length),
  }
}

/** The recording's book with its numbers in one spelling. */
export function normalised(book: RecordedBook): RecordedBook {
  const rows = (side: RecordedBook['bids']) =>
    side.map(([price, size]) => [decimalText(price), decimalText(size)] as const)
  return { ...book, bids: rows(book.bids), asks: rows(book.asks) }
}
