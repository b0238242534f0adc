import { ConfigError, type Instrument, TransportError } from '../../core/index.ts'
import {
  Backoff,
  createSharedRing,
  type Ports,
  type SharedRing,
  type Waiting,
} from '../../runtime/index.ts'
import type {
  MarketAnswer,
  MarketOrder,
  PlainMarketOptions,
  ReportMessage,
} from '../thread/messages.ts'
import { fromPlainError } from '../thread/plain-error.ts'
import type { MirroredMarket } from './mirrored-market.ts'
import { PendingCalls } from './pending-calls.ts'
import { RecordReader } from './record-reader.ts'
import { RingPump } from './ring-pump.ts'
import type { ThreadClient, ThreadHost } from './thread-host.ts'

/** An order of a market, without its number. */
export type OwnOrder = MarketOrder extends infer One
  ? One extends MarketOrder
    ? Omit<One, 'market'>
    : never
  : never

/** How a market is tied to its thread. */
export interface LinkTuning {
  /** How the ring is waited for. */
  readonly waiting: Waiting
  /** Numbers that its ring has room for. */
  readonly ringNumbers: number
  /** Longest time that closing may take, in ms. */
  readonly closeTimeoutMs: number
  /** Calls back once the event loop has turned. */
  readonly afterTurn: (callback: () => void) => void
}

/** What a {@link MarketLink} is made of. */
export interface MarketLinkParts {
  /** Its thread. */
  readonly host: ThreadHost
  /** The venue. */
  readonly venue: string
  /** Options for the other half. */
  readonly options: PlainMarketOptions
  /** How. */
  readonly tuning: LinkTuning
  /** Everything ambient. */
  readonly ports: Ports
  /** What the thread tells goes here. */
  readonly mirrored: MirroredMarket
  /** It was opened, for the first time or again, with this listing. */
  readonly onOpened: (instruments: readonly Instrument[], isAgain: boolean) => void
  /** An order that holds was refused. */
  readonly onRefused: (order: number, error: Error) => void
  /** How the other half is. */
  readonly onReport: (report: ReportMessage['markets'][number]) => void
  /** The other half is gone, with what it had counted. */
  readonly onGone: () => void
}

/** Ties a market to its half in a thread: opens that, opens it again when the thread is a new one, and closes it. */
export class MarketLink implements ThreadClient {
  readonly #parts: MarketLinkParts
  readonly #number: number
  readonly #calls = new PendingCalls()
  readonly #backoff: Backoff
  #ring: SharedRing | undefined
  #pump: RingPump | undefined
  #isOpen = false
  #wasOpen = false
  #opening: { readonly done: () => void; readonly fail: (error: Error) => void } | undefined
  #closing: (() => void) | undefined

  /** Attaches it; nothing is opened yet. */
  constructor(parts: MarketLinkParts) {
    this.#parts = parts
    this.#backoff = new Backoff(parts.ports.random)
    this.#number = parts.host.attach(this)
  }

