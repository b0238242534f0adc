import type { ExchangeDriver, Instrument, OrderBook } from '../../core/index.ts'
import type { MarketDataOptions, MarketFeed } from '../../market/index.ts'
import { loadThreaded } from '../../market/load-threaded.ts'
import type { Ports } from '../../runtime/ports.ts'
import { VirtualRuntime } from '../../runtime/virtual/index.ts'
import {
  type FaultScript,
  type LiveInstrument,
  type SimInstrumentOptions,
  type SimulatedVenue,
  venueOrigins,
} from '../../sim/index.ts'
import type { FrameSource, FrameTap } from '../../transport/index.ts'
import { type ConformanceSubject, demand } from './check.ts'
import { openHere, openInThread, type WorldMarket } from './world-market.ts'
import type { WatchOptions } from './world-ports.ts'

/** A message that passed a socket. */
export interface Passed {
  /** When, virtual ms since the start. */
  readonly atMs: number
  /** Its connection. */
  readonly source: FrameSource
  /** Its bytes, as they were. */
  readonly bytes: Uint8Array
}

/** How a world is opened. */
export interface WorldOptions
  extends WatchOptions,
    Partial<Pick<MarketDataOptions, 'pool' | 'books' | 'watchesDrift'>> {
  /** The driver in place of the subject's. */
  readonly driver?: ExchangeDriver
  /** What goes wrong at the venue. */
  readonly faults?: FaultScript
  /** What the venue lists. @defaultValue its own list */
  readonly instruments?: readonly SimInstrumentOptions[]
  /** How long the venue has been trading. @defaultValue 60,000 */
  readonly warmUpMs?: number
}

/** Longest cadence of any feed, and time for what is on its way. */
const SETTLE_MS = 20_000

/** The subject's driver under the real machinery, on its simulated venue, in virtual time: one seed, one history. */
export class ConformanceWorld implements AsyncDisposable {
  /** The driver. */
  readonly driver: ExchangeDriver
  /** Virtual time and network. */
  readonly runtime: VirtualRuntime
  /** The venue. */
  readonly venue: SimulatedVenue
  /** Our side. */
  readonly market: MarketFeed
  /** Its ports. */
  readonly ports: Ports
  /** Timers that our side has running. */
  readonly timerCount: () => number
  /** What arrived. */
  readonly received: Passed[]
  /** What was sent. */
  readonly sent: Passed[]

  private constructor(
    driver: ExchangeDriver,
    runtime: VirtualRuntime,
    venue: SimulatedVenue,
    { market, ports, timerCount }: WorldMarket,
    passed: { readonly received: Passed[]; readonly sent: Passed[] },
  ) {
    this.driver = driver
    this.runtime = runtime
    this.venue = venue
    this.market = market
    this.ports = ports
    this.timerCount = timerCount
    this.received = passed.received
    this.sent = passed.sent
  }

  /** Opens the venue and the driver. */
  static async open(
    subject: ConformanceSubject,
    options: WorldOptions = {},
  ): Promise<ConformanceWorld> {
    const { simulate, seed = 1, threads = 'single' } = subject
    demand(simulate !== undefined, () => 'this clause needs a simulated venue')
    const { driver = subject.driver, faults, instruments, alter, watch, ...rest } = options
    const { warmUpMs = 60_000, ...over } = rest
    const runtime = new VirtualRuntime({ seed })
    const { ports } = runtime.spawn('venue')
    const venue = simulate({
      ports,
      seed,
      warmUpMs,
      ...(faults && { faults }),
      ...(instruments && { instruments }),
    })
    for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
    venue.start()
    const received: Passed[] = []
    const sent: Passed[] = []
    const atMs = (): number => runtime.elapsedUs() / 1000
    const tap: FrameTap = {
      incoming: (frame, _isBinary, _localTimeUs, source) =>
        received.push({ atMs: atMs(), source, bytes: new Uint8Array(frame) }),
      outgoing: (frame, _localTimeUs, source) =>
        sent.push({ atMs: atMs(), source, bytes: Buffer.from(frame) }),
    }
    const between = { ...(alter && { alter }), ...(watch && { watch }) }
    const parts = { driver, ports: runtime.ports(), watch: between, tap, over }
    if (threads !== 'single') await loadThreaded()
    const market = await runtime.settle(
      threads === 'single' ? openHere(parts) : openInThread(parts),
    )
    return new ConformanceWorld(driver, runtime, venue, market, { received, sent })
  }

  /** Some instruments of each product that are traded at the venue: one, unless more are asked for. */
  examples(most = 1): readonly Instrument[] {
    const found = new Map<string, Instrument[]>()
    for (const instrument of this.market.instruments({ isTrading: true })) {
      const known = found.get(instrument.product) ?? []
      found.set(instrument.product, known)
      if (known.length < most && this.traded(instrument) !== undefined) known.push(instrument)
    }
    return [...found.values()].flat()
  }

  /** The instrument inside the venue. */
  traded({ product, market, symbol }: Instrument): LiveInstrument | undefined {
    return this.venue.market.find(product, symbol) ?? this.venue.market.find(market, symbol)
  }

  /** Stops the market and lets everything that was said arrive. */
  async rest(): Promise<void> {
    this.venue.market.stop()
    await this.runtime.run({ forMs: SETTLE_MS })
  }

  /** What is wrong with a book while the market stands still; `undefined` where it is live and equals the venue's. */
  problemAtRest(
    view: OrderBook,
    levelsVouchedFor: number = Number.POSITIVE_INFINITY,
  ): string | undefined {
    const { instrument, feed } = view
    const name = `${instrument.pair} ${feed}`
    if (view.state !== 'live') return `${name}: expected a live book, is ${view.state}`
    const live = this.traded(instrument)
    const truth = live && this.venue.truth(live.spec.product, live.spec.symbol)
    if (truth === undefined) return `${name}: the venue does not know it`
    const { depth } = view
    const most = Math.min(depth === 'full' ? Number.POSITIVE_INFINITY : depth, levelsVouchedFor)
    for (const side of ['bids', 'asks'] as const) {
      const levels = view[side]
      const count = Math.min(levels.count, most)
      const shown = Array.from(
        { length: count },
        (_, i) => `${levels.priceText(i)}x${levels.sizeText(i)}`,
      )
      const wanted = truth[side].slice(0, most).map(([price, size]) => `${price}x${size}`)
      const at = Array.from({ length: Math.max(count, wanted.length) }, (_, i) => i).find(
        (i) => shown[i] !== wanted[i],
      )
      if (at !== undefined)
        return `${name}: ${side}[${at}] of ${count} is ${shown[at]}, at the venue ${wanted[at]} of ${wanted.length}`
    }
    return undefined
  }

  /** {@inheritDoc AsyncDisposable} */
  async [Symbol.asyncDispose](): Promise<void> {
    this.venue.stop()
    await this.runtime.settle(this.market.close())
  }
}
