import type {
  FrameSink,
  InstrumentSlot,
  InstrumentTable,
  OwnedMarketEvent,
  ReadingPlan,
  RestCall,
  Topic,
} from '../core/index.ts'
import type { Log, TimerHandle, Timers } from '../runtime/ports.ts'
import { type PolledReader, readInTurns } from './polled-reader.ts'

/** What the desk needs of the pool of sockets. */
interface TopicPool {
  /** Subscribes topics. */
  subscribe(topics: readonly Topic[]): void
  /** Ends the use of topics. */
  unsubscribe(topics: readonly Topic[]): void
  /** Asks for a snapshot on a topic. */
  requestSnapshot(topic: Topic): void
}

/** What a {@link TopicDesk} is made of. */
export interface TopicDeskOptions {
  /** Streams. */
  readonly pool: TopicPool
  /** Makes a call of a polled channel. */
  readonly send: <T>(call: RestCall<T>) => Promise<T>
  /** Takes the events of a polled channel. */
  readonly router: {
    /** Publishes one. */
    event(event: OwnedMarketEvent): void
    /** What was published is complete for now. */
    endBatch(): void
  }
  /** The instruments, for channels that are read in turns. */
  readonly table: InstrumentTable
  /** A sink for a channel of an endpoint that is read in turns. */
  readonly openSink: (endpoint: string) => FrameSink
  /** Later. */
  readonly timers: Timers
  /** Log lines. */
  readonly log: Log
}

interface Held {
  readonly topic: Topic
  users: number
  timer?: TimerHandle
  reader?: PolledReader
  /** Who uses it for which instruments. */
  readonly slots: Set<InstrumentSlot>
  /** Unsubscribed so that it can be subscribed anew: the venue then sends a snapshot. */
  isRenewing: boolean
  /** Not asked for as long as none of its instruments is listed. */
  isParked: boolean
}

/**
 * Counts who uses which topic: streams are subscribed for the first user and unsubscribed after the last, polled
 * channels are called meanwhile.
 */
export class TopicDesk {
  readonly #options: TopicDeskOptions
  readonly #held = new Map<string, Held>()
  #isClosed = false

  /** Starts without topics. */
  constructor(options: TopicDeskOptions) {
    this.#options = options
  }

