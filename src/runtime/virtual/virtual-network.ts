import { ConfigError } from '../../core/index.ts'
import type { HttpPort, Socket, SocketPort } from '../ports.ts'
import type { History } from './history.ts'
import type { Host } from './host.ts'
import type { NetworkPath, Reach } from './network-path.ts'
import type { Scheduler } from './scheduler.ts'
import type { SeededRandom } from './seeded-random.ts'
import { VirtualConnection } from './virtual-connection.ts'
import { exchangeVirtually } from './virtual-http.ts'

/** One way latencies of a host, in ms: each connection draws its own base, each message adds its own jitter. */
export interface LatencyRange {
  /** Least base latency. @defaultValue 1 */
  readonly leastMs?: number
  /** Most base latency. @defaultValue 20 */
  readonly mostMs?: number
  /** Most that jitter adds to it. @defaultValue 1 */
  readonly jitterMs?: number
}

/** One attempt to reach a host. */
export interface Dial {
  /** When, µs since the start of the run. */
  readonly timeUs: number
  /** Name of the machine that dialled. */
  readonly from: string
  /** Socket or HTTP exchange. */
  readonly kind: 'socket' | 'http'
  /** Host with its port where it is not the scheme's own. */
  readonly host: string
  /** The URL as it was asked for. */
  readonly url: string
}

/** A host that listens. */
export interface Listening {
  /** Ends it, and drops its connections. Idempotent. */
  close(): void
}

interface Listener {
  readonly host: Host
  readonly latency: Required<LatencyRange>
}

const DEFAULT_LATENCY: Required<LatencyRange> = { leastMs: 1, mostMs: 20, jitterMs: 1 }
const DEAD_SOCKET: Socket = Object.freeze({
  send: () => {},
  ping: () => {},
  close: () => {},
  terminate: () => {},
  bufferedBytes: () => 0,
})
const UNKNOWN_HOST_LATENCY: Required<LatencyRange> = { leastMs: 1, mostMs: 5, jitterMs: 0 }

/**
 * A network in memory: hosts listen at origins, and the socket and HTTP ports of a run's processes reach them with
 * latencies drawn from the seed.
 *
 * `wss:` and `https:` of one host and port are one place, as are `ws:` and `http:`: what listens at one answers for the
 * other too, unless another host listens there, and faults strike both. A place where nobody listens is a name that does
 * not resolve.
 */
