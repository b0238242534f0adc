import {
  type AccountProtocol,
  ConfigError,
  type Environment,
  type FrameOutcome,
  type OrderSocketProtocol,
  orderTopic,
  type RestCall,
  type Stamp,
  type Topic,
  type VenueError,
} from '../../core/index.ts'
import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import {
  type FrameSource,
  type OwnUrls,
  resolveUrls,
  WSPool,
  type WSPoolTuning,
} from '../../transport/index.ts'
import type { LostAnswer } from './lost-answer.ts'

/** What an {@link OrderSocket} is made of. */
export interface OrderSocketParts {
  /** The venue's words. */
  readonly protocol: AccountProtocol
  /** Which product lines. */
  readonly products: readonly string[]
  /** Which installation. */
  readonly environment: Environment
  /** Which region. */
  readonly region?: string | undefined
  /** URLs of one's own. */
  readonly urls?: OwnUrls | undefined
  /** Limits and timings of the sockets. */
  readonly tuning?: Partial<WSPoolTuning> | undefined
  /** What frames are signed with. */
  readonly stamp: () => Stamp
  /** Everything ambient. */
  readonly ports: Ports
  /** Makes the calls that some venues want before a connection. */
  readonly call: <T>(call: RestCall<T>) => Promise<T>
  /** Told that the venue refuses its login; orders go another way meanwhile, and it is asked again later. */
  readonly onRefused: (error: VenueError) => void
  /** Told of a frame that cannot be read. */
  readonly onFault: (detail: string) => void
}

/** A request on its way out, and what reads its answer. */
export interface OutgoingOrder<Answer> {
  /** Writes it as it leaves; `undefined` where it is not to leave any more. Must not throw. */
  readonly write: (stamp: Stamp) => string | undefined
  /** Whether it goes before others. */
  readonly isUrgent: boolean
  /** For how long its answer is waited for, in ms. */
  readonly waitMs: number
  /** Reads its answer; the bytes are borrowed. */
  readonly read: (frame: Uint8Array, localTimeUs: number) => Answer
  /** Takes an answer that comes when it was given up: it is evidence all the same. */
  readonly onLate: (answer: Answer) => void
}

/** What came of a request: its answer, or what its absence says. */
export type OrderEnd<Answer> = { readonly answer: Answer } | { readonly lost: LostAnswer }

interface Waiting {
  /** Where it is, once it was handed to a connection. */
  source: FrameSource | undefined
  /** What its answer repeats, once it has left. */
  id: number | undefined
  readonly give: (lost: LostAnswer) => void
  readonly answered: (frame: Uint8Array, localTimeUs: number) => void
}

/** Nothing but answers comes in, and none where nothing is asked: its keep-alive says whether anybody is there. */
const NEVER_SILENT_MS = 7 * 86_400_000
/** Most answers that are still listened for after they were given up. */
const MOST_OVERDUE = 1_000

/**
 * The sockets that take an account's orders: each request is sent once, on one connection. What was sent on a connection that
 * is lost has no answer any more; what still waited for its turn there was not sent.
 */
export class OrderSocket {
  readonly #parts: OrderSocketParts
  readonly #words: OrderSocketProtocol
  readonly #pool: WSPool
  readonly #topics: ReadonlyMap<string, Topic>
  readonly #waiting = new Set<Waiting>()
  readonly #byId = new Map<number, Waiting>()
  readonly #overdue: number[] = []

