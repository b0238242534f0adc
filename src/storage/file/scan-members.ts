import { type GzipMember, gunzipMember, gzipMemberAt, nextGzipSignature } from '../../wire/gzip.ts'

/** A stretch of a segment that holds no whole member. */
interface DamagedSpan {
  /** First byte. */
  readonly start: number
  /** Byte after it. */
  readonly end: number
}

/** What a segment holds. */
export interface SegmentScan {
  /** The members, in order. Only the last one's payload was checked. */
  readonly members: readonly GzipMember[]
  /** Stretches between and after them; a torn end is one that reaches the end of the file. */
  readonly damaged: readonly DamagedSpan[]
}

/**
 * Finds the whole members of a segment.
 *
 * The writer has one write in flight, so only the last member can be torn: its payload is inflated and checked, those
 * before were acknowledged. Anything else that is no member is damage, and is stepped over.
 */
export function scanMembers(bytes: Uint8Array): SegmentScan {
  const members: GzipMember[] = []
  const damaged: DamagedSpan[] = []
  let start = 0
  while (start < bytes.length) {
    const member = gzipMemberAt(bytes, start)
    if (member !== undefined && isPlausible(bytes, member)) {
      members.push(member)
      start = member.end
    } else {
      const end = nextMember(bytes, start + 1)
      damaged.push({ start, end })
      start = end
    }
  }
  return { members, damaged }
}

// What follows a whole member is the next member or the end of the file. Where neither holds, or at the end, only the
// payload itself can tell whether the header's length is true.
function isPlausible(bytes: Uint8Array, member: GzipMember): boolean {
  if (member.end < bytes.length && gzipMemberAt(bytes, member.end) !== undefined) return true
  return gunzipMember(bytes, member) !== undefined
}

function nextMember(bytes: Uint8Array, from: number): number {
  let start = nextGzipSignature(bytes, from)
  while (start >= 0) {
    const member = gzipMemberAt(bytes, start)
    if (member !== undefined && gunzipMember(bytes, member) !== undefined) return start
    start = nextGzipSignature(bytes, start + 1)
  }
  return bytes.length
}
