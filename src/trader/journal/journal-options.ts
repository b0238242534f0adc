import { ConfigError, type StorageError } from '../../core/index.ts'
import { RECORD_FRAME_BYTES } from './record-format.ts'
import { SEGMENT_HEADER_BYTES } from './segment-header.ts'

/** How a journal is written. */
export interface JournalOptions {
  /** The folder that holds it; made where missing. */
  readonly folder: string
  /**
   * When a record counts as committed: once the operating system has it (`process`: it survives the end of the process,
   * `kill -9` too), or once the device has it (`power`: it survives a power failure).
   *
   * @defaultValue `'process'`
   */
  readonly durability?: 'process' | 'power'
  /** Bytes at which a segment ends and the next begins. @defaultValue 16,777,216 */
  readonly maxSegmentBytes?: number
  /** Most bytes that wait for the disk; beyond it `append` answers `backpressured`. @defaultValue 4,194,304 */
  readonly maxBufferBytes?: number
  /** Most bytes of a payload. @defaultValue 1,048,576 */
  readonly maxRecordBytes?: number
  /**
   * How many snapshots stay. Segments wholly behind the oldest of them are removed with the older ones; `false` keeps
   * everything.
   *
   * @defaultValue 2
   */
  readonly retainedSnapshots?: number | false
  /** Called after every group that was committed, with the last sequence number in it. */
  readonly onCommitted?: (sequence: number) => void
  /** Called once when the journal fails: nothing is committed any more. */
  readonly onFailed?: (error: StorageError) => void
}

/** The limits of a journal, all given. */
export type JournalLimits = Required<Omit<JournalOptions, 'folder' | 'onCommitted' | 'onFailed'>>

const DEFAULTS = {
  durability: 'process',
  maxSegmentBytes: 16_777_216,
  maxBufferBytes: 4_194_304,
  maxRecordBytes: 1_048_576,
  retainedSnapshots: 2,
} as const satisfies JournalLimits

/** Fills in what is not given. @throws ConfigError `INVALID_OPTIONS` */
export function resolveJournalOptions(options: JournalOptions): JournalOptions & JournalLimits {
  const resolved = Object.freeze({ ...DEFAULTS, ...options })
  const { maxSegmentBytes, maxBufferBytes, maxRecordBytes, retainedSnapshots } = resolved
  const frameBytes = RECORD_FRAME_BYTES + SEGMENT_HEADER_BYTES
  const counts: readonly [string, number, number][] = [
    ['maxSegmentBytes', maxSegmentBytes, 1],
    ['maxRecordBytes', maxRecordBytes, 1],
    ['maxBufferBytes', maxBufferBytes, maxRecordBytes + frameBytes],
    ['retainedSnapshots', retainedSnapshots === false ? 1 : retainedSnapshots, 1],
  ]
  const problems = counts
    .filter(([, value, least]) => !Number.isSafeInteger(value) || value < least)
    .map(
      ([name, value, least]) => `${name} to be a whole number of at least ${least}, was ${value}`,
    )
  if (problems.length === 0) return resolved
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Setting up a journal: expected ${problems.join('; expected ')}`,
  )
}