  /** Whether the other half takes orders. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  /**
   * Opens the other half for the first time.
   *
   * @throws CrossbookError what it fails with there; TransportError `THREAD_ENDED`
   */
  open(): Promise<void> {
    return new Promise((done, fail) => {
      this.#opening = { done, fail }
      if (this.#parts.host.isRunning) this.onStarted()
    })
  }

  /** Sends an order; nothing happens while the other half is gone: it is told of all that is held when it is back. */
  post(order: OwnOrder): void {
    if (this.#isOpen) this.#post(order)
  }

  /**
   * Fetches the listing again.
   *
   * @throws TransportError `THREAD_ENDED`; what the call fails with there; ConfigError `ABORTED`
   */
  async refresh(signal: AbortSignal | undefined): Promise<void> {
    if (!this.#isOpen) throw endedError(this.#parts.venue, 'it is being started')
    await this.#calls.start((call) => this.#post({ type: 'refresh', call }), signal)
  }

  /** Closes the other half; where it does not answer in time, the thread is ended. Resolves in any case. */
  async close(): Promise<void> {
    const { host, venue, ports, tuning } = this.#parts
    this.#opening?.fail(
      new ConfigError('ABORTED', `Opening market data of ${venue}: the caller gave up`),
    )
    this.#opening = undefined
    if (host.isRunning) {
      const { closeTimeoutMs } = tuning
      const timeout = ports.timers.after(closeTimeoutMs, () =>
        host.fail(endedError(venue, `closing took longer than ${closeTimeoutMs} ms`)),
      )
      await new Promise<void>((resolve) => {
        this.#closing = resolve
        this.#post({ type: 'close' })
      })
      timeout.cancel()
    }
    this.#end()
    this.#calls.failAll(endedError(venue, 'its market data were closed'))
    await host.detach(this.#number)
  }

  /** {@inheritDoc ThreadClient.onStarted} */
  onStarted(): void {
    const { venue, options, tuning } = this.#parts
    this.#ring = createSharedRing(tuning.ringNumbers)
    this.#post({ type: 'open', venue, options, buffer: this.#ring.buffer })
  }

  /** {@inheritDoc ThreadClient.onAnswer} */
  onAnswer(answer: MarketAnswer): void {
    switch (answer.type) {
      case 'opened':
        this.#onOpened(answer.instruments)
        return
      case 'failed':
        this.#onFailed(fromPlainError(answer.error))
        return
      case 'refused':
        this.#parts.onRefused(answer.order, fromPlainError(answer.error))
        return
      case 'refreshed':
        // What changed is told before.
        this.#pump?.drain()
        this.#calls.settle(answer.call, answer.error && fromPlainError(answer.error))
        return
      case 'closed':
        this.#pump?.drain()
        this.#closing?.()
        return
    }
  }

  /** {@inheritDoc ThreadClient.onReport} */
  onReport(report: ReportMessage['markets'][number]): void {
    this.#parts.onReport(report)
  }

  /** {@inheritDoc ThreadClient.onLost} */
  onLost(why: Error): void {
    const { venue, mirrored, onGone } = this.#parts
    this.#end()
    mirrored.lose()
    onGone()
    const error = endedError(venue, why.message, why)
    this.#calls.failAll(error)
    this.#opening?.fail(error)
    this.#opening = undefined
    this.#closing?.()
  }

  #onOpened(instruments: readonly Instrument[]): void {
    const ring = this.#ring
    // It is being closed: that order is under way.
    if (ring === undefined || this.#closing !== undefined) return
    const isAgain = this.#wasOpen
    this.#isOpen = true
    this.#wasOpen = true
    this.#backoff.succeeded(this.#nowMs())
    this.#parts.onOpened(instruments, isAgain)
    // Only now: what the ring says of a listing is newer than this one.
    this.#pump = this.#read(ring)
    this.#opening?.done()
    this.#opening = undefined
  }

  /** The first time whoever opened it is told; later it is tried again, as the venue may be down. */
  #onFailed(error: Error): void {
    const { ports, host, venue } = this.#parts
    if (this.#opening !== undefined) {
      this.#opening.fail(error)
      this.#opening = undefined
      return
    }
    const pauseMs = this.#backoff.failed(this.#nowMs())
    ports.log.warn('Market data could not be opened again in their thread', () => ({
      venue,
      error: error.message,
      pauseMs,
    }))
    const ring = this.#ring
    ports.timers.after(pauseMs, () => {
      // Meanwhile the thread may have ended, or this was closed.
      if (host.isRunning && this.#ring === ring && this.#closing === undefined) this.onStarted()
    })
  }

  #read(ring: SharedRing): RingPump {
    const { tuning, mirrored, host, venue } = this.#parts
    const { waiting, afterTurn } = tuning
    return new RingPump({
      reader: new RecordReader(ring, mirrored.table, mirrored),
      waiting,
      afterTurn,
      onBroken: (error) =>
        host.fail(error instanceof Error ? error : endedError(venue, String(error))),
    })
  }

  #end(): void {
    this.#isOpen = false
    this.#ring = undefined
    this.#pump?.close()
    this.#pump = undefined
  }

  #post(order: OwnOrder): void {
    this.#parts.host.post({ ...order, market: this.#number })
  }

  #nowMs(): number {
    return this.#parts.ports.monotonicClock.nowNs() / 1e6
  }
}

function endedError(venue: string, why: string, cause?: Error): TransportError {
  return new TransportError(
    'THREAD_ENDED',
    `Asking the thread that keeps ${venue}: ${why}; it is started again by itself, ask again then`,
    { cause, context: { venue } },
  )
}
