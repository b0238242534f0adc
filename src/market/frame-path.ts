/**
 * @hotpath From a frame's bytes to subscribers: decoder, books, router, in one synchronous call per frame.
 * Allocation budget: none per frame; a decoder and a sink per connection. Proven by `bench/gate`.
 */
import type {
  BboUpdate,
  BookUpdate,
  Fault,
  FrameDecoder,
  FrameOutcome,
  FrameSink,
  InstrumentTable,
  Market,
  OwnedMarketEvent,
  TradeUpdate,
  VenueId,
} from '../core/index.ts'
import type { Waterfall } from '../runtime/latency-steps.ts'
import type { Counter, Metrics } from '../runtime/ports.ts'
import type { FrameSource } from '../transport/index.ts'
import type { BboCheck } from './bbo-check.ts'
import type { BookManager } from './book-manager.ts'
import type { DoubledFeed } from './doubled-feed.ts'
import { type DriftSampler, FRAME_KINDS } from './drift-sampler.ts'
import type { DriftWatch } from './drift-watch.ts'
import { EVENT_KINDS } from './event-kinds.ts'
import type { Router } from './router.ts'

const SAMPLE_CHARACTERS = 200
/** Fault events told per second; all are counted. */
const FAULTS_TOLD_PER_SECOND = 20

/** What a {@link FramePath} is made of. */
export interface FramePathOptions {
  /** The venue. */
  readonly venue: VenueId
  /** Makes the decoder of a connection. */
  readonly createDecoder: (table: InstrumentTable, market: Market) => FrameDecoder
  /** The market of an endpoint; the decoder settles it by the symbol where there are both. */
  readonly marketOf: (endpoint: string) => Market
  /** The instruments. */
  readonly table: InstrumentTable
  /** Keeps the books. */
  readonly books: BookManager
  /** Tells the subscribers. */
  readonly router: Router
  /** Evidence from BBO feeds; absent: not looked for. */
  readonly bboCheck: BboCheck | undefined
  /** Sends a message on a connection; absent: there is none to send on. */
  readonly ask?: (source: FrameSource, message: string) => void
  /** Drops what a second connection repeats. */
  readonly doubled: DoubledFeed
  /** Watches for what the driver does not know; absent: nothing does. */
  readonly drift?: DriftWatch | undefined
  /** Counters. */
  readonly metrics: Metrics
  /** Times the steps; absent: nothing does. */
  readonly waterfall?: Waterfall | undefined
}

interface ConnectionFeed extends FrameSink {
  readonly source: FrameSource
  readonly decoder: FrameDecoder
  readonly sampler: DriftSampler | undefined
}

/** Connections count up from 1; what is polled counts down, so that no number is both. */
const FIRST_POLLED = -1

/** Reads the frames of one venue. */
export class FramePath {
  /** Until when, epoch µs, a connection may repeat what another one brought. */
  doubledUntilUs = 0
  readonly #options: FramePathOptions
  readonly #feeds = new Map<FrameSource, ConnectionFeed>()
  readonly #frames: Readonly<Record<FrameOutcome, Counter>>
  #lastSource: FrameSource | undefined
  #lastFeed: ConnectionFeed | undefined
  #nextPolled = FIRST_POLLED
  /** The kind of the event told last, by which frames are sampled. */
  #kind = 0
  #faultSecond = 0
  #faultsTold = 0

