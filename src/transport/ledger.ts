import {
  type CrossbookError,
  type Topic,
  type TopicAnswer,
  TransportError,
  type VenueError,
} from '../core/index.ts'
import type { LedgerChange, LedgerStep } from './ledger-words.ts'

/** Longest wait before a topic without an answer is asked for again, in ms. */
const RETRY_CAP_MS = 300_000
/** Shortest wait after a refusal that may be tried again, in ms. */
const RETRY_FLOOR_MS = 1_000

type Phase =
  | 'waiting'
  | 'taken'
  | 'subscribing'
  | 'confirmed'
  /** Unwanted, and nobody can say whether it is subscribed. */
  | 'doubtful'
  | 'leaving'
  | 'unsubscribing'

interface Entry {
  readonly topic: Topic
  phase: Phase
  isWanted: boolean
  /** Requests without an answer, or refused for now, in a row. */
  attempts: number
  /** Whether a subscribe has left on this connection, whatever became of it. */
  wasAsked: boolean
  /** Waiting: not before. Subscribing, unsubscribing: answer due. Else Infinity. Monotonic ms. */
  atMs: number
  /** Topics of one group are asked for together, apart from others; 0 is the common one. */
  group: number
  /** The venue's own id of the subscription, where it names one. */
  subscription: string | undefined
}

interface Request {
  readonly id: number | undefined
  readonly type: LedgerStep['type']
  readonly open: Set<string>
}

/**
 * The subscriptions of one connection: what is wanted, what was asked for, what the venue confirmed.
 *
 * ```
 *            take            sent              ack
 *  waiting ───────▶ taken ───────▶ subscribing ───────▶ confirmed
 *     ▲                                │ timeout, refusal │ unwanted: take
 *     └────────────────────────────────┘                  ▼        sent               ack
 *     └──────────────── wanted again ◀─────────────── leaving ───────▶ unsubscribing ──────▶ (gone)
 * ```
 * A pure state machine: it neither sends nor waits. One request at a time is under way for a topic, so an
 * answer that names only the topic is never ambiguous. A refusal of many topics at once is settled by halves, so
 * that one bad topic does not take the others with it.
 */
export class Ledger {
  readonly #ackTimeoutMs: number
  readonly #entries = new Map<string, Entry>()
  #requests: Request[] = []
  #lastGroup = 0

  /** An empty ledger; answers are due `ackTimeoutMs` after sending. */
  constructor(ackTimeoutMs: number) {
    this.#ackTimeoutMs = ackTimeoutMs
  }

