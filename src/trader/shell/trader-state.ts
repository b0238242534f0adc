import { StorageError } from '../../core/index.ts'
import type { FilePort } from '../../runtime/ports.ts'
import { RECORD_KINDS, type TradingRecord, type TradingSnapshot } from '../engine/index.ts'
import { FEEDBACK_KIND, type FeedbackRecord, type FeedbackSnapshot } from '../feedback/index.ts'
import { recordJson, replayJournal } from '../journal/index.ts'
import type { HostSnapshot, StrategyCommand, ThreadInput } from '../strategy/index.ts'

/** Commands to strategies, and what threads decided, stand in the journal beside what the trading core keeps. */
export const COMMAND_KIND = 4

/** Everything that a trader writes down whole. */
export interface TraderSnapshot {
  /** The form of what follows. */
  readonly version: 1
  /** Orders, money, risk. */
  readonly core: TradingSnapshot
  /** Strategies and their memories. */
  readonly host: HostSnapshot
  /** How strategies did; absent where nobody watched. */
  readonly feedback?: FeedbackSnapshot
}

/** What the host was asked, and when, epoch µs; journals of before do not have the time. */
type HostRecord = (StrategyCommand | ThreadInput) & { readonly timeUs?: number }

/** A record of the past that makes state again. */
export type PastRecord =
  | TradingRecord
  | { readonly kind: 'feedback'; readonly record: FeedbackRecord }
  | { readonly kind: 'host'; readonly record: HostRecord }

/** What a trader starts from: a snapshot, and what happened after it. */
export interface TraderPast {
  /** The newest snapshot; `undefined` where there is none. */
  readonly snapshot: TraderSnapshot | undefined
  /** All records after it, in order. */
  readonly records: readonly PastRecord[]
}

const KINDS = new Map<number, TradingRecord['kind']>(
  // `RECORD_KINDS` has exactly these names.
  Object.entries(RECORD_KINDS).map(([kind, number]) => [number, kind as TradingRecord['kind']]),
)
const MOST_KIND = Math.max(COMMAND_KIND, FEEDBACK_KIND, ...KINDS.keys())

/**
 * Reads the past of a trader from its journal: all of it, before anything is made of it.
 *
 * @throws StorageError `JOURNAL_CORRUPT`, `STORE_READ_FAILED`, `STORE_CORRUPT` where a record is of a kind that this version
 * does not know
 */
export async function readPast(files: FilePort, folder: string): Promise<TraderPast> {
  const { snapshot, records } = await replayJournal(files, folder)
  const past: PastRecord[] = []
  for await (const record of records) {
    const { kind, sequence } = record
    const value = recordJson(record)
    const name = KINDS.get(kind)
    // What a journal gives back is what was written, byte for byte: its hashes say so.
    if (name !== undefined) past.push({ kind: name, record: value } as TradingRecord)
    else if (kind === COMMAND_KIND) past.push({ kind: 'host', record: value as HostRecord })
    else if (kind === FEEDBACK_KIND)
      past.push({ kind: 'feedback', record: value as FeedbackRecord })
    else
      throw new StorageError(
        'STORE_CORRUPT',
        `Reading record ${sequence} of the journal in ${folder}: expected a kind from 1 to ${MOST_KIND}, was ${kind}; a later version wrote it`,
      )
  }
  const text = snapshot && new TextDecoder().decode(snapshot.state)
  return {
    snapshot: text === undefined ? undefined : (JSON.parse(text) as TraderSnapshot),
    records: past,
  }
}
