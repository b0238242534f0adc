/**
 * @hotpath One book with everything around it: carries out what {@link BookSync} decides, checks the book's own
 * evidence, publishes. `onUpdate` runs once per book frame; a book that cannot be trusted is marked before anything is
 * published. Allocation budget: none while live; all else is cold. Proven by `bench/gate`.
 */
import { MaintainedBook } from '../book/index.ts'
import type { BookState, BookUpdate } from '../core/index.ts'
import type { TimerHandle } from '../runtime/ports.ts'
import { doubtOf } from './book-doubt.ts'
import type { BookTarget } from './book-keeping.ts'
import { bookStateEvent } from './book-state-event.ts'
import { BookSync } from './book-sync.ts'
import type { KeeperShare } from './keeper-share.ts'
import { SnapshotRequests } from './snapshot-requests.ts'
import { UpdateRate } from './update-rate.ts'
import { wholeBook } from './whole-book.ts'

/** Keeps one book. */
export class KeptBook {
  /** What is kept. */
  readonly target: BookTarget
  /** The book. */
  readonly book: MaintainedBook
  readonly #share: KeeperShare
  readonly #sync: BookSync
  readonly #rate = new UpdateRate()
  readonly #isTimed: boolean
  readonly #requests: SnapshotRequests
  /** Whether it is stale for no other reason than that its connection waits. */
  #isWaiting = false
  #isDelisted = false
  #fillTimer: TimerHandle | undefined

