/**
 * @hotpath Decides what one update does to one book: `judge` runs once per book frame.
 * Pure: no clock, no I/O; its state is the cursor, who feeds the book and the updates held back. Allocation budget:
 * none while live and in sequence; a held update is a copy. Proven by `bench/gate` and `book-manager.prop.test.ts`.
 */
import { newCursor } from '../book/index.ts'
import type { BookCursor, BookUpdate, ContinuityRule } from '../core/index.ts'
import { HeldUpdates } from './held-updates.ts'
import { RecentUpdates } from './recent-updates.ts'
import { SnapshotFloor } from './snapshot-floor.ts'
import { SourceSet } from './source-set.ts'

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
  readonly #canFill: boolean
  readonly #sources = new SourceSet()
  readonly #recent = new RecentUpdates()
  readonly #held: HeldUpdates
  readonly #floor = new SnapshotFloor()
  #isNumbered = false
  /** When the numbering last started again, by the venue's time; every connection tells of it, each in its turn. */
  #restartedUs: number = Number.NaN

  /** Starts waiting for a snapshot. */
  constructor(rule: ContinuityRule, { maxHeld, canFill }: BookSyncOptions) {
    this.#rule = rule
    this.#isJoined = rule.snapshot === 'rest' || rule.snapshot === 'request'
    this.#canFill = canFill
    this.#held = new HeldUpdates(maxHeld)
  }

  /** Updates held back now. */
  get heldCount(): number {
    return this.#held.count
  }

  /** Held updates that were lost because too many waited. */
  get lostHeld(): number {
    return this.#held.lost
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
    const next = this.#held.takeNext(this.#rule, this.cursor)
    if (next !== undefined) this.#recent.add(next)
    else if (this.phase === 'filling' && this.#held.count === 0) this.phase = 'live'
    return next
  }

  /**
   * Joins a snapshot fetched by REST to the held updates: those to apply on top of it, in order; the phase is then
   * `live`. `undefined` where they do not meet: fetch again.
   */
  join(snapshot: BookUpdate): readonly BookUpdate[] | undefined {
    // Of the numbering before: what is held would look old beside it.
    if (snapshot.venueUs < this.#restartedUs) return undefined
    const before = this.cursor
    this.cursor = newCursor()
    this.#recent.clear()
    this.#startAt(snapshot)
    const phase = this.phase
    const onTop: BookUpdate[] = []
    for (let next = this.takeNext(); next !== undefined; next = this.takeNext()) onTop.push(next)
    if (this.#held.count > 0 || this.#floor.refuses(this.cursor.lastId)) {
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
    this.#floor.raise(this.cursor.lastId)
    this.phase = 'waiting'
    this.cursor = newCursor()
    this.#recent.clear()
    this.#sources.disband()
    if (!keepHeld || !this.#isJoined) this.#held.clear()
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
      if (sources.seenCount === 0) this.#held.clear()
      return false
    }
    // A book that stands on a REST snapshot alone has seen nobody yet; then every connection may have been its own.
    if (sources.joinedCount > 0 || (!wasSeen && sources.seenCount > 0)) return false
    const isProvable = this.#isNumbered && this.phase === 'live' && this.#held.count === 0
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
      if (this.phase === 'waiting' && this.#floor.refuses(update.last)) return 'refuse'
    }
    this.cursor = newCursor()
    this.#recent.clear()
    this.#startAt(update)
    this.#held.clear()
    this.#sources.joinOnly(source)
    this.#stand()
    return 'replace'
  }

  /** The book is in step, and nothing from before is held against it. */
  #stand(): void {
    this.phase = 'live'
    this.#floor.clear()
  }

  /** Whether the update says first that the numbering started again. What is held of before it is forgotten. Cold. */
  #noteRestart(update: BookUpdate): boolean {
    if (this.#rule.restarts?.(update) !== true) return false
    this.#held.dropBefore(update.venueUs)
    if (update.venueUs <= this.#restartedUs) return false
    this.#restartedUs = update.venueUs
    this.#floor.forget()
    return true
  }

  /** A change says that the numbering started again: the book needs a snapshot of the new one. */
  #startOver(update: BookUpdate): SyncStep {
    this.distrust()
    this.#floor.forget()
    if (this.#isJoined) this.#hold(update)
    return 'gap'
  }

  #judgeWaiting(update: BookUpdate): SyncStep {
    return this.#isJoined ? this.#hold(update) : 'drop'
  }

  #judgeGap(update: BookUpdate, source: number): SyncStep {
    const hasOther = this.#sources.hasJoinedOther(source)
    if (hasOther && this.#recent.has(update)) {
      this.#sources.join(source)
      return 'drop'
    }
    if (this.phase === 'filling') return this.#hold(update)
    if (hasOther && !this.#sources.hasJoined(source)) {
      // It is ahead of the others or behind them; what is ahead joins when they get there.
      return update.last <= this.cursor.lastId ? 'drop' : this.#hold(update)
    }
    const canFill = this.#canFill && hasOther && this.#isNumberedByVenue(update)
    if (canFill) this.phase = 'filling'
    else this.distrust(true)
    if (canFill || this.#isJoined) this.#hold(update)
    return 'gap'
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

  #hold(update: BookUpdate): SyncStep {
    this.#held.hold(update)
    return 'hold'
  }
}
