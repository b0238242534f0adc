/**
 * @hotpath Decides what one update does to one book: `judge` runs once per book frame.
 * Pure: no clock, no I/O; its state is the cursor, who feeds the book and the updates held back. Allocation budget:
 * none while live and in sequence; a held update is a copy. Proven by `bench/gate` and `book-sync.prop.test.ts`.
 */
import { newCursor } from '../book/index.ts'
import type { BookCursor, BookUpdate, ContinuityRule } from '../core/index.ts'
import { RecentUpdates } from './recent-updates.ts'
import { SourceSet } from './source-set.ts'

const MAX_FLOOR_REFUSALS = 5

/**
 * Where a book stands:
 *
 * - `waiting`: it needs a snapshot
 * - `live`: every update up to the last one was applied
 * - `filling`: a hole was seen that another connection may fill
 */
export type SyncPhase = 'waiting' | 'live' | 'filling'

/**
 * What the keeper does with an update:
 *
 * - `apply`: it is next; apply and publish it, then everything from `takeNext`
 * - `replace`: it is a whole book that replaces; the book is live
 * - `join`: it is a snapshot that was asked for; hand it to `join` while one is awaited
 * - `refuse`: it is a snapshot from before what the book had shown; the book is not live, and needs a newer one
 * - `drop`: it is old, doubled, or of no use before a snapshot
 * - `hold`: a copy is kept until it can be applied
 * - `gap`: the book was live and no longer is; mark it stale before anything else
 * - `fill`: it is next in a book that is not live yet; apply it unpublished, then everything from `takeNext`; when the
 *   phase is `live` after that, so is the book
 */
export type SyncStep = 'apply' | 'replace' | 'join' | 'refuse' | 'drop' | 'hold' | 'gap' | 'fill'

/** How a book is kept in step. */
export interface BookSyncOptions {
  /** Most updates held back; beyond it the oldest are lost, which a later snapshot makes good. */
  readonly maxHeld: number
  /** Whether a hole may be filled from another connection before it counts as a gap. */
  readonly canFill: boolean
}

/**
 * The decisions of keeping one book in step with its venue; the keeper carries them out.
 *
 * `book live` means: the book equals the venue's at the cursor's id.
 */
export class BookSync {
  /** Where the book stands in the venue's sequence. */
  cursor: BookCursor = newCursor()
  /** Where the book stands in being kept. */
  phase: SyncPhase = 'waiting'
  readonly #rule: ContinuityRule
  /** Whether a snapshot does not come by itself, and is joined to held updates. */
  readonly #isJoined: boolean
  readonly #options: BookSyncOptions
  readonly #sources = new SourceSet()
  readonly #recent = new RecentUpdates()
  #held: BookUpdate[] = []
  #lostHeld = 0
  #isNumbered = false
  /** Last id the book had when it lost its ground: a snapshot from before it is a cache's, and too old. */
  #floorId: number = Number.NaN
  #floorRefusals = 0
  /** When the numbering last started again, by the venue's time; every connection tells of it, each in its turn. */
  #restartedUs: number = Number.NaN

  /** Starts waiting for a snapshot. */
  constructor(rule: ContinuityRule, options: BookSyncOptions) {
    this.#rule = rule
    this.#isJoined = rule.snapshot === 'rest' || rule.snapshot === 'request'
    this.#options = options
  }

  /** Updates held back now. */
  get heldCount(): number {
    return this.#held.length
  }

  /** Held updates that were lost because too many waited. */
  get lostHeld(): number {
    return this.#lostHeld
  }

  /** Connections that feed the book now. */
  get sourceCount(): number {
    return this.#sources.seenCount
  }

  /** Whether a connection feeds the book, or may: as long as none was seen, any may. */
  mayComeFrom(source: number): boolean {
    return this.#sources.seenCount === 0 || this.#sources.hasSeen(source)
  }

  /** Whether the book is in step, and by one connection alone. */
  standsOn(source: number): boolean {
    const sources = this.#sources
    return this.phase === 'live' && sources.hasJoined(source) && !sources.hasJoinedOther(source)
  }

