import { type ConnectionChanged, isOfKeys, type Topic, type VenueError } from '../core/index.ts'
import { Backoff } from '../runtime/backoff.ts'
import type { Ports, TimerHandle } from '../runtime/ports.ts'
import type { ConnectPacer, ConnectTicket } from './connect-pacer.ts'
import type { Connection } from './connection.ts'
import type { ConnectionHandlers } from './connection-options.ts'
import { Ledger } from './ledger.ts'
import type { LedgerChange } from './ledger-words.ts'

/** Timings of a lane, in ms. */
interface LaneTimings {
  /** A connection open this long is a success: the backoff starts anew. */
  readonly stableMs: number
  /** A replacement is opened this long before the venue's forced disconnect, and up to twice that. */
  readonly rolloverMarginMs: number
  /** How long a replacement may take to have its topics confirmed. */
  readonly rolloverTimeoutMs: number
  /** How long a replacement with all topics confirmed may take to show its first market data. */
  readonly firstEventTimeoutMs: number
  /** A connection with topics that shows no market data for this long, whatever it answers, is replaced. */
  readonly silentMs: number
}

/** Topics that are simply quiet: each replacement that is as silent doubles the wait, up to this many times. */
const MOST_DOUBLINGS = 5

/** Keys that the venue refused are shown again after this long at most, and half of it at least, in ms. */
const REFUSED_KEYS_MS = 300_000

/** What a {@link Lane} is made of. */
export interface LaneOptions {
  /** Clock, timers and chance. */
  readonly ports: Pick<Ports, 'monotonicClock' | 'timers' | 'random'>
  /** When a connection may be attempted. */
  readonly pacer: ConnectPacer
  /** Age at which the venue closes a connection, in ms; `false` where it does not. */
  readonly lifetimeMs: number | false
  /** How long an answer to a subscribe may take, in ms. */
  readonly ackTimeoutMs: number
  /** Timings. */
  readonly timings: LaneTimings
  /** Opens a connection. */
  readonly connect: (ledger: Ledger, handlers: ConnectionHandlers<Connection>) => Connection
  /** Told of every change of a connection's state. */
  readonly onState: (
    connection: Connection,
    state: ConnectionChanged['state'],
    reason: string,
  ) => void
  /** Told that the venue refuses a connection as a whole. */
  readonly onRefused: (connection: Connection, error: VenueError) => void
  /** Told what became of topics on a connection. */
  readonly onTopics: (connection: Connection, changes: readonly LedgerChange[]) => void
}

/**
 * Keeps one set of topics on a live socket: reconnects with backoff, and replaces a socket that is about to be closed
 * before it is (make before break).
 *
 * At most three connections exist: the active one; the next one, being prepared; retired ones, closing. The next one
 * takes over when every topic that the active one has confirmed is confirmed there and market data was seen, or when
 * the active one is gone.
 */
export class Lane {
  readonly #options: LaneOptions
  readonly #backoff: Backoff
  readonly #handlers: ConnectionHandlers<Connection>
  readonly #retired = new Set<Connection>()
  #ledger: Ledger
  #active: Connection | undefined
  #next: Connection | undefined
  #ticket: ConnectTicket | undefined
  #retryTimer: TimerHandle | undefined
  #lifetimeTimer: TimerHandle | undefined
  #handoverTimer: TimerHandle | undefined
  #silenceTimer: TimerHandle | undefined
  #silences = 0
  #isRolling = false
  /** Why the venue refused the connection that closes next. */
  #refusal: VenueError | undefined
  #awaitsEvent = false
  #isClosed = false
  #onGone: (() => void) | undefined