export class VirtualNetwork implements NetworkPath {
  readonly #scheduler: Scheduler
  readonly #history: History
  readonly #random: SeededRandom
  readonly #latency: Required<LatencyRange>
  readonly #listeners: Readonly<Record<Dial['kind'], Map<string, Listener>>> = {
    socket: new Map(),
    http: new Map(),
  }
  readonly #refusing = new Set<string>()
  readonly #partitions = new Set<string>()
  readonly #cutInside = new Set<string>()
  readonly #connections = new Set<VirtualConnection>()
  readonly #dials: Dial[] = []
  #connectionCount = 0

  /** A network with no hosts. */
  constructor(
    scheduler: Scheduler,
    history: History,
    random: SeededRandom,
    latency: LatencyRange = {},
  ) {
    this.#scheduler = scheduler
    this.#history = history
    this.#random = random
    this.#latency = { ...DEFAULT_LATENCY, ...latency }
  }

  /**
   * Lets a host answer at an origin such as `wss://stream.example.com`, until closed.
   *
   * Closing drops its connections.
   *
   * @throws ConfigError `INVALID_OPTIONS` when the origin is no URL, or taken.
   */
  listen(origin: string, host: Host, latency: LatencyRange = {}): Listening {
    const key = originOf(origin)
    const listeners = this.#listeners[origin.startsWith('ws') ? 'socket' : 'http']
    if (listeners.has(key)) {
      throw new ConfigError('INVALID_OPTIONS', `Listening at ${origin}: another host already does`)
    }
    const listener = { host, latency: { ...this.#latency, ...latency } }
    listeners.set(key, listener)
    return {
      close: (): void => {
        if (listeners.get(key) !== listener) return
        if (this.#listener(key, 'socket') === listener) this.cut(origin)
        listeners.delete(key)
      },
    }
  }

  /** Refuses new connections and exchanges at an origin until `accept`; open sockets stay. */
  refuse(origin: string): void {
    this.#refusing.add(originOf(origin))
  }

  /** Ends what `refuse` began. */
  accept(origin: string): void {
    this.#refusing.delete(originOf(origin))
  }

  /**
   * Lets nothing through to or from an origin until `heal`; for one machine where `from` names it.
   *
   * Sockets do not notice: what is sent waits, as with TCP. HTTP exchanges run into their timeouts.
   */
  partition(origin: string, from?: string): void {
    this.#partitions.add(partitionKey(originOf(origin), from))
  }

  /** Ends what the same call of `partition` began; what waited on sockets is delivered. */
  heal(origin: string, from?: string): void {
    const key = originOf(origin)
    if (!this.#partitions.delete(partitionKey(key, from))) return
    for (const connection of this.#connections) {
      if (connection.origin === key && !this.isPartitioned(key, connection.from))
        connection.resume()
    }
  }

  /** Cuts open sockets of an origin now: what is on its way is lost, both ends see code 1006. Returns how many. */
  cut(origin: string, from?: string): number {
    const key = originOf(origin)
    const cut = [...this.#connections].filter(
      (each) => each.origin === key && (from === undefined || each.from === from),
    )
    for (const connection of cut) connection.cut()
    return cut.length
  }

  /** Cuts the socket that carries the origin's next message, in the middle of it: the message never arrives. */
  cutInsideNextMessage(origin: string): void {
    this.#cutInside.add(originOf(origin))
  }

  /** Every attempt to reach a host, oldest first. */
  dials(): readonly Dial[] {
    return this.#dials
  }

  /** The hosts that were dialled, each once, in order of the first attempt. */
  dialledHosts(): readonly string[] {
    return [...new Set(this.#dials.map(({ host }) => host))]
  }

  /** How many sockets are open or opening, at an origin where one is named. */
  socketCount(origin?: string): number {
    if (origin === undefined) return this.#connections.size
    const key = originOf(origin)
    return [...this.#connections].filter((each) => each.origin === key).length
  }

  /** The socket port of a process; one for which `isDead` holds opens nothing, and hears nothing. */
  sockets(from: string, isDead: () => boolean): SocketPort {
    return {
      open: (request, handlers) => {
        if (isDead()) return DEAD_SOCKET
        const dialled = this.#dial('socket', request.url, from)
        this.#connectionCount += 1
        const connection = new VirtualConnection({
          ...dialled,
          name: `socket ${this.#connectionCount}`,
          from,
          request,
          handlers,
          network: this,
          scheduler: this.#scheduler,
          history: this.#history,
          onGone: (gone) => this.#connections.delete(gone),
        })
        this.#connections.add(connection)
        return connection
      },
    }
  }

  /** The HTTP port of a process; exchanges of a process for which `isDead` holds never end. */
  http(from: string, isDead: () => boolean): HttpPort {
    return {
      exchange: (request) => {
        if (isDead()) return new Promise(() => {})
        const link = this.#dial('http', request.url, from)
        const scheduler = this.#scheduler
        const history = this.#history
        return exchangeVirtually(
          { ...link, from, network: this, scheduler, history, isDead },
          request,
        )
      },
      close: () => Promise.resolve(),
    }
  }

  /** What answers at an origin now. */
  reach(origin: string, kind: Dial['kind']): Reach {
    const listener = this.#listener(origin, kind)
    if (listener === undefined) return { kind: 'unknown' }
    return this.#refusing.has(origin) ? { kind: 'refused' } : { kind: 'host', host: listener.host }
  }

  /** Whether nothing gets through between a process and an origin. */
  isPartitioned(origin: string, from: string): boolean {
    return this.#partitions.has(origin) || this.#partitions.has(partitionKey(origin, from))
  }

  /** Whether the message that an origin is sending is to be cut; asking takes the order. */
  takeCut(origin: string): boolean {
    return this.#cutInside.delete(origin)
  }

  /** The sockets of a dead process: its ends say nothing any more, the hosts see them drop. */
  kill(from: string): void {
    for (const each of [...this.#connections]) if (each.from === from) each.abandon()
  }

  #listener(origin: string, kind: Dial['kind']): Listener | undefined {
    const { socket, http } = this.#listeners
    const own = this.#listeners[kind].get(origin)
    return own ?? (kind === 'socket' ? http : socket).get(origin)
  }

  #dial(
    kind: Dial['kind'],
    url: string,
    from: string,
  ): { origin: string; latencyUs: () => number } {
    const origin = originOf(url)
    const host = origin.slice(origin.indexOf('//') + 2)
    this.#dials.push({ timeUs: this.#scheduler.nowUs(), from, kind, host, url })
    const listener = this.#listener(origin, kind)
    const latency = listener?.latency ?? UNKNOWN_HOST_LATENCY
    const random = this.#random.fork(`link ${this.#dials.length}`)
    const baseMs = random.between(latency.leastMs, latency.mostMs)
    const latencyUs = (): number => Math.round((baseMs + random.next() * latency.jitterMs) * 1_000)
    return { origin, latencyUs }
  }
}

function partitionKey(origin: string, from: string | undefined): string {
  return from === undefined ? origin : `${from} ${origin}`
}

function originOf(url: string): string {
  try {
    const { protocol, host } = new URL(url.replace(/^ws/, 'http'))
    return `${protocol}//${host}`
  } catch (cause) {
    throw new ConfigError('INVALID_OPTIONS', `Reading an origin: expected a URL, was "${url}"`, {
      cause,
    })
  }
}
