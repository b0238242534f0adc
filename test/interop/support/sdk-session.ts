import { loadDriver } from '../../../src/drivers/registry.ts'
import { MarketData } from '../../../src/market/index.ts'
import { type NodePorts, nodePorts } from '../../../src/runtime/node/index.ts'
import type { ServedVenue } from '../../../src/sim/index.ts'
import type { SdkAdapter, StreamPayload, VenueAdapter } from './adapter.ts'
import { Signal } from './signal.ts'
import { VenueBox } from './venue-box.ts'

/** How long a busy machine may take over half a minute of frames; one that is free needs a second. */
const SETTLE_MS = 30_000

/** Messages by stream endpoint and stream, in order. */
type Told = ReadonlyMap<string, readonly StreamPayload[]>

/** What a client was told, from a moment on. */
class Ear {
  count = 0
  readonly #told = new Map<string, StreamPayload[]>()

  get told(): Told {
    return this.#told
  }

  hear(endpoint: string, payload: StreamPayload): void {
    this.count += 1
    const key = `${endpoint} ${payload.stream}`
    const list = this.#told.get(key)
    if (list === undefined) this.#told.set(key, [payload])
    else list.push(payload)
  }

  /** Forgets what was said, keeps who speaks. */
  clear(): void {
    this.count = 0
    for (const list of this.#told.values()) list.length = 0
  }
}

/** A venue's SDK and crossbook beside each other on the same streams. */
export class SdkSession implements AsyncDisposable {
  /** The venue. */
  readonly box: VenueBox
  /** The venue as the SDK reaches it. */
  readonly served: ServedVenue
  /** Our side. */
  readonly market: MarketData
  /** What the SDK complained of. */
  readonly exceptions: unknown[] = []
  readonly #adapter: SdkAdapter
  readonly #ports: NodePorts
  readonly #signal: Signal
  readonly #sdk = new Ear()
  readonly #own: Ear
  readonly #sent: Map<string, number>
  readonly #end: () => void

  private constructor(parts: {
    readonly box: VenueBox
    readonly served: ServedVenue
    readonly market: MarketData
    readonly ports: NodePorts
    readonly adapter: SdkAdapter
    readonly own: Ear
    readonly sent: Map<string, number>
    readonly signal: Signal
  }) {
    const { box, served, market, ports, adapter, own, sent, signal } = parts
    this.box = box
    this.served = served
    this.market = market
    this.#ports = ports
    this.#adapter = adapter
    this.#own = own
    this.#sent = sent
    this.#signal = signal
    for (const { pair, depth } of adapter.watched) {
      market.hold(pair, { channel: 'book', depth: depth === 'full' ? 'full' : 50 })
      market.hold(pair, { channel: 'trade' })
      market.hold(pair, { channel: 'ticker' })
      const { streamsBars, interval = '1m' } = adapter
      if (streamsBars !== false) market.hold(pair, { channel: 'candle', interval })
    }
    this.#end = adapter.open(served, {
      onMessage: (message, endpoint) => {
        this.#sdk.hear(endpoint, adapter.ofMessage(message))
        this.#signal.raise()
      },
      onException: (what) => this.exceptions.push(what),
    })
  }

  /** Opens the venue and both clients. */
  static async open(venue: VenueAdapter, adapter: SdkAdapter, seed: string): Promise<SdkSession> {
    const sent = new Map<string, number>()
    const box = await VenueBox.open({
      adapter: venue,
      seed,
      onFrame(client, frame) {
        if (adapter.ofFrame(frame) !== undefined) sent.set(client, (sent.get(client) ?? 0) + 1)
      },
    })
    const served = await box.serveFor('sdk')
    const { streams, rest } = await box.serveFor('crossbook')
    const ports = nodePorts()
    const own = new Ear()
    const signal = new Signal()
    const market = await MarketData.open({
      driver: await loadDriver(venue.venue),
      ports,
      urls: { streams, rest },
      instrumentRefreshMs: false,
      tap: {
        incoming(frame, _isBinary, _localTimeUs, { endpoint }) {
          const text = venue.unpack?.(frame) ?? new TextDecoder().decode(frame)
          const payload = adapter.ofFrame(text)
          if (payload === undefined) return
          own.hear(endpoint, payload)
          signal.raise()
        },
        outgoing() {},
      },
    })
    return new SdkSession({ box, served, market, ports, adapter, own, sent, signal })
  }

  /** Lets the market run until both hear every stream; what is said from then on counts. */
  async begin(withinMs: number): Promise<boolean> {
    const { streams } = this.#adapter
    const hearsAll = (): boolean => this.#sdk.told.size >= streams && this.#own.told.size >= streams
    const endMs = performance.now() + withinMs
    while (!hearsAll() && performance.now() < endMs) {
      this.box.run(200)
      await this.#signal.until(hearsAll, 200)
    }
    if (!hearsAll() || !(await this.#settled())) return false
    this.#sdk.clear()
    this.#own.clear()
    this.#sent.clear()
    return true
  }

  /** Lets the market run, and waits until both heard all that was said. */
  async run(spanMs: number): Promise<readonly [sdk: Told, own: Told] | undefined> {
    this.box.run(spanMs)
    return (await this.#settled()) ? [this.#sdk.told, this.#own.told] : undefined
  }

  /** {@inheritDoc AsyncDisposable} */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#end()
    await this.market.close()
    await this.#ports.close()
    await this.box[Symbol.asyncDispose]()
  }

  /** Whether each side has received what was sent to it. */
  #settled(): Promise<boolean> {
    const hasAll = (client: string, { count }: Ear): boolean =>
      count === (this.#sent.get(client) ?? 0)
    // A book that is told of ten times a second would be on its way at most looks of a slow machine.
    return this.box.clock.standStill(() =>
      this.#signal.until(
        () => hasAll('sdk', this.#sdk) && hasAll('crossbook', this.#own),
        SETTLE_MS,
      ),
    )
  }
}
