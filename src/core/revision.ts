/** Where the changes of all are counted: each stamps what has changed, so that a later one has a higher stamp. */
const CLOCK = 0
/** The place of what changes all the time, as far as anyone knows. @internal */
export const ALWAYS_CHANGED = 1
/** The place of what never does. @internal */
export const NEVER_CHANGED = 2

/**
 * The stamps of all revisions of this process, side by side: to ask a hundred of them is to read a few lines of memory, where
 * a hundred objects would be some hundreds.
 */
let stamps = new Float64Array(256)
stamps[ALWAYS_CHANGED] = Number.POSITIVE_INFINITY
let made = NEVER_CHANGED

/** Tells when one thing changed last, so that whoever has read it knows whether to read it again. */
export class Revision {
  // Hidden: slots of the same instrument are equal wherever their stamps stand.
  readonly #place: number

  /** Of what has not changed yet. */
  constructor() {
    made += 1
    this.#place = made
    if (made < stamps.length) return
    const more = new Float64Array(stamps.length * 2)
    more.set(stamps)
    stamps = more
  }

  /** Where its stamp stands among {@link revisionStamps}. @internal */
  get place(): number {
    return this.#place
  }

  /** Another number, and a higher one, after every change; higher than those of all that changed before. */
  get stamp(): number {
    return stamps[this.#place] ?? 0
  }

  /** It has changed. */
  advance(): void {
    const now = (stamps[CLOCK] ?? 0) + 1
    stamps[CLOCK] = now
    stamps[this.#place] = now
  }
}

/** The stamps of all revisions by their places. Borrowed: until another one is made. @internal */
export function revisionStamps(): Float64Array {
  return stamps
}

/** The highest stamp so far: whatever changes from now on has a higher one. @internal */
export function lastStamp(): number {
  return stamps[CLOCK] ?? 0
}
