import type { HttpResponse } from 'crossbook'
import type { HostConnection } from 'crossbook/runtime/virtual'
import {
  ConnectionGuard,
  type Dialect,
  DiffFeed,
  FaultInjector,
  fixedText,
  jsonResponse,
  type LiveInstrument,
  respond,
  type SimInstrumentOptions,
  SimMarket,
  type SimPeer,
  type SimPorts,
  type SimulatedVenue,
  type SimulatorOptions,
  StreamHub,
  type StreamMember,
  type StreamSource,
  venueHost,
} from 'crossbook/sim'

/*
 * The venue that docs/adding-a-driver.md makes up, simulated from the words of that page and public entries alone. It
 * does not know the driver.
 */

const INSTRUMENTS: readonly SimInstrumentOptions[] = [
  {
    product: 'spot',
    symbol: 'BTC-USDT',
    base: 'BTC',
    quote: 'USDT',
    tickSize: '0.01',
    lotSize: '0.001',
    startPrice: '61737.60',
  },
  {
    product: 'spot',
    symbol: 'ETH-USDT',
    base: 'ETH',
    quote: 'USDT',
    tickSize: '0.01',
    lotSize: '0.01',
    startPrice: '3030.30',
  },
]
const PATIENCE = {
  pingEveryMs: false,
  pongWithinMs: 0,
  lifetimeMs: false,
  inbound: false,
  idleMs: 30_000,
} as const

const number = (value: number, scale: number): string => fixedText(value, scale, scale)

const levelRows = (
  { spec }: LiveInstrument,
  levels: readonly (readonly [number, number])[],
): string[][] =>
  levels.map(([price, size]) => [number(price, spec.priceScale), number(size, spec.sizeScale)])

/** Books are numbered by message: `seq` rises by one with each, whatever the venue's own ids do. */
class BookFeed {
  readonly #live: LiveInstrument
  readonly #feed: DiffFeed
  #seq = 0

