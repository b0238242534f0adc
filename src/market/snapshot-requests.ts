import type { BookUpdate } from '../core/index.ts'
import type { TimerHandle } from '../runtime/ports.ts'
import { askedWaitMs, type BookTarget } from './book-keeping.ts'
import type { KeeperShare } from './keeper-share.ts'
import { ResyncPace } from './resync-pace.ts'

/** What becomes of a question. */
export interface SnapshotAnswers {
  /** It is time to ask. */
  onDue(): void
  /** A snapshot that was fetched. The update is borrowed. */
  onSnapshot(snapshot: BookUpdate): void
  /** The snapshot that was to come on the socket did not come in time. */
  onMissing(): void
}

/** How one book asks for its snapshot: in the way of its rule, one question at a time, each after its time. Cold. */
export class SnapshotRequests {
  readonly #target: BookTarget
  readonly #share: KeeperShare
  readonly #answers: SnapshotAnswers
  readonly #pace: ResyncPace
  // An answer to an older question is ignored.
  #question = 0
  #isAsking = false
  #timer: TimerHandle | undefined

  /** Nothing is asked yet. */
  constructor(target: BookTarget, share: KeeperShare, answers: SnapshotAnswers) {
    this.#target = target
    this.#share = share
    this.#answers = answers
    this.#pace = new ResyncPace(share.options.pace)
  }

  /** Whether something is asked, or will be without a further reason. */
  get isAsking(): boolean {
    return this.#isAsking
  }

  /** Asks when nothing arrives for a while. Not asking yet: the first update, if one comes, asks at once. */
  askIfQuiet(): void {
    this.#after(this.#share.options.quietFetchMs, () => this.#answers.onDue())
  }

  /** The book needs a snapshot anew: the first is due at once, later ones after ever longer waits. */
  askAgain(reason: string): void {
    const { world, counters } = this.#share
    counters.resyncs += 1
    const delayMs = this.#nextDelayMs()
    world.log.info('Resyncing a book', () => ({
      pair: this.#target.slot.instrument.pair,
      feed: this.#target.feed,
      reason,
      failures: this.#pace.failures,
      delayMs,
    }))
    if (delayMs === 0) this.#answers.onDue()
    else this.#askLater(delayMs)
  }

  /** The book became live: once that has lasted, its failures are forgotten. */
  noteLive(): void {
    this.#pace.noteLive(this.#share.world.monotonicClock.nowNs())
  }

  /** Asks for a snapshot, once, in the way the rule says. */
  ask(): void {
    const { slot, feed, rule } = this.#target
    this.settle()
    switch (rule.snapshot) {
      case 'every':
        return
      case 'stream':
        this.awaitPushed()
        this.#share.world.resubscribe(slot, feed)
        return
      case 'request':
        this.awaitPushed()
        this.#share.world.requestSnapshot(slot, feed)
        return
      case 'rest':
        this.#fetch()
    }
  }

  /** Gives the snapshot that comes on the socket its time. */
  awaitPushed(): void {
    const { snapshot } = this.#target.rule
    if (snapshot !== 'stream' && snapshot !== 'request') return
    this.#isAsking = true
    this.#after(this.#share.options.snapshotTimeoutMs, () => this.#answers.onMissing())
  }

  /** The question was answered. */
  answered(): void {
    this.#isAsking = false
  }

  /** Nothing is asked any more: answers on their way and timers are forgotten. */
  settle(): void {
    this.#question += 1
    this.#isAsking = false
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #fetch(): void {
    const { slot, feed } = this.#target
    const question = this.#question
    this.#isAsking = true
    this.#share.queue.add({
      fetch: () => this.#share.world.fetchSnapshot(slot, feed),
      isWanted: () => question === this.#question,
      onSnapshot: (snapshot) => {
        if (question === this.#question) this.#answers.onSnapshot(snapshot)
      },
      onFailure: (error) => {
        if (question === this.#question) this.#onFailed(error)
      },
    })
  }

  #onFailed(error: unknown): void {
    const { world, counters } = this.#share
    counters.failedSnapshots += 1
    world.log.warn('Fetching a book snapshot failed', () => ({
      pair: this.#target.slot.instrument.pair,
      feed: this.#target.feed,
      error: error instanceof Error ? error.message : String(error),
    }))
    this.#askLater(Math.max(this.#nextDelayMs(), askedWaitMs(error)))
  }

  #nextDelayMs(): number {
    const { monotonicClock, random } = this.#share.world
    return this.#pace.nextDelayMs(monotonicClock.nowNs(), random.next())
  }

  #askLater(delayMs: number): void {
    this.#isAsking = true
    this.#after(delayMs, () => this.#answers.onDue())
  }

  #after(delayMs: number, callback: () => void): void {
    this.#timer?.cancel()
    this.#timer = this.#share.world.timers.after(delayMs, callback)
  }
}