  /** Wants a topic. Wanting it again changes nothing. */
  want(topic: Topic): void {
    const entry = this.#entries.get(topic.name)
    if (entry === undefined) {
      this.#entries.set(topic.name, {
        topic,
        phase: 'waiting',
        isWanted: true,
        attempts: 0,
        wasAsked: false,
        atMs: 0,
        group: 0,
        subscription: undefined,
      })
      return
    }
    entry.isWanted = true
    if (entry.phase === 'doubtful') {
      entry.phase = 'waiting'
      entry.atMs = 0
    }
  }

  /** No longer wants a topic; nothing happens where it was not wanted. */
  unwant(name: string): void {
    const entry = this.#entries.get(name)
    if (entry === undefined) return
    entry.isWanted = false
    if (entry.phase !== 'waiting') return
    // The venue may have accepted an earlier request whose answer was late or lost.
    if (entry.wasAsked) this.#doubt(entry)
    else this.#forget(name)
  }

  /** A ledger for the next connection: the same topics wanted, nothing sent yet. */
  replay(): Ledger {
    const next = new Ledger(this.#ackTimeoutMs)
    for (const entry of this.#entries.values()) if (entry.isWanted) next.want(entry.topic)
    return next
  }

  /** Takes what is to be sent now; call until it gives nothing, and tell {@link sent} of each frame that left. */
  take(nowMs: number): LedgerStep | undefined {
    const leaving: Topic[] = []
    for (const entry of this.#entries.values()) {
      const mustLeave = entry.phase === 'confirmed' ? !entry.isWanted : entry.phase === 'doubtful'
      if (!mustLeave) continue
      entry.phase = 'leaving'
      leaving.push(named(entry))
    }
    if (leaving.length > 0) return { type: 'unsubscribe', topics: leaving }
    const topics: Topic[] = []
    let group = -1
    for (const entry of this.#entries.values()) {
      if (entry.phase !== 'waiting' || entry.atMs > nowMs) continue
      if (group === -1) group = entry.group
      if (entry.group !== group) continue
      entry.phase = 'taken'
      entry.atMs = Infinity
      topics.push(entry.topic)
    }
    return topics.length > 0 ? { type: 'subscribe', topics } : undefined
  }

  /** A frame left: its topics' answers are due from now. */
  sent(
    type: LedgerStep['type'],
    requestId: number | undefined,
    topics: readonly Topic[],
    nowMs: number,
  ): void {
    const open = new Set<string>()
    for (const { name } of topics) {
      const entry = this.#entries.get(name)
      if (entry?.phase !== (type === 'subscribe' ? 'taken' : 'leaving')) continue
      entry.phase = type === 'subscribe' ? 'subscribing' : 'unsubscribing'
      entry.wasAsked = true
      entry.atMs = nowMs + this.#ackTimeoutMs
      open.add(name)
    }
    if (open.size > 0) this.#requests.push({ id: requestId, type, open })
  }

  /** The venue accepted: the topic named, or all of the request still open. */
  ack(answer: TopicAnswer & { readonly subscription?: string }): readonly LedgerChange[] {
    const changes: LedgerChange[] = []
    const request = this.#request(answer)
    for (const name of this.#answered(answer, request)) {
      const entry = this.#entries.get(name)
      if (entry === undefined || this.#isOfAnother(answer, name)) continue
      // Also of a topic that is no longer wanted: this id is what ends it.
      if (answer.subscription !== undefined) entry.subscription = answer.subscription
      this.#accept(entry, request, changes)
    }
    return changes
  }

  /** The venue refused: the topic named, or all of the request still open. */
  reject(answer: TopicAnswer, error: VenueError, nowMs: number): readonly LedgerChange[] {
    const changes: LedgerChange[] = []
    const names = this.#answered(answer, this.#request(answer))
    const suspects: Entry[] = []
    for (const name of names) {
      const entry = this.#entries.get(name)
      if (entry === undefined || this.#isOfAnother(answer, name)) continue
      if (entry.phase === 'unsubscribing' || entry.phase === 'leaving') this.#end(entry, changes)
      else if (answer.topic === undefined && names.length > 1) suspects.push(entry)
      else this.#fail(entry, error, nowMs, changes)
    }
    this.#halve(suspects)
    return changes
  }

  /**
   * The venue told every topic that the connection carries: what waited to be among them is confirmed; what was to leave,
   * or was confirmed and is not among them, is gone.
   */
  carried(names: readonly string[]): readonly LedgerChange[] {
    const changes: LedgerChange[] = []
    const told = new Set(names)
    for (const entry of [...this.#entries.values()]) {
      const { phase } = entry
      if (told.has(entry.topic.name)) {
        if (phase !== 'unsubscribing') this.#accept(entry, undefined, changes)
      } else if (phase === 'unsubscribing' || phase === 'confirmed') this.#end(entry, changes)
    }
    return changes
  }

  /** Finds the answers that are overdue. */
  expire(nowMs: number): readonly LedgerChange[] {
    const changes: LedgerChange[] = []
    for (const entry of [...this.#entries.values()]) {
      if (entry.atMs > nowMs) continue
      if (entry.phase === 'unsubscribing') this.#expireUnsubscribe(entry, changes)
      else if (entry.phase !== 'subscribing') continue
      else if (entry.isWanted) this.#fail(entry, this.#timeout(entry.topic), nowMs, changes)
      else this.#doubt(entry)
    }
    return changes
  }

  /** When an answer is overdue or a topic may be asked for again, monotonic ms; Infinity when never. */
  wakeAtMs(nowMs: number): number {
    let at = Infinity
    for (const entry of this.#entries.values()) {
      // What may be taken already waits for its turn to be sent, not for a time.
      if (entry.phase === 'waiting' && entry.atMs <= nowMs) continue
      if (entry.atMs < at) at = entry.atMs
    }
    return at
  }

  /** Whether an answer is awaited. */
  isAwaiting(): boolean {
    return this.#requests.length > 0
  }

  /** Whether every topic wanted is confirmed. */
  isSettled(): boolean {
    for (const entry of this.#entries.values())
      if (entry.isWanted && entry.phase !== 'confirmed') return false
    return true
  }

  /** Whether the venue confirmed the topic on this connection. */
  isConfirmed(name: string): boolean {
    return this.#entries.get(name)?.phase === 'confirmed'
  }

  /** How many topics are confirmed. */
  confirmedCount(): number {
    let count = 0
    for (const entry of this.#entries.values()) if (entry.phase === 'confirmed') count++
    return count
  }

  /** The topics wanted, in the order they came. */
  wanted(): readonly Topic[] {
    return [...this.#entries.values()].filter((entry) => entry.isWanted).map((entry) => entry.topic)
  }

  /** Topics that an answer speaks of and that were waiting for one (or, named, are confirmed). */
  #answered(answer: TopicAnswer, request: Request | undefined): readonly string[] {
    const { topic, oldestOf } = answer
    if (topic === undefined && oldestOf !== undefined) return this.#oldestOf(oldestOf)
    if (topic === undefined) return [...(request?.open ?? [])]
    return this.#entries.has(topic) ? [topic] : []
  }

  /** The topic that has waited longest for an answer among those whose name starts so. */
  #oldestOf(start: string): readonly string[] {
    for (const { open } of this.#requests) {
      for (const name of open) if (name.startsWith(start)) return [name]
    }
    return []
  }

  /** The open request that an answer belongs to. */
  #request({ requestId, topic, oldestOf }: TopicAnswer): Request | undefined {
    if (oldestOf !== undefined) {
      const [name] = this.#oldestOf(oldestOf)
      return name === undefined ? undefined : this.#requests.find(({ open }) => open.has(name))
    }
    if (requestId !== undefined) return this.#requests.find(({ id }) => id === requestId)
    // Some venues answer with neither an id nor a name; that is clear only while one request is open.
    return topic === undefined && this.#requests.length === 1 ? this.#requests[0] : undefined
  }

  /** Whether an answer that names its request came too late: the topic waits for the answer to a later one. */
  #isOfAnother({ requestId }: TopicAnswer, name: string): boolean {
    if (requestId === undefined) return false
    const awaited = this.#requests.findLast(({ open }) => open.has(name))
    return awaited?.id !== undefined && awaited.id > requestId
  }

  #accept(entry: Entry, request: Request | undefined, changes: LedgerChange[]): void {
    if (entry.phase === 'unsubscribing') {
      // A late answer to the subscribe says nothing of the end.
      if (request?.type !== 'subscribe') this.#end(entry, changes)
      return
    }
    // Also a late answer to an earlier request, while the next one waits; but not to one never made.
    const isOnItsWay = entry.phase === 'waiting' || entry.phase === 'taken'
    if (entry.phase !== 'subscribing' && !(isOnItsWay && entry.wasAsked)) return
    entry.phase = 'confirmed'
    entry.atMs = Infinity
    entry.attempts = 0
    entry.group = 0
    this.#closeRequests(entry.topic.name)
    changes.push({ type: 'confirmed', topic: entry.topic })
  }

  #fail(entry: Entry, error: CrossbookError, nowMs: number, changes: LedgerChange[]): void {
    if (!entry.isWanted) {
      this.#end(entry, changes)
      return
    }
    const willRetry = error.retry === 'safe'
    if (willRetry) {
      const doubled =
        Math.max(RETRY_FLOOR_MS, this.#ackTimeoutMs) * 2 ** Math.min(entry.attempts, 20)
      entry.attempts++
      entry.phase = 'waiting'
      entry.atMs = nowMs + Math.max(error.retryAfterMs ?? 0, Math.min(RETRY_CAP_MS, doubled))
    } else this.#forget(entry.topic.name)
    changes.push({ type: 'failed', topic: entry.topic, error, willRetry })
  }

  #halve(suspects: readonly Entry[]): void {
    const middle = Math.ceil(suspects.length / 2)
    for (const half of [suspects.slice(0, middle), suspects.slice(middle)]) {
      const group = ++this.#lastGroup
      for (const entry of half) {
        this.#closeRequests(entry.topic.name)
        if (entry.phase === 'taken') continue
        entry.phase = 'waiting'
        entry.atMs = 0
        entry.group = group
        if (!entry.isWanted) this.#doubt(entry)
      }
    }
  }

  /** Nobody can say whether an unwanted topic was subscribed: unsubscribe it, which harms nothing. */
  #doubt(entry: Entry, attempts = 0): void {
    entry.phase = 'doubtful'
    entry.atMs = Infinity
    entry.attempts = attempts
  }

  #expireUnsubscribe(entry: Entry, changes: LedgerChange[]): void {
    if (entry.attempts > 0 || entry.isWanted) this.#end(entry, changes)
    else this.#doubt(entry, 1)
  }

  #end(entry: Entry, changes: LedgerChange[]): void {
    this.#forget(entry.topic.name)
    if (entry.isWanted) this.want(entry.topic)
    changes.push({ type: 'gone', topic: entry.topic })
  }

  #forget(name: string): void {
    this.#entries.delete(name)
    this.#closeRequests(name)
  }

  #closeRequests(name: string): void {
    for (const request of this.#requests) request.open.delete(name)
    this.#requests = this.#requests.filter((request) => request.open.size > 0)
  }

  #timeout(topic: Topic): TransportError {
    return new TransportError(
      'ACK_TIMEOUT',
      `Subscribing ${topic.name} on ${topic.endpoint}: expected an answer within ${this.#ackTimeoutMs} ms, ` +
        'none came; it is asked for again',
      {
        context: { endpoint: topic.endpoint, topic: topic.name, ackTimeoutMs: this.#ackTimeoutMs },
      },
    )
  }
}

/** The topic as `unsubscribe` wants it: with the venue's own id, where there is one. */
function named({ topic, subscription }: Entry): Topic {
  return subscription === undefined ? topic : { ...topic, subscription }
}
