import type { Host, HostPeer } from '../../../src/runtime/virtual/host.ts'
import {
  listInstrument,
  type ServedVenue,
  SIMULATORS,
  type SimulatedVenue,
  serveVenue,
} from '../../../src/sim/index.ts'
import type { VenueAdapter } from './adapter.ts'
import { VenueClock } from './venue-clock.ts'

/** One socket that a client of the simulated venue holds. */
export interface Line {
  /** Who holds it. */
  readonly client: string
  /** Name of the host it goes to. */
  readonly host: string
  /** Its number on that host, as fault rules count. */
  readonly connection: number
  /** Frames that the venue sent on it. */
  frames: number
  /** Those of them that change a book. */
  bookFrames: number
}

/** How a venue is opened. */
interface BoxOptions {
  /** Which one. */
  readonly adapter: VenueAdapter
  /** The seed of its flow. */
  readonly seed: string
  /** Sees the text of every frame sent to a client. */
  readonly onFrame?: (client: string, frame: string) => void
}

/** A simulated venue on loopback whose market moves only by `run`, with a view of who is connected. */
export class VenueBox implements AsyncDisposable {
  /** The venue. */
  readonly venue: SimulatedVenue
  /** Its time. */
  readonly clock: VenueClock
  readonly #options: BoxOptions
  readonly #open = new Set<Line>()
  readonly #past: Line[] = []
  readonly #accepted = new Map<string, number>()
  readonly #served: ServedVenue[] = []

  private constructor(venue: SimulatedVenue, clock: VenueClock, options: BoxOptions) {
    this.venue = venue
    this.clock = clock
    this.#options = options
  }

  /** Opens a venue. Fails, naming it, where it has no simulator: an independent client must not be skipped. */
  static async open(options: BoxOptions): Promise<VenueBox> {
    const clock = new VenueClock()
    const { venue: name, listed = [], simulation } = options.adapter
    const simulator = await SIMULATORS[name]().catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      throw new Error(`The simulated venue ${name} cannot be loaded: ${why}`)
    })
    const venue = simulator({
      ...simulation,
      ports: clock,
      seed: options.seed,
      warmUpMs: 180_000,
    })
    for (const instrument of listed) venue.market.list(listInstrument(instrument))
    return new VenueBox(venue, clock, options)
  }

  /** Serves the venue once more, on ports of its own, so that who connects there is known by name. */
  async serveFor(client: string): Promise<ServedVenue> {
    const hosts = Object.fromEntries(
      Object.entries(this.venue.hosts).map(([name, host]) => [
        name,
        this.#watched(client, name, host),
      ]),
    )
    const served = await serveVenue({ ...this.venue, hosts })
    this.venue.stop()
    this.#served.push(served)
    return served
  }

  /** Lets the market trade for a span at once, and its streams tell of it. */
  run(spanMs: number): void {
    for (let leftMs = spanMs; leftMs > 0; leftMs -= 10) {
      this.venue.market.step()
      this.clock.skip(Math.min(10, leftMs))
    }
  }

  /** The sockets open now. */
  lines(client: string): readonly Line[] {
    return [...this.#open].filter((line) => line.client === client)
  }

  /** Book frames sent to a client so far. */
  bookFrames(client: string): number {
    return [...this.#open, ...this.#past]
      .filter((line) => line.client === client)
      .reduce((sum, line) => sum + line.bookFrames, 0)
  }

  /** Cuts lines at their next frame: a clean close by the venue, or the connection dropped with the frame lost. */
  cut(lines: readonly Line[], how: 'disconnect' | 'cutMidFrame'): void {
    for (const { host, connection } of lines) {
      this.venue.faults.add({
        fault: { kind: how },
        where: { host, connection },
        when: { most: 1 },
      })
    }
  }

  /** {@inheritDoc AsyncDisposable} */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#served.map((each) => each.close()))
    this.clock.stop()
  }

  #watched(client: string, name: string, host: Host): Host {
    return {
      request: (request) => host.request(request),
      accept: (target, headers, peer) => {
        const connection = (this.#accepted.get(name) ?? 0) + 1
        const line: Line = { client, host: name, connection, frames: 0, bookFrames: 0 }
        const accepted = host.accept(target, headers, this.#tapped(line, peer))
        this.#accepted.set(name, connection)
        if ('refuse' in accepted) return accepted
        this.#open.add(line)
        return {
          onMessage: (data, isBinary) => accepted.onMessage(data, isBinary),
          onPingPong: () => accepted.onPingPong(),
          onClose: () => {
            this.#open.delete(line)
            this.#past.push(line)
            accepted.onClose()
          },
        }
      },
    }
  }

  #tapped(line: Line, peer: HostPeer): HostPeer {
    return {
      send: (data) => {
        const { adapter, onFrame } = this.#options
        const unpacked = typeof data === 'string' ? data : adapter.unpack?.(data)
        line.frames += 1
        if (adapter.isBookFrame(unpacked ?? Buffer.from(data).toString('latin1')))
          line.bookFrames += 1
        if (unpacked !== undefined) onFrame?.(line.client, unpacked)
        peer.send(data)
      },
      ping: () => peer.ping(),
      close: (code, reason) => peer.close(code, reason),
      terminate: () => peer.terminate(),
    }
  }
}
