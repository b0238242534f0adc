import type { FilePort } from '../../runtime/ports.ts'
import { Anchors } from './anchors.ts'
import { GENESIS_HASH, HASH_BYTES, hashText, isSameHash } from './chain-hash.ts'
import { corruption } from './corruption.ts'
import { HEAD_FILE, segmentFile } from './file-names.ts'
import { type JournalFolder, readHead } from './journal-folder.ts'
import type { JournalPosition } from './position.ts'
import { readRecords } from './read-records.ts'
import type { JournalRecord } from './record.ts'
import { decodeSegmentHeader, SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment-header.ts'
import type { TornTail } from './torn-tail.ts'

/** Where a journal ends. */
export interface JournalEnd {
  /** After its last whole record. */
  readonly position: JournalPosition
  /** Its newest writer; 0 where there was none. */
  readonly epoch: number
  /** What a crash left after that. */
  readonly torn: TornTail | undefined
  /** The file of a segment that a writer began and did not name in the head: it holds no record. */
  readonly unnamed: string | undefined
}

/** Where a journal of no segments ends. */
const NOTHING: JournalEnd = {
  position: { segment: 0, offset: 0, sequence: 0, hash: GENESIS_HASH },
  epoch: 0,
  torn: undefined,
  unnamed: undefined,
}

/**
 * Reads every record from the first segment on, or from that of `from`, in order, and returns where the journal ends.
 *
 * A record is given once it and all before it were checked: its CRCs, its number, the hash chain, the headers of segments,
 * and every place that head and snapshots name. One segment is in memory at a time.
 *
 * @throws StorageError `JOURNAL_CORRUPT`, `STORE_READ_FAILED`
 */
export async function* walkJournal(
  files: FilePort,
  contents: JournalFolder,
  from?: JournalPosition,
): AsyncGenerator<JournalRecord, JournalEnd, undefined> {
  const segments = contents.segments.filter((index) => index >= (from?.segment ?? 0))
  const anchors = new Anchors(contents, segments[0] ?? 0)
  let end = NOTHING
  for (const index of segments) {
    const bytes = await files.read(`${contents.folder}/${segmentFile(index)}`)
    const header = headerOf(contents, index, bytes)
    if (header === undefined) {
      const file = segmentFile(index)
      const shape = bytes.length < SEGMENT_HEADER_BYTES ? 'short' : 'zeros'
      end = { ...end, torn: { file, offset: 0, tornBytes: bytes.length, shape }, unnamed: file }
      break
    }
    if (end.position.segment > 0) checkFollows(header, end)
    else checkFirst(header)
    if (!isNamed(contents, index)) {
      if (bytes.length === SEGMENT_HEADER_BYTES) {
        end = { ...end, unnamed: segmentFile(index) }
        break
      }
      await checkNamedNow(files, contents, index)
    }
    end = yield* segmentRecords(bytes, header, anchors)
    if (end.torn !== undefined && index !== segments.at(-1)) throw truncated(end.torn)
  }
  anchors.end(end.position)
  checkClosed(contents, end)
  return end
}

function* segmentRecords(
  bytes: Uint8Array,
  header: SegmentHeader,
  anchors: Anchors,
): Generator<JournalRecord, JournalEnd, undefined> {
  let position: JournalPosition = {
    segment: header.index,
    offset: SEGMENT_HEADER_BYTES,
    sequence: header.firstSequence - 1,
    hash: bytes.subarray(SEGMENT_HEADER_BYTES - HASH_BYTES, SEGMENT_HEADER_BYTES),
  }
  anchors.pass(position)
  const records = readRecords(bytes, header)
  for (;;) {
    const next = records.next()
    if (next.done === true) {
      return { position, epoch: header.epoch, torn: next.value, unnamed: undefined }
    }
    position = next.value.position
    anchors.pass(position)
    yield next.value.record
  }
}

/** The header; `undefined` where a writer died before it was whole, and before any record was committed after it. */
function headerOf(
  contents: JournalFolder,
  index: number,
  bytes: Uint8Array,
): SegmentHeader | undefined {
  const file = segmentFile(index)
  const header = decodeSegmentHeader(file, bytes)
  if (header === 'torn') {
    if (index === contents.segments.at(-1) && !isNamed(contents, index)) return undefined
    throw corruption({ file, offset: 0, expected: 'a whole header', found: 'a torn one' })
  }
  if (header.index !== index) {
    const found = `segment ${header.index}`
    throw corruption({ file, offset: 12, expected: `segment ${index}`, found })
  }
  return header
}

function isNamed({ head }: JournalFolder, index: number): boolean {
  return index <= (head?.position.segment ?? 0)
}

/** Records are written only to a segment that the head names; it may do so since it was read. */
async function checkNamedNow(
  files: FilePort,
  { folder }: JournalFolder,
  index: number,
): Promise<void> {
  const segment = (await readHead(files, folder))?.position.segment ?? 0
  if (index <= segment) return
  const found = segment === 0 ? 'no head' : segmentFile(segment)
  throw corruption({ file: HEAD_FILE, offset: 16, expected: segmentFile(index), found })
}

function checkFollows(header: SegmentHeader, { position, epoch }: JournalEnd): void {
  const file = segmentFile(header.index)
  const facts: readonly [number, string, number, number][] = [
    [24, 'first record', position.sequence + 1, header.firstSequence],
    [32, 'size of the segment before it:', position.offset, header.previousBytes],
    [16, 'epoch of at least', epoch, Math.min(epoch, header.epoch)],
  ]
  for (const [offset, what, expected, found] of facts) {
    if (found === expected) continue
    throw corruption({ file, offset, expected: `${what} ${expected}`, found })
  }
  checkHash(header, position.hash)
}

function checkFirst(header: SegmentHeader): void {
  // Segments before it were removed behind a snapshot: what it says of them is proven by the places that follow.
  if (header.index > 1) return
  if (header.firstSequence !== 1) {
    const found = `record ${header.firstSequence}`
    throw corruption({ file: segmentFile(1), offset: 24, expected: 'record 1', found })
  }
  checkHash(header, GENESIS_HASH)
}

function checkHash({ index, previousHash }: SegmentHeader, hash: Uint8Array): void {
  if (isSameHash(previousHash, hash)) return
  const [expected, found] = [hashText(hash), hashText(previousHash)]
  throw corruption({ file: segmentFile(index), offset: 48, expected, found })
}

function truncated({ file, offset, tornBytes }: TornTail): Error {
  const found = `${tornBytes} bytes of one, though later segments follow`
  return corruption({ file, offset, expected: 'a whole record', found })
}

function checkClosed({ head }: JournalFolder, { position, torn, unnamed }: JournalEnd): void {
  if (head?.isClosed !== true || head.position.segment !== position.segment) return
  const isEnd = torn === undefined || unnamed !== undefined
  if (isEnd && head.position.offset === position.offset) return
  throw corruption({
    file: segmentFile(position.segment),
    offset: head.position.offset,
    expected: 'its end, as its writer closed it here',
    found: 'more bytes',
  })
}
