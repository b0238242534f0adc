/**
 * A venue tells a time in µs on one way and in whole seconds on another: what is this little younger than what was forgotten
 * may be the same.
 */
const COARSEST_CLOCK_US = 1_000_000

/** What is remembered of an id. */
export interface Remembered<Told> {
  /** What was told under it. */
  readonly told: Told
  /** Its time by the venue, epoch µs. */
  readonly timeUs: number
}

/** An id with what is remembered. */
export interface SeenRow<Told> extends Remembered<Told> {
  /** The id. */
  readonly id: string
}

/** What one scope remembers, and how far it has forgotten. */
export interface SeenScope<Told> {
  /** By id. */
  readonly byId: Map<string, Remembered<Told>>
  /** The ids by arrival: a ring once it is full. */
  readonly arrivals: string[]
  /** Place of the oldest id in a ring that is full. */
  oldest: number
  /** Latest venue time of what was forgotten; -1 where nothing was. */
  forgottenUs: number
}

/**
 * Ids that came already, so that each counts once: the newest `limit` of each scope, by arrival.
 *
 * The limit costs no correctness, only reach: an id that is not remembered and not surely younger than everything forgotten
 * is not new and not known, and `recall` says so. Nothing depends on a clock or on hashing.
 */
export class SeenIds<Told> {
  /** By scope. */
  readonly scopes: Map<string, SeenScope<Told>> = new Map()
  readonly #limit: number

  /** Remembers `limit` ids a scope. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** What was told under the id; `'new'` where nothing was; `'beyondMemory'` where nobody can say. */
  recall(scope: string, id: string, timeUs: number): Told | 'new' | 'beyondMemory' {
    const seen = this.scopes.get(scope)
    const known = seen?.byId.get(id)
    if (known !== undefined) return known.told
    if (seen === undefined || seen.forgottenUs < 0) return 'new'
    return timeUs > seen.forgottenUs + COARSEST_CLOCK_US ? 'new' : 'beyondMemory'
  }

  /** Remembers an id; one that is known keeps its place. */
  remember(scope: string, id: string, remembered: Remembered<Told>): void {
    const seen = this.#scope(scope)
    const isKnown = seen.byId.has(id)
    seen.byId.set(id, remembered)
    if (isKnown) return
    if (seen.arrivals.length < this.#limit) {
      seen.arrivals.push(id)
      return
    }
    const forgotten = seen.arrivals[seen.oldest] ?? ''
    this.forget(scope, seen.byId.get(forgotten)?.timeUs ?? -1)
    seen.byId.delete(forgotten)
    seen.arrivals[seen.oldest] = id
    seen.oldest = (seen.oldest + 1) % this.#limit
  }

  /** What is as old as this, or older, may have been forgotten. */
  forget(scope: string, timeUs: number): void {
    const seen = this.#scope(scope)
    seen.forgottenUs = Math.max(seen.forgottenUs, timeUs)
  }

  #scope(scope: string): SeenScope<Told> {
    const known = this.scopes.get(scope)
    if (known !== undefined) return known
    const seen = { byId: new Map(), arrivals: [], oldest: 0, forgottenUs: -1 }
    this.scopes.set(scope, seen)
    return seen
  }
}

/** Ids of a scope with what is remembered, oldest arrival first. */
export function byArrival<Told>(seen: SeenScope<Told>): readonly SeenRow<Told>[] {
  const { arrivals, oldest, byId } = seen
  return [...arrivals.slice(oldest), ...arrivals.slice(0, oldest)].flatMap((id) => {
    const remembered = byId.get(id)
    return remembered === undefined ? [] : [{ id, ...remembered }]
  })
}