  /** Starts `syncing`. */
  constructor(target: BookTarget, share: KeeperShare) {
    const { maxHeld, gapFillMs, staleAfter } = share.options
    this.target = target
    this.book = new MaintainedBook(target.slot, target.feed, target.depth, share.room)
    this.#share = share
    this.#sync = new BookSync(target.rule, { maxHeld, canFill: gapFillMs !== false })
    this.#isTimed = staleAfter !== false
    this.#requests = new SnapshotRequests(target, share, {
      onDue: () => this.#ask(),
      onSnapshot: (snapshot) => this.#join(snapshot),
      onMissing: () => this.#requests.askAgain('no snapshot came'),
    })
  }

  /** Takes one update from a connection. The update is borrowed. */
  onUpdate(update: BookUpdate, source: number): void {
    switch (this.#sync.judge(update, source)) {
      case 'apply':
        if (this.#isWaiting) this.#goLive(undefined, 'its connection goes on')
        if (this.#applyLive(update) && this.#sync.heldCount > 0) this.#applyHeld()
        return
      case 'replace':
        this.#settle()
        this.book.apply(update, this.target.rule)
        this.#share.counters.applied += 1
        this.#becomeLive(update, update, 'snapshot')
        return
      case 'join':
        if (this.#requests.isAsking) {
          this.#settle()
          this.#join(update)
        }
        return
      case 'refuse':
        this.#refuseSnapshot()
        return
      case 'drop':
        this.#share.counters.dropped += 1
        // Updates flow but the snapshot that should have come before them did not: give it time, then ask for it.
        if (this.#sync.phase === 'waiting' && !this.#requests.isAsking) this.#requests.awaitPushed()
        return
      case 'hold':
        // Spot step 2, futures step 2: the snapshot is fetched once the first event was buffered.
        if (this.#sync.phase === 'waiting' && !this.#requests.isAsking) this.#ask()
        return
      case 'gap':
        this.#onGap()
        return
      case 'fill':
        this.#fill(update)
        return
    }
  }

  /** The topic of this book was confirmed: a quiet instrument gets its snapshot without waiting for a first update. */
  onSubscribed(source: number): void {
    this.#sync.see(source)
    if (this.#sync.phase !== 'waiting' || this.#requests.isAsking || this.#isDelisted) return
    const { snapshot } = this.target.rule
    if (snapshot === 'rest' || snapshot === 'request') this.#requests.askIfQuiet()
    else if (snapshot === 'stream') this.#requests.awaitPushed()
  }

  /** A connection of this book's endpoint is gone; `isReplaced` where another one took over its topics before. */
  onGone(source: number, isReplaced: boolean, reason: string): void {
    const lostGround = this.#sync.leave(source, isReplaced)
    if (lostGround) this.#setState('stale', reason)
    if (this.#sync.phase !== 'waiting') return
    if (this.#sync.sourceCount === 0) {
      // The subscription comes back with the connection, and the snapshot with it or after its first update.
      this.#settle()
    } else if (lostGround) this.#requests.askAgain(reason)
  }

  /** What its connection brings is held back: it may be behind by more than a moment, and nobody can say by what. */
  onWaiting(source: number, reason: string): void {
    if (this.book.state !== 'live' || !this.#sync.standsOn(source)) return
    this.#isWaiting = true
    this.#setState('stale', reason)
  }

  /** Its connection goes on where it waited. */
  onGoingOn(source: number): void {
    if (this.#isWaiting && this.#sync.standsOn(source))
      this.#goLive(undefined, 'its connection goes on')
  }

  /** Something arrived that may have been for this book and could not be read, or the book contradicts other evidence. */
  distrust(state: 'stale' | 'corrupt', reason: string): void {
    if (this.#sync.phase === 'waiting') {
      if (this.book.state === 'stale' && state === 'corrupt') this.#setState('corrupt', reason)
      return
    }
    this.#settle()
    this.#sync.distrust()
    this.#setState(state, reason)
    if (state === 'corrupt') this.#share.counters.corruptions += 1
    this.#requests.askAgain(reason)
  }

  /**
   * Whether the venue lists the instrument was told. A book of what it no longer lists is stale, and asks for nothing:
   * nobody would answer. What comes for it all the same, or a new listing, brings it back.
   */
  onListed(isListed: boolean): void {
    if (isListed === !this.#isDelisted) return
    this.#isDelisted = !isListed
    if (isListed) {
      if (this.#sync.phase === 'waiting' && !this.#requests.isAsking)
        this.#requests.askAgain('listed')
      return
    }
    this.#settle()
    this.#sync.distrust()
    this.#setState('stale', 'delisted')
  }

  /** Makes the book stale when it was silent for too long. */
  checkAge(nowUs: number): void {
    const { staleAfter } = this.#share.options
    if (staleAfter === false || this.book.state !== 'live') return
    if (!this.#rate.isTooQuiet(nowUs, staleAfter.factor, staleAfter.minMs)) return
    this.#rate.restart()
    this.distrust('stale', 'age')
  }

  /** Whether a connection feeds this book, or may: as long as none was seen, any may. */
  mayComeFrom(source: number): boolean {
    return this.#sync.mayComeFrom(source)
  }

  /** The book as a snapshot of its own memory; `undefined` unless live. */
  whole(): BookUpdate | undefined {
    return this.book.state === 'live' ? wholeBook(this.book) : undefined
  }

  /** Ends the keeping. */
  close(reason: string): void {
    this.#settle()
    if (this.book.state !== 'closed') this.book.release()
    this.#setState('closed', reason)
  }

  #applyLive(update: BookUpdate): boolean {
    this.book.apply(update, this.target.rule)
    this.#share.counters.applied += 1
    if (this.#isTimed) this.#rate.note(update.localTimeUs)
    const doubt = doubtOf(this.book, this.target.rule, update)
    if (doubt !== '') {
      this.distrust('corrupt', doubt)
      return false
    }
    const { sink, waterfall } = this.#share.world
    waterfall?.mark('booked')
    sink.book(update)
    waterfall?.mark('routed')
    return true
  }

  #applyHeld(): void {
    for (let next = this.#sync.takeNext(); next; next = this.#sync.takeNext())
      if (!this.#applyLive(next)) return
  }

  /** A hole is being filled: nothing is published until it is, and then the whole book at once. */
  #fill(update: BookUpdate): void {
    let last = update
    for (let next: BookUpdate | undefined = update; next; next = this.#sync.takeNext()) {
      this.book.apply(next, this.target.rule)
      this.#share.counters.applied += 1
      last = next
    }
    // Read anew: `takeNext` moves the phase.
    if ((this.#sync.phase as string) !== 'live') return
    this.#settle()
    this.#share.counters.filledGaps += 1
    this.#becomeLive(last, undefined, 'filled')
  }

  #onGap(): void {
    this.#share.counters.gaps += 1
    this.#setState('stale', 'gap')
    const { gapFillMs } = this.#share.options
    if (this.#sync.phase !== 'filling' || gapFillMs === false) {
      this.#requests.askAgain('gap')
      return
    }
    this.#fillTimer = this.#share.world.timers.after(gapFillMs, () => {
      if (this.#sync.phase !== 'filling') return
      this.#sync.distrust(true)
      this.#requests.askAgain('gap not filled')
    })
  }

  /** `evidence` is the last change applied; `told` is what subscribers get, the whole book where absent. */
  #becomeLive(evidence: BookUpdate, told: BookUpdate | undefined, reason: string): void {
    const doubt = doubtOf(this.book, this.target.rule, evidence)
    if (doubt !== '') {
      this.distrust('corrupt', doubt)
      return
    }
    if (this.#isTimed) this.#rate.note(evidence.localTimeUs)
    if (this.book.state !== 'live') this.#requests.noteLive()
    this.#goLive(told, reason)
  }

  #goLive(told: BookUpdate | undefined, reason: string): void {
    const previous = this.book.state
    this.book.state = 'live'
    this.#isWaiting = false
    if (previous !== 'live') this.#publishState('live', previous, reason)
    if (this.book.state === 'live') this.#share.world.sink.book(told ?? wholeBook(this.book))
  }

  #ask(): void {
    this.#settle()
    this.#requests.ask()
  }

  /** Spot steps 2 to 4, futures steps 2 to 4: joins the snapshot to the buffered updates, or fetches again. */
  #join(snapshot: BookUpdate): void {
    this.#requests.answered()
    const onTop = this.#sync.join(snapshot)
    if (onTop === undefined) {
      this.#refuseSnapshot()
      return
    }
    this.book.apply(snapshot, this.target.rule)
    for (const update of onTop) this.book.apply(update, this.target.rule)
    this.#share.counters.applied += 1 + onTop.length
    const last = onTop.at(-1)
    this.#becomeLive(last ?? snapshot, last === undefined ? snapshot : undefined, 'snapshot')
  }

  #refuseSnapshot(): void {
    const reason = 'snapshot too old'
    this.#share.counters.staleSnapshots += 1
    this.#setState('stale', reason)
    this.#requests.askAgain(reason)
  }

  /** Nothing is waited for any more. */
  #settle(): void {
    this.#isWaiting = false
    this.#fillTimer?.cancel()
    this.#fillTimer = undefined
    this.#requests.settle()
  }

  #setState(state: BookState, reason: string): void {
    const previous = this.book.state
    if (previous === state || previous === 'closed') return
    // A book that was never live has nothing to lose: it stays `syncing` until it is.
    if (previous === 'syncing' && state === 'stale') return
    this.book.state = state
    this.#publishState(state, previous, reason)
  }

  #publishState(state: BookState, previous: BookState, reason: string): void {
    const { sink, wallClock } = this.#share.world
    const localTimeUs = wallClock.nowUs()
    sink.event(bookStateEvent(this.target, { state, previous, reason, localTimeUs }))
  }
}