  /**
   * Opens nothing before {@link start}.
   *
   * @throws ConfigError `UNSUPPORTED` where no product has a socket for orders here
   */
  constructor(parts: OrderSocketParts) {
    const { protocol, environment, region, urls, tuning, stamp, ports, call } = parts
    const { socket } = protocol.orders
    this.#parts = parts
    this.#topics = topicsOf(parts)
    if (socket === undefined || this.#topics.size === 0) throw noSocket(parts)
    this.#words = socket
    this.#pool = new WSPool({
      driver: protocol,
      environment,
      ...(region !== undefined && { region }),
      ...(urls !== undefined && { urls }),
      silentMs: NEVER_SILENT_MS,
      ...tuning,
      stamp,
      ports,
      call,
      onFrame: (frame, localTimeUs, source) => this.#onFrame(frame, localTimeUs, source),
      onConnection: ({ state, endpoint, connection }) => {
        if (state === 'lost' || state === 'closed') this.#onGone(endpoint, connection)
      },
    })
    this.#pool.on('refused', ({ error }) => parts.onRefused(error))
  }

  /** Connects and logs in; goes on doing so until it is closed. */
  start(): void {
    const endpoints = new Set([...this.#topics.values()].map(({ endpoint }) => endpoint))
    this.#pool.subscribe([...endpoints].map(orderTopic))
  }

  /** Whether orders of a product line can go out now. */
  isReady(product: string): boolean {
    const topic = this.#topics.get(product)
    return topic !== undefined && this.#pool.isConfirmed(topic)
  }

  /** Whether orders of a product line have a socket at all. */
  has(product: string): boolean {
    return this.#topics.has(product)
  }

  /** Sends a request once, or not at all; never throws. */
  send<Answer>(product: string, order: OutgoingOrder<Answer>): Promise<OrderEnd<Answer>> {
    const topic = this.#topics.get(product)
    if (topic === undefined) return Promise.resolve({ lost: 'notSent' })
    const { waterfall } = this.#parts.ports
    return new Promise((resolve) => {
      let isGiven = false
      const end = (found: OrderEnd<Answer>): void => {
        isGiven = true
        timer.cancel()
        this.#waiting.delete(waiting)
        resolve(found)
      }
      const waiting: Waiting = {
        source: undefined,
        id: undefined,
        give: (lost) => end({ lost }),
        answered: (frame, localTimeUs) => {
          const answer = order.read(frame, localTimeUs)
          if (isGiven) order.onLate(answer)
          else end({ answer })
        },
      }
      const timer: TimerHandle = this.#parts.ports.timers.after(Math.max(0, order.waitMs), () => {
        if (waiting.id !== undefined) this.#listenOn(waiting.id)
        waiting.give(waiting.id === undefined ? 'notSent' : 'timeout')
      })
      const write = (stamp: Stamp): string | undefined => {
        if (isGiven) return undefined
        const text = order.write(stamp)
        if (text === undefined) waiting.give('notSent')
        else {
          waterfall?.mark('signed')
          waiting.id = stamp.nonce
          this.#byId.set(stamp.nonce, waiting)
        }
        return text
      }
      this.#waiting.add(waiting)
      waiting.source = this.#pool.post(topic, write, order.isUrgent)
      if (waiting.source === undefined) waiting.give('notSent')
      else if (waiting.id !== undefined) waterfall?.mark('written')
    })
  }

  /** Closes the sockets; what is on its way is given up. Idempotent. */
  close(): Promise<void> {
    return this.#pool.close()
  }

  #onFrame(frame: Uint8Array, localTimeUs: number, source: FrameSource): FrameOutcome {
    const read = this.#words.read(frame)
    if (read === 'fault') this.#parts.onFault('a frame of the socket for orders was not read')
    if (typeof read !== 'number') return read
    if (this.#words.isDraining?.(frame) === true)
      this.#pool.recycle(source, 'it takes no more orders')
    const waiting = this.#byId.get(read)
    this.#byId.delete(read)
    // Nobody listens to the second answer to a request, nor to one that came too late by far.
    waiting?.answered(frame, localTimeUs)
    return 'event'
  }

  #onGone(endpoint: string, connection: number): void {
    const isThere = ({ source }: Waiting): boolean =>
      source?.endpoint === endpoint && source.connection === connection
    for (const [id, waiting] of [...this.#byId]) if (isThere(waiting)) this.#byId.delete(id)
    for (const waiting of [...this.#waiting])
      if (isThere(waiting)) waiting.give(waiting.id === undefined ? 'notSent' : 'disconnected')
  }

  /** Of the oldest that were given up the answers are not waited for any longer. */
  #listenOn(id: number): void {
    this.#overdue.push(id)
    if (this.#overdue.length <= MOST_OVERDUE) return
    const oldest = this.#overdue.shift()
    if (oldest !== undefined) this.#byId.delete(oldest)
  }
}

/** What to subscribe to, by product; products without a socket, or whose socket does not exist here, are left out. */
function topicsOf(parts: OrderSocketParts): ReadonlyMap<string, Topic> {
  const { protocol, products, environment, region, urls } = parts
  const { streams } = resolveUrls({
    driver: protocol,
    environment,
    ...(region !== undefined && { region }),
    ...(urls !== undefined && { urls }),
  })
  const topics = new Map<string, Topic>()
  for (const { product, orderSocket } of protocol.facts.trading) {
    if (orderSocket === false || !products.includes(product)) continue
    if (streams[orderSocket] !== undefined) topics.set(product, orderTopic(orderSocket))
  }
  return topics
}

function noSocket({ protocol, products, environment }: OrderSocketParts): ConfigError {
  const { venue } = protocol.facts
  return new ConfigError(
    'UNSUPPORTED',
    `Opening a socket for orders: ${protocol.facts.name} has none for ${products.join(', ')} in ${environment}; use orders: 'rest'`,
    { context: { venue } },
  )
}
