import type { BookUpdate } from '../core/index.ts'
import type { TimerHandle } from '../runtime/ports.ts'
import type { BookTarget } from './book-keeping.ts'
import type { KeeperShare } from './keeper-share.ts'

/** What becomes of a question. */
export interface SnapshotAnswers {
  /** It is time to ask. */
  onDue(): void
  /** A snapshot that was fetched. The update is borrowed. */
  onSnapshot(snapshot: BookUpdate): void
  /** The call that was to fetch it failed. */
  onFailed(error: unknown): void
  /** The snapshot that was to come on the socket did not come in time. */
  onMissing(): void
}

/** How one book asks for its snapshot: in the way of its rule, one question at a time, each after its time. Cold. */
export class SnapshotRequests {
  readonly #target: BookTarget
  readonly #share: KeeperShare
  readonly #answers: SnapshotAnswers
  // An answer to an older question is ignored.
  #question = 0
  #isAsking = false
  #timer: TimerHandle | undefined

  /** Nothing is asked yet. */
  constructor(target: BookTarget, share: KeeperShare, answers: SnapshotAnswers) {
    this.#target = target
    this.#share = share
    this.#answers = answers
  }

  /** Whether something is asked, or will be without a further reason. */
  get isAsking(): boolean {
    return this.#isAsking
  }

  /** Asks when nothing arrives for a while. Not asking yet: the first update, if one comes, asks at once. */
  askIfQuiet(): void {
    this.#after(this.#share.options.quietFetchMs, () => this.#answers.onDue())
  }

  /** Asks after `delayMs`. */
  askLater(delayMs: number): void {
    this.#isAsking = true
    this.#after(delayMs, () => this.#answers.onDue())
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
        if (question === this.#question) this.#answers.onFailed(error)
      },
    })
  }

  #after(delayMs: number, callback: () => void): void {
    this.#timer?.cancel()
    this.#timer = this.#share.world.timers.after(delayMs, callback)
  }
}