  constructor(
    market: SimMarket,
    live: LiveInstrument,
    ports: SimPorts,
    emit: (text: string) => void,
  ) {
    this.#live = live
    this.#feed = new DiffFeed(market, live, ports.timers, 100, ({ bids, asks, timeUs }) => {
      this.#seq += 1
      emit(this.#message(false, bids, asks, timeUs))
    })
  }

  whole(): string {
    const book = this.#live.bookAt(this.#feed.lastId) ?? this.#live.book()
    return this.#message(true, book.bids, book.asks, this.#live.updatedUs)
  }

  stop(): void {
    this.#feed.stop()
  }

  #message(
    whole: boolean,
    bids: readonly (readonly [number, number])[],
    asks: readonly (readonly [number, number])[],
    timeUs: number,
  ): string {
    const { symbol } = this.#live.spec
    const time = Math.floor(timeUs / 1000)
    const sides = { bids: levelRows(this.#live, bids), asks: levelRows(this.#live, asks) }
    return JSON.stringify({ channel: 'book', symbol, seq: this.#seq, time, whole, ...sides })
  }
}

class Streams {
  readonly books = new Map<string, BookFeed>()
  readonly #market: SimMarket
  readonly #ports: SimPorts

  constructor(market: SimMarket, ports: SimPorts) {
    this.#market = market
    this.#ports = ports
  }

  find(name: string): StreamSource | undefined {
    const [channel, symbol = ''] = name.split(':')
    const live = this.#market.find('spot', symbol)
    if (live === undefined) return undefined
    if (channel === 'trade') return (emit) => this.#trades(live, emit)
    if (channel !== 'book') return undefined
    return (emit) => {
      const feed = new BookFeed(this.#market, live, this.#ports, emit)
      this.books.set(name, feed)
      return () => feed.stop()
    }
  }

  #trades(live: LiveInstrument, emit: (text: string) => void): () => void {
    const { symbol, priceScale, sizeScale } = live.spec
    return this.#market.listen(({ instrument, trades }) => {
      if (instrument !== live) return
      for (const { id, price, size, takerSide, timeUs } of trades) {
        const head = { channel: 'trade', symbol, id: String(id), time: Math.floor(timeUs / 1000) }
        const what = { price: number(price, priceScale), size: number(size, sizeScale) }
        emit(JSON.stringify({ ...head, ...what, taker: takerSide }))
      }
    })
  }
}

class Session implements HostConnection, StreamMember {
  readonly #peer: SimPeer
  readonly #hub: StreamHub
  readonly #streams: Streams
  readonly #guard: ConnectionGuard
  readonly #joined = new Set<string>()

  constructor(peer: SimPeer, ports: SimPorts, hub: StreamHub, streams: Streams) {
    this.#peer = peer
    this.#hub = hub
    this.#streams = streams
    this.#guard = new ConnectionGuard(peer, ports, PATIENCE, () => peer.close(4000, 'silent'))
  }

  deliver(stream: string, payload: string): void {
    this.#peer.data(payload, stream)
  }

  onMessage(data: Uint8Array): void {
    this.#guard.inbound()
    const {
      op,
      id,
      topics = [],
    } = JSON.parse(new TextDecoder().decode(data)) as {
      op: string
      id: number
      topics?: string[]
    }
    if (op === 'ping') return this.#peer.control(JSON.stringify({ re: id, pong: 1 }))
    const known = topics.filter((topic) => this.#streams.find(topic) !== undefined)
    for (const topic of topics.filter((each) => !known.includes(each)))
      this.#peer.control(JSON.stringify({ re: id, ok: false, topic, error: 'unknown topic' }))
    if (known.length > 0) this.#peer.control(JSON.stringify({ re: id, ok: true }))
    for (const topic of known) {
      if (op === 'subscribe') this.#join(topic)
      else this.#leave(topic)
    }
  }

  onPingPong(): void {}

  onClose(): void {
    this.#guard.stop()
    for (const topic of this.#joined) this.#leave(topic)
  }

  #join(topic: string): void {
    this.#hub.join(topic, this)
    this.#joined.add(topic)
    const whole = topic.startsWith('book:') ? this.#streams.books.get(topic)?.whole() : undefined
    if (whole !== undefined) this.deliver(topic, whole)
  }

  #leave(topic: string): void {
    if (this.#joined.delete(topic)) this.#hub.leave(topic, this)
  }
}

function streamDialect(market: SimMarket, ports: SimPorts): Dialect {
  const streams = new Streams(market, ports)
  const hub = new StreamHub((name) => streams.find(name))
  return {
    accept: (target, _headers, peer) =>
      target === '/v1' ? new Session(peer, ports, hub, streams) : { refuse: 404 },
    request: () => respond(jsonResponse(404, {})),
    failure: (status) => jsonResponse(status, {}),
  }
}

function restDialect(market: SimMarket): Dialect {
  const listing = (): HttpResponse =>
    jsonResponse(200, {
      instruments: market.instruments('spot').map(({ spec }) => {
        const { symbol, base, quote, tickSize, lotSize, status } = spec
        return { symbol, base, quote, tick: tickSize, lot: lotSize, open: status ?? true }
      }),
    })
  return {
    accept: () => ({ refuse: 404 }),
    request: ({ target }) =>
      respond(
        target === '/v1/instruments' ? listing() : jsonResponse(404, { error: 'no such path' }),
      ),
    failure: (status) => jsonResponse(status, { error: 'asked for' }),
  }
}

/** Makes the venue. */
export function simulatedTidepool(options: SimulatorOptions): SimulatedVenue {
  const { ports, seed = 1, instruments = INSTRUMENTS, stepMs = 10, warmUpMs = 0 } = options
  const faults = new FaultInjector(ports.wallClock, `${seed}/faults`, options.faults)
  const market = new SimMarket(ports, { seed, instruments, stepMs, warmUpMs })
  return {
    venue: 'tidepool',
    hosts: {
      stream: venueHost('stream', streamDialect(market, ports), ports, faults),
      rest: venueHost('rest', restDialect(market), ports, faults),
    },
    streams: { public: { host: 'stream', origin: 'wss://stream.tidepool.example', path: '/v1' } },
    rest: { public: { host: 'rest', origin: 'https://api.tidepool.example', path: '/v1' } },
    market,
    faults,
    truth: (product, symbol, updateId) => market.truth(product, symbol, updateId),
    start() {
      faults.restart()
      market.start()
    },
    stop: () => market.stop(),
  }
}