  /**
   * Adds one user to each topic of an instrument.
   *
   * @throws ConfigError as `WSPool.subscribe` does; nothing has changed then.
   */
  hold(slot: InstrumentSlot, topics: readonly Topic[]): void {
    const fresh = topics.filter((topic) => !this.#held.has(keyOf(topic)))
    this.#options.pool.subscribe(fresh.filter(isStreamed))
    for (const topic of topics) {
      const held = this.#held.get(keyOf(topic)) ?? newlyHeld(topic)
      this.#held.set(keyOf(topic), held)
      held.users += 1
      held.slots.add(slot)
    }
    for (const topic of fresh) {
      if (topic.reading !== undefined) this.#read(topic, topic.reading)
      else if (topic.poll !== undefined) this.#poll(keyOf(topic))
    }
  }

  /** Takes one user from each topic. Returns those that nobody uses any more. */
  release(topics: readonly Topic[]): readonly Topic[] {
    const ended: Topic[] = []
    for (const topic of topics) {
      const held = this.#held.get(keyOf(topic))
      if (held === undefined) continue
      held.users -= 1
      if (held.users > 0) continue
      this.#held.delete(keyOf(topic))
      endPolling(held)
      ended.push(topic)
      if (isStreamed(topic) && !held.isRenewing && !held.isParked)
        this.#options.pool.unsubscribe([topic])
    }
    return ended
  }

  /**
   * Unsubscribes a topic and, once the venue has confirmed that, subscribes it again.
   *
   * Subscribing at once would tell the pool that nothing is to change.
   */
  renew(topic: Topic): void {
    const held = this.#held.get(keyOf(topic))
    if (held === undefined || held.isParked || this.#isClosed) return
    if (held.isRenewing) {
      // Asked again: the confirmation went missing.
      this.#resume(held)
      return
    }
    held.isRenewing = true
    this.#options.pool.unsubscribe([topic])
  }

  /** Asks for a snapshot on the connection that carries a topic. */
  request(topic: Topic): void {
    if (this.#held.has(keyOf(topic)) && !this.#isClosed) this.#options.pool.requestSnapshot(topic)
  }

  /** The venue confirmed the end of a topic. */
  onUnsubscribed(topic: Topic): void {
    const held = this.#held.get(keyOf(topic))
    if (held?.isRenewing === true) this.#resume(held)
  }

  /**
   * A connection is gone: no confirmation will come over it, and the next one must not ask for what is no longer listed.
   * There is a venue that ends a connection which does, with all that it carries, again and again.
   */
  onConnectionGone(endpoint: string): void {
    for (const held of this.#held.values()) {
      if (held.topic.endpoint !== endpoint || held.isParked) continue
      if (isUnlisted(held)) this.#park(held)
      else if (held.isRenewing) this.#resume(held)
    }
  }

  /** The listing was read anew: what is listed again is asked for again. */
  onListed(): void {
    for (const held of this.#held.values()) {
      if (!held.isParked || isUnlisted(held)) continue
      held.isParked = false
      this.#resume(held)
    }
  }

  /** The venue refused a topic for good: nobody uses it any more. */
  drop(topic: Topic): void {
    const held = this.#held.get(keyOf(topic))
    if (held !== undefined) endPolling(held)
    this.#held.delete(keyOf(topic))
  }

  /** Stops polling. The pool is its owner's to close. Idempotent. */
  close(): void {
    this.#isClosed = true
    for (const held of this.#held.values()) endPolling(held)
    this.#held.clear()
  }

  #resume(held: Held): void {
    held.isRenewing = false
    this.#options.pool.subscribe([held.topic])
  }

  #park(held: Held): void {
    if (!held.isRenewing) this.#options.pool.unsubscribe([held.topic])
    held.isRenewing = false
    held.isParked = true
  }

  #read(topic: Topic, { everyMs, open }: ReadingPlan): void {
    const held = this.#held.get(keyOf(topic))
    if (held === undefined) return
    const { send, timers, log, router, table, openSink } = this.#options
    const [feed, sink] = [open(table), openSink(topic.endpoint)]
    const endBatch = (): void => router.endBatch()
    const { name } = topic
    held.reader = readInTurns({ name, everyMs, feed, sink, send, timers, log, endBatch })
  }

  #poll(key: string): void {
    const held = this.#held.get(key)
    if (held?.topic.poll === undefined || this.#isClosed) return
    const { poll, name } = held.topic
    const { call, everyMs } = poll
    held.timer = this.#options.timers.after(everyMs, () => this.#poll(key))
    this.#options.send(call).then(
      (events) => {
        if (this.#held.get(key) !== held) return
        const { router } = this.#options
        for (const event of events) router.event(event)
        router.endBatch()
      },
      (error: unknown) => {
        if (this.#isClosed) return
        // The next call comes by itself; a channel that keeps failing is seen in the log and the client's metrics.
        this.#options.log.warn('Polling a channel failed', () => ({
          topic: name,
          error: error instanceof Error ? error.message : String(error),
        }))
      },
    )
  }
}

const keyOf = (topic: Topic): string => `${topic.endpoint} ${topic.name}`

function newlyHeld(topic: Topic): Held {
  return { topic, users: 0, slots: new Set(), isRenewing: false, isParked: false }
}

/** Whether it is a stream of instruments none of which is listed any more; one without a symbol is of all. */
function isUnlisted({ topic, slots }: Held): boolean {
  if (topic.symbol === undefined || !isStreamed(topic)) return false
  return [...slots].every(({ instrument }) => instrument.status === 'closed')
}

function endPolling(held: Held): void {
  held.timer?.cancel()
  held.reader?.close()
}

/** Whether the venue pushes a topic: it is neither polled nor read in turns. */
export function isStreamed({ poll, reading }: Topic): boolean {
  return poll === undefined && reading === undefined
}