  /** Starts connecting. */
  constructor(options: LaneOptions, topics: readonly Topic[]) {
    this.#options = options
    this.#backoff = new Backoff(options.ports.random, { stableMs: options.timings.stableMs })
    this.#ledger = new Ledger(options.ackTimeoutMs)
    for (const topic of topics) this.#ledger.want(topic)
    this.#handlers = {
      opened: (connection) => this.#onOpened(connection),
      firstEvent: () => this.#judgeHandover(),
      changed: (connection, changes) => this.#onChanged(connection, changes),
      refused: (connection, error) => this.#onRefused(connection, error),
      closing: (connection, detail) => this.#onClosing(connection, detail),
      closed: (connection, reason) => this.#onClosed(connection, reason),
    }
    this.#attemptAfter(0)
  }

  /** Adds topics. */
  want(topics: readonly Topic[]): void {
    for (const topic of topics) this.#ledger.want(topic)
    this.#active?.want(topics)
    this.#next?.want(topics)
  }

  /** Removes topics. */
  unwant(topics: readonly Topic[]): void {
    for (const topic of topics) this.#ledger.unwant(topic.name)
    this.#active?.unwant(topics)
    this.#next?.unwant(topics)
  }

  /** The connections that are neither retired nor gone. */
  connections(): readonly Connection[] {
    return [this.#active, this.#next].filter((connection) => connection !== undefined)
  }

  /** Replaces a connection, make before break; nothing happens where it is not the active one or is being replaced. */
  recycle(connection: Connection, reason: string): void {
    if (this.#isClosed || connection !== this.#active || this.#isRolling) return
    this.#isRolling = true
    this.#options.onState(connection, 'rollover', reason)
    // A venue that tells every new connection to go must not be answered at full speed.
    const nowMs = this.#nowMs()
    this.#attemptAfter(this.#backoff.isStable(nowMs) ? 0 : this.#backoff.failed(nowMs))
  }

  /** Closes every connection; resolves when all are gone. Idempotent. */
  close(reason: string): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true
      this.#ticket?.cancel()
      this.#retryTimer?.cancel()
      this.#cancelTimers()
      for (const connection of this.connections()) this.#retire(connection, reason)
      this.#active = undefined
      this.#next = undefined
    }
    if (this.#retired.size === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const before = this.#onGone
      this.#onGone = () => {
        before?.()
        resolve()
      }
    })
  }

  #attemptAfter(delayMs: number): void {
    if (this.#isClosed || this.#next !== undefined) return
    if (this.#ticket !== undefined || this.#retryTimer !== undefined) return
    const enter = (): void => {
      this.#retryTimer = undefined
      this.#ticket = this.#options.pacer.enter(() => {
        this.#ticket = undefined
        this.#connect()
      })
    }
    if (delayMs === 0) enter()
    else this.#retryTimer = this.#options.ports.timers.after(delayMs, enter)
  }

  #connect(): void {
    this.#awaitsEvent = false
    this.#next = this.#options.connect(this.#ledger.replay(), this.#handlers)
    this.#options.onState(this.#next, 'connecting', this.#isRolling ? 'replacement' : '')
  }

  #onOpened(connection: Connection): void {
    if (connection !== this.#next) return
    this.#options.onState(connection, 'open', '')
    if (this.#active === undefined) this.#promote()
    else this.#armHandover(this.#options.timings.rolloverTimeoutMs, () => this.#decideHandover())
  }

  #onChanged(connection: Connection, changes: readonly LedgerChange[]): void {
    this.#options.onTopics(connection, changes)
    if (connection === this.#next) this.#judgeHandover()
  }

  #onRefused(connection: Connection, error: VenueError): void {
    this.#refusal = error
    this.#options.onRefused(connection, error)
  }

  #onClosing(connection: Connection, detail: string): void {
    if (connection === this.#next) connection.terminate(detail)
    else this.recycle(connection, detail)
  }

  #onClosed(connection: Connection, reason: string): void {
    if (this.#retired.delete(connection)) {
      this.#options.onState(connection, 'closed', reason)
      if (this.#retired.size === 0) this.#onGone?.()
      return
    }
    if (connection === this.#next) this.#next = undefined
    else if (connection === this.#active) {
      this.#active = undefined
      this.#isRolling = false
      this.#lifetimeTimer?.cancel()
      this.#silenceTimer?.cancel()
    }
    if (this.#next === undefined) this.#handoverTimer?.cancel()
    if (this.#next?.isOpen() === true && this.#active === undefined) this.#promote()
    const delayMs = this.#failedMs()
    this.#options.onState(connection, 'lost', reason)
    if (this.#active === undefined || this.#isRolling) this.#attemptAfter(delayMs)
  }

  /** How long to wait after a failure; an address that shows refused keys again and again would be banned. */
  #failedMs(): number {
    const failedMs = this.#backoff.failed(this.#nowMs())
    const refusal = this.#refusal
    this.#refusal = undefined
    if (refusal === undefined) return failedMs
    if (isOfKeys(refusal.code))
      return REFUSED_KEYS_MS * (0.5 + this.#options.ports.random.next() / 2)
    return Math.max(failedMs, refusal.retryAfterMs ?? 0)
  }

  /** Hands over when the next connection serves all that the active one serves, or starts the wait for its data. */
  #judgeHandover(): void {
    const next = this.#next
    if (next === undefined || this.#active === undefined || !next.isOpen()) return
    if (!this.#servesAll(next, this.#active)) return
    if (next.hasEvent()) this.#promote()
    else if (!this.#awaitsEvent) {
      this.#awaitsEvent = true
      this.#armHandover(this.#options.timings.firstEventTimeoutMs, () => this.#promote())
    }
  }

  /** The time for confirmations is over: take what is there, unless it is nothing. */
  #decideHandover(): void {
    const next = this.#next
    if (next === undefined) return
    if (next.ledger.confirmedCount() > 0 || this.#ledger.wanted().length === 0) this.#promote()
    else next.terminate('the replacement had no topic confirmed in time')
  }

  #servesAll(next: Connection, active: Connection): boolean {
    return this.#ledger
      .wanted()
      .every(({ name }) => next.ledger.isConfirmed(name) || !active.ledger.isConfirmed(name))
  }

  #promote(): void {
    const old = this.#active
    const next = this.#next
    if (next === undefined) return
    this.#cancelTimers()
    this.#active = next
    this.#next = undefined
    this.#isRolling = false
    this.#backoff.succeeded(this.#nowMs())
    this.#armLifetime(next)
    this.#armSilence(next)
    if (old !== undefined) this.#retire(old, 'replaced')
  }

  #armLifetime(connection: Connection): void {
    const { lifetimeMs, ports, timings } = this.#options
    if (lifetimeMs === false) return
    // Jitter keeps connections that were opened together from being replaced together.
    const marginMs = Math.min(timings.rolloverMarginMs, lifetimeMs / 10)
    const afterMs = lifetimeMs - marginMs * (1 + ports.random.next())
    this.#lifetimeTimer = ports.timers.after(afterMs, () => {
      this.recycle(connection, `open for ${Math.round(afterMs)} ms of ${lifetimeMs} ms`)
    })
  }

  /** Pongs prove that somebody is there, not that the topics still flow. */
  #armSilence(connection: Connection): void {
    const silentMs = this.#options.timings.silentMs * 2 ** Math.min(this.#silences, MOST_DOUBLINGS)
    this.#silenceTimer = this.#options.ports.timers.after(silentMs, () => {
      const isSilent = !connection.takeFresh() && this.#ledger.wanted().length > 0
      this.#silences = isSilent ? this.#silences + 1 : 0
      if (isSilent) this.recycle(connection, `no market data for ${silentMs} ms`)
      this.#armSilence(connection)
    })
  }

  #armHandover(delayMs: number, decide: () => void): void {
    this.#handoverTimer?.cancel()
    this.#handoverTimer = this.#options.ports.timers.after(delayMs, decide)
  }

  #retire(connection: Connection, reason: string): void {
    this.#retired.add(connection)
    connection.close(reason)
  }

  #cancelTimers(): void {
    this.#lifetimeTimer?.cancel()
    this.#handoverTimer?.cancel()
    this.#silenceTimer?.cancel()
  }

  #nowMs(): number {
    return this.#options.ports.monotonicClock.nowNs() / 1e6
  }
}