  /** Decides about an update from a connection. */
  judge(update: BookUpdate, source: number): SyncStep {
    this.#sources.see(source)
    if (this.#rule.snapshot === 'every') return this.#judgeWhole(update, source)
    const isRestart = this.#rule.restarts !== undefined && this.#noteRestart(update)
    if (update.isSnapshot) {
      if (this.#rule.snapshot !== 'request') return this.#judgeSnapshot(update, source, isRestart)
      return this.phase === 'waiting' ? 'join' : 'drop'
    }
    if (this.phase === 'waiting') return this.#judgeWaiting(update)
    if (isRestart) return this.#startOver(update)
    // Without ids of the venue nothing tells a copy from a change: only the connection whose snapshot the book stands on
    // may speak.
    if (!this.#isNumberedByVenue(update) && !this.#sources.hasJoined(source)) return 'drop'
    const verdict = this.#rule.judge(this.cursor, update)
    if (verdict === 'gap') return this.#judgeGap(update, source)
    this.#sources.join(source)
    if (verdict === 'drop') return 'drop'
    this.#recent.add(update)
    return this.phase === 'filling' ? 'fill' : 'apply'
  }

  /**
   * The next held update that can be applied now, if there is one. Call until `undefined` after `apply` and `fill`; a
   * hole that was filled makes the phase `live`.
   */
  takeNext(): BookUpdate | undefined {
    for (let i = 0; i < this.#held.length; ) {
      const update = this.#held[i] as BookUpdate
      const verdict =
        update.last <= this.cursor.lastId
          ? this.#judgeOld(update)
          : this.#rule.judge(this.cursor, update)
      if (verdict === 'gap') {
        i += 1
        continue
      }
      this.#held.splice(i, 1)
      if (verdict === 'drop') continue
      this.#recent.add(update)
      return update
    }
    if (this.phase === 'filling' && this.#held.length === 0) this.phase = 'live'
    return undefined
  }

  /**
   * Joins a snapshot fetched by REST to the held updates: those to apply on top of it, in order; the phase is then
   * `live`. `undefined` where they do not meet: fetch again.
   */
  join(snapshot: BookUpdate): readonly BookUpdate[] | undefined {
    // Of the numbering before: what is held would look old beside it.
    if (snapshot.venueUs < this.#restartedUs) return undefined
    const before = this.cursor
    const held = this.#held
    this.cursor = newCursor()
    this.#recent.clear()
    this.#startAt(snapshot)
    const phase = this.phase
    const onTop: BookUpdate[] = []
    this.#held = [...held]
    for (let next = this.takeNext(); next !== undefined; next = this.takeNext()) onTop.push(next)
    if (this.#held.length > 0 || this.#isBelowFloor(this.cursor.lastId)) {
      // What is left is beyond a hole: the snapshot is older than the buffer, or the buffer has a hole itself. A
      // snapshot that reaches over the hole needs nothing from before it.
      this.cursor = before
      this.phase = phase
      return undefined
    }
    this.#stand()
    return onTop
  }

  /** The book cannot be trusted any more (fault, checksum, crossed, gap not filled): waits for a snapshot. */
  distrust(keepHeld = false): void {
    // Comparisons with NaN are false: an id replaces no floor, a higher one replaces a lower.
    const { lastId } = this.cursor
    if (Number.isNaN(this.#floorId) || lastId > this.#floorId) this.#floorId = lastId
    this.phase = 'waiting'
    this.cursor = newCursor()
    this.#recent.clear()
    this.#sources.disband()
    if (!keepHeld || !this.#isJoined) this.#held = []
  }

  /** A connection was confirmed to carry this book: what it sends from now on will be judged. */
  see(source: number): void {
    this.#sources.see(source)
  }

  /**
   * A connection that may feed this book is gone. Returns whether the book lost its ground with it: nobody who had
   * joined is left.
   *
   * `isReplaced`: it was closed in good order after another one had taken over its topics. Nothing is missing then as
   * far as anybody can know, and the other's next update proves it by its ids; without ids it could not.
   */
  leave(source: number, isReplaced: boolean): boolean {
    const sources = this.#sources
    const wasSeen = sources.hasSeen(source)
    sources.leave(source)
    if (this.phase === 'waiting') {
      if (sources.seenCount === 0) this.#held = []
      return false
    }
    // A book that stands on a REST snapshot alone has seen nobody yet; then every connection may have been its own.
    if (sources.joinedCount > 0 || (!wasSeen && sources.seenCount > 0)) return false
    const isProvable = this.#isNumbered && this.phase === 'live' && this.#held.length === 0
    if (isReplaced && isProvable && sources.seenCount > 0) return false
    this.distrust(sources.seenCount > 0)
    return true
  }

  #judgeWhole(update: BookUpdate, source: number): SyncStep {
    // Two connections without ids: the first one leads until it is gone, else the book would jump back and forth.
    const sources = this.#sources
    if (Number.isNaN(update.last) && sources.joinedCount > 0 && !sources.hasJoined(source))
      return 'drop'
    if (this.#rule.judge(this.cursor, update) === 'drop') {
      this.#sources.join(source)
      return 'drop'
    }
    this.#sources.join(source)
    this.#isNumbered = !Number.isNaN(update.last)
    this.phase = 'live'
    return 'replace'
  }

  #judgeSnapshot(update: BookUpdate, source: number, isRestart: boolean): SyncStep {
    const sources = this.#sources
    const isOfAnother = !isRestart && this.phase === 'live' && sources.hasJoinedOther(source)
    if (isOfAnother && this.#isNumberedByVenue(update) && update.last <= this.cursor.lastId) {
      // A second connection starts with a snapshot of its own, not newer than the book: its deltas join by their ids.
      // A newer one replaces; the first connection joins again when it gets there.
      if (update.last === this.cursor.lastId) sources.join(source)
      return 'drop'
    }
    if (!isRestart && this.#isNumberedByVenue(update)) {
      // What it stood on was told by a connection that has been replaced, and nobody who is left can vouch for it.
      const isBehind = !sources.hasJoined(source) && update.last < this.cursor.lastId
      if (isBehind) this.distrust()
      if (this.phase === 'waiting' && this.#isBelowFloor(update.last)) return 'refuse'
    }
    this.cursor = newCursor()
    this.#recent.clear()
    this.#startAt(update)
    this.#held = []
    this.#sources.joinOnly(source)
    this.#stand()
    return 'replace'
  }

  /** The book is in step, and nothing from before is held against it. */
  #stand(): void {
    this.phase = 'live'
    this.#floorId = Number.NaN
    this.#floorRefusals = 0
  }

  /** Whether the update says first that the numbering started again. What is held of before it is forgotten. Cold. */
  #noteRestart(update: BookUpdate): boolean {
    if (this.#rule.restarts?.(update) !== true) return false
    this.#held = this.#held.filter(({ venueUs }) => !(venueUs < update.venueUs))
    if (update.venueUs <= this.#restartedUs) return false
    this.#restartedUs = update.venueUs
    this.#floorId = Number.NaN
    return true
  }

  /** A change says that the numbering started again: the book needs a snapshot of the new one. */
  #startOver(update: BookUpdate): SyncStep {
    this.distrust()
    // Ids of the new numbering are lower than those that the book had.
    this.#floorId = Number.NaN
    if (this.#isJoined) this.#hold(update)
    return 'gap'
  }

  #judgeWaiting(update: BookUpdate): SyncStep {
    if (!this.#isJoined) return 'drop'
    this.#hold(update)
    return 'hold'
  }

  #judgeGap(update: BookUpdate, source: number): SyncStep {
    const hasOther = this.#sources.hasJoinedOther(source)
    if (hasOther && this.#recent.has(update)) {
      this.#sources.join(source)
      return 'drop'
    }
    if (this.phase === 'filling') {
      this.#hold(update)
      return 'hold'
    }
    if (hasOther && !this.#sources.hasJoined(source)) {
      // It is ahead of the others or behind them; what is ahead joins when they get there.
      if (update.last <= this.cursor.lastId) return 'drop'
      this.#hold(update)
      return 'hold'
    }
    const canFill = this.#options.canFill && hasOther && this.#isNumberedByVenue(update)
    if (canFill) this.phase = 'filling'
    else this.distrust(true)
    if (canFill || this.#isJoined) this.#hold(update)
    return 'gap'
  }

  /** Held updates whose id is not beyond the cursor: restarted ids may still be next, all others are old. */
  #judgeOld(update: BookUpdate): 'apply' | 'drop' {
    return this.#rule.judge(this.cursor, update) === 'apply' ? 'apply' : 'drop'
  }

  /** Whether an id means the same on every connection. */
  #isNumberedByVenue(update: BookUpdate): boolean {
    return !Number.isNaN(update.last) && this.#rule.idsPerConnection !== true
  }

  #startAt(snapshot: BookUpdate): void {
    this.#isNumbered = this.#isNumberedByVenue(snapshot)
    this.#rule.judge(this.cursor, snapshot)
    if (Number.isNaN(this.cursor.lastId)) this.cursor.lastId = snapshot.last
  }

  // A venue may restart its ids lower: after a few refusals the snapshots are believed.
  #isBelowFloor(id: number): boolean {
    if (!(id < this.#floorId) || this.#floorRefusals >= MAX_FLOOR_REFUSALS) return false
    this.#floorRefusals += 1
    return true
  }

  #hold(update: BookUpdate): void {
    if (this.#held.length >= this.#options.maxHeld) {
      this.#held.shift()
      this.#lostHeld += 1
    }
    this.#held.push(update.clone())
  }
}