  /** A path without connections. */
  constructor(options: FramePathOptions) {
    const { metrics, venue } = options
    const counter = (outcome: FrameOutcome) => metrics.counter('frames', { venue, outcome })
    this.#options = options
    this.#frames = {
      event: counter('event'),
      control: counter('control'),
      ignored: counter('ignored'),
      fault: counter('fault'),
    }
  }

  /** Takes one frame. Never throws; the frame is borrowed. */
  onFrame(frame: Uint8Array, localTimeUs: number, source: FrameSource): FrameOutcome {
    const feed =
      source === this.#lastSource ? (this.#lastFeed as ConnectionFeed) : this.#feedOf(source)
    const { waterfall } = this.#options
    waterfall?.frame()
    const outcome = feed.decoder.decode(frame, localTimeUs, feed)
    waterfall?.end()
    this.#frames[outcome].add()
    if (outcome === 'fault') this.#onFault(frame, localTimeUs, feed)
    if (outcome === 'event' || outcome === 'fault') this.#options.router.endBatch()
    const kind = outcome === 'event' ? this.#kind : FRAME_KINDS[outcome]
    if (feed.sampler?.isDue(kind, localTimeUs) === true)
      this.#options.drift?.look(frame, outcome, localTimeUs)
    return outcome
  }

  /** Tells the decoder of a connection what leaves on it. */
  onSent(frame: string | Uint8Array, source: FrameSource): void {
    this.#feedOf(source).decoder.sent?.(frame)
  }

  /** Frames so far that had an outcome. */
  count(outcome: FrameOutcome): number {
    return this.#frames[outcome].value()
  }

  /** Forgets a connection that is gone. */
  forget(endpoint: string, connection: number): void {
    for (const source of this.#feeds.keys()) {
      if (source.endpoint === endpoint && source.connection === connection)
        this.#feeds.delete(source)
    }
    this.#lastSource = this.#lastFeed = undefined
  }

  #feedOf(source: FrameSource): ConnectionFeed {
    const feed = this.#feeds.get(source) ?? this.#open(source)
    this.#lastSource = source
    this.#lastFeed = feed
    return feed
  }

  /** A sink for what is polled on an endpoint: a source of its own, as a connection is. */
  openPolled(endpoint: string): FrameSink {
    const source = this.#nextPolled
    this.#nextPolled -= 1
    return this.#sinkOf(endpoint, source)
  }

  #open(source: FrameSource): ConnectionFeed {
    const { createDecoder, table, marketOf, ask } = this.#options
    const feed: ConnectionFeed = {
      source,
      decoder: createDecoder(table, marketOf(source.endpoint)),
      sampler: this.#options.drift?.sampler(source.endpoint),
      ...this.#sinkOf(source.endpoint, source.connection),
      ...(ask && { ask: (message: string) => ask(source, message) }),
    }
    this.#feeds.set(source, feed)
    return feed
  }

  #sinkOf(endpoint: string, connection: number): FrameSink {
    const { table, books, router, doubled, bboCheck, waterfall } = this.#options
    return {
      book: (update: BookUpdate) => {
        this.#kind = EVENT_KINDS.bookDelta
        waterfall?.mark('decoded')
        books.onUpdate(update, connection)
      },
      bbo: (update: BboUpdate) => {
        this.#kind = EVENT_KINDS.bbo
        waterfall?.mark('decoded')
        if (!doubled.isNewBbo(update, update.localTimeUs < this.doubledUntilUs)) return
        if (bboCheck !== undefined) {
          bboCheck.note(update)
          books.checkBest(update.slot.index, bboCheck)
        }
        router.bbo(update)
        waterfall?.mark('routed')
      },
      trade: (update: TradeUpdate) => {
        this.#kind = EVENT_KINDS.trade
        waterfall?.mark('decoded')
        if (!doubled.isNewTrade(update, update.localTimeUs < this.doubledUntilUs)) return
        router.trade(update)
        waterfall?.mark('routed')
      },
      event: (event: OwnedMarketEvent) => {
        this.#kind = EVENT_KINDS[event.type]
        if (event.type === 'instrumentChanged' && event.reason === 'listing')
          books.onListed(table.add(event.instrument))
        router.event(event)
      },
      lost: (reason: string) => books.onFault(endpoint, connection, undefined, reason),
      waits: (reason: string) => books.onWaiting(endpoint, connection, reason),
      goesOn: () => books.onGoingOn(endpoint, connection),
    }
  }

  #onFault(frame: Uint8Array, localTimeUs: number, { source, decoder }: ConnectionFeed): void {
    const { fault } = decoder
    const { books, router, venue } = this.#options
    books.onFault(source.endpoint, source.connection, fault?.slot, 'fault')
    const second = Math.floor(localTimeUs / 1e6)
    if (second !== this.#faultSecond) this.#faultsTold = 0
    this.#faultSecond = second
    this.#faultsTold += 1
    if (this.#faultsTold > FAULTS_TOLD_PER_SECOND) return
    const event: Fault = {
      type: 'fault',
      venue,
      code: fault?.code ?? 'MALFORMED_FRAME',
      message: fault?.message ?? 'Reading a frame: it is not of a known form',
      offsetBytes: fault?.offsetBytes ?? 0,
      sample: sampleOf(frame),
      ...(fault?.slot === undefined ? {} : { symbol: fault.slot.instrument.symbol }),
      localTimeUs,
    }
    router.event(Object.freeze(event))
  }
}

function sampleOf(frame: Uint8Array): string {
  return new TextDecoder().decode(frame.subarray(0, SAMPLE_CHARACTERS)).slice(0, SAMPLE_CHARACTERS)
}
