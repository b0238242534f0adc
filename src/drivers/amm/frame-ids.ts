/** What is asked on a socket. */
type FrameKind =
  | 'sub'
  | 'end'
  | 'head'
  /** The beginning of a reading. */
  | 'state'
  | 'audit'
  /** How a reading goes on. */
  | 'ticks'
  /** Of a block: the logs of contracts, those of keys at one contract, and fees that no log tells. */
  | 'logs'
  | 'keyed'
  | 'fees'
  | 'alive'

/**
 * Ids of our requests on a socket. Nodes give an id back as it was, so it says what was asked, and an answer can be read
 * without memory of the question: `7 sub pool:0x88e6…`, `7 state 0x88e6… 75 3`, `9 audit …`, `7 ticks 0x88e6…`, `8 end pool:0x88e6…`,
 * and by a block's number and hash `19000001 logs 0x5a1c…`, `19000001 fees base:0x5a1c…`.
 */
export interface FrameId {
  /** Counts up on a connection; of the logs of a block, its number. */
  readonly request: number
  /** What was asked: a word of ours; anything else is nobody's. */
  readonly kind: FrameKind
  /** Topic of a subscription, pool of a reading, or hash of a block, of fees with its chain. */
  readonly of: string
  /** The first word that a reading has. */
  readonly firstWord: number
  /** How many words it has. */
  readonly wordCount: number
}

const FORM =
  /^(\d{1,15}) (sub|end|head|state|audit|ticks|logs|keyed|fees|alive) ([a-z0-9:-]{1,120})(?: (-?\d{1,6}) (\d{1,4}))?$/

/** An id as text. */
export function frameId(
  request: number,
  kind: FrameId['kind'],
  of: string,
  words?: { readonly first: number; readonly count: number },
): string {
  const text = `${request} ${kind} ${of}`
  return words === undefined ? text : `${text} ${words.first} ${words.count}`
}

/** Reads an id; `undefined` where it is not of ours. */
export function readFrameId(text: string): FrameId | undefined {
  const match = FORM.exec(text)
  if (match === null) return undefined
  return {
    request: Number(match[1]),
    // The form lets through these words only.
    kind: match[2] as FrameId['kind'],
    of: match[3] ?? '',
    firstWord: Number(match[4] ?? 0),
    wordCount: Number(match[5] ?? 0),
  }
}

/** What was asked by an id of ours, which may be cut short; `undefined` where it is not of ours. */
export function kindOfFrameId(text: string): FrameId['kind'] | undefined {
  const kind = /^\d{1,15} (sub|end|head|state|audit|ticks|logs|keyed|fees|alive) /.exec(text)?.[1]
  // The form lets through these words only.
  return kind as FrameId['kind'] | undefined
}
