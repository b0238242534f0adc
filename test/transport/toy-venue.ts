import {
  type ControlMessage,
  type ExchangeDriver,
  type FrameDecoder,
  type FrameOutcome,
  type HttpResponse,
  type OutFrame,
  type RestFacts,
  type SessionProtocol,
  type StreamFacts,
  type Topic,
  VenueError,
  venueId,
  venueSymbol,
} from '../../src/core/index.ts'
import type {
  Host,
  HostAnswer,
  HostConnection,
  HostPeer,
  HostRequest,
} from '../../src/runtime/virtual/host.ts'

/*
 * A made-up venue and its driver. JSON text frames:
 *   > {"op":"sub","id":1,"topics":["trade:AAA"]}   < {"op":"ack","id":1,"topic":"trade:AAA"} each
 *                                                  < {"op":"no","id":1,"topic":"trade:ZZZ","text":"unknown"}
 *   > {"op":"unsub","id":2,"topics":[…]}           < as above
 *   > {"op":"ping","id":3}                         < {"op":"pong","id":3}
 *   < {"op":"areYouThere","n":7}                   > {"op":"here","n":7}
 *   > {"op":"whole","topic":"trade:AAA"}           asks for a snapshot
 *   < {"op":"welcome","pingMs":2000}
 *   < {"op":"beat"}   < {"op":"bye","text":"…"}   < {"op":"hello"}
 *   < {"t":"trade:AAA","n":5}                        data; n counts up per topic
 */

const TOY = venueId('toy')
const TOY_STREAM_URL = 'ws://toy.test/stream'
const TOY_REST_URL = 'http://toy.test/api'

/** Stream facts with small limits; override what the test is about. */
export function toyStream(facts: Partial<StreamFacts> = {}): StreamFacts {
  return {
    id: 'main',
    maxTopics: 100,
    maxTopicsPerMessage: 10,
    maxMessageBytes: 4_096,
    outbound: { count: 5, perMs: 1_000 },
    connects: { count: 3, perMs: 1_000 },
    keepAlive: { kind: 'server', deadAfterMs: 60_000 },
    lifetimeMs: false,
    ackTimeoutMs: 5_000,
    ...facts,
  }
}

/** A topic of an instrument. */
export function toyTopic(
  symbol: string,
  endpoint = 'main',
  channel: 'trade' | 'bbo' = 'trade',
): Topic {
  return { name: `${channel}:${symbol}`, endpoint, channel, symbol: venueSymbol(symbol) }
}

/** Topics `S0`, `S1`, … */
export function toyTopics(count: number, endpoint = 'main'): readonly Topic[] {
  return Array.from({ length: count }, (_, index) => toyTopic(`S${index}`, endpoint))
}

const decoder = new TextDecoder()

export function readToyFrame(frame: Uint8Array): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(decoder.decode(frame))
  return value as Readonly<Record<string, unknown>>
}

/** What a frame is, as the toy's decoder classifies it. */
export function classifyToyFrame(frame: Uint8Array): FrameOutcome {
  const value = readToyFrame(frame)
  if ('op' in value) return 'control'
  return 't' in value ? 'event' : 'fault'
}

function createSession(streams: readonly StreamFacts[]): SessionProtocol {
  const request = (op: string, topics: readonly Topic[], firstId: number): readonly OutFrame[] => {
    const most = streams.find(({ id }) => id === topics[0]?.endpoint)?.maxTopicsPerMessage ?? 1
    const frames: OutFrame[] = []
    for (let at = 0; at < topics.length; at += most) {
      const part = topics.slice(at, at + most)
      const requestId = firstId + frames.length
      const data = JSON.stringify({ op, id: requestId, topics: part.map(({ name }) => name) })
      frames.push({ data, requestId, topics: part })
    }
    return frames
  }
  return {
    hello: () => [],
    subscribe: (topics, firstId) => request('sub', topics, firstId),
    unsubscribe: (topics, firstId) => request('unsub', topics, firstId),
    ping: (requestId, endpoint) => ({
      data: JSON.stringify({ op: 'ping', id: requestId, endpoint }),
      requestId,
      topics: [],
    }),
    requestSnapshot: ({ name }, requestId) => ({
      data: JSON.stringify({ op: 'whole', id: requestId, topic: name }),
      requestId,
      topics: [],
    }),
    readControl: (frame) => [readToyControl(readToyFrame(frame))],
  }
}

function readToyControl(value: Readonly<Record<string, unknown>>): ControlMessage {
  const ids = {
    ...(typeof value['id'] === 'number' ? { requestId: value['id'] } : {}),
    ...(typeof value['topic'] === 'string' ? { topic: value['topic'] } : {}),
  }
  switch (value['op']) {
    case 'ack':
      return { type: 'ack', ...ids }
    case 'no':
      return {
        type: 'reject',
        ...ids,
        error: new VenueError(
          value['text'] === 'busy' ? 'RATE_LIMITED' : 'SUBSCRIBE_REJECTED',
          `toy: ${String(value['text'])}`,
        ),
      }
    case 'pong':
      return { type: 'pong' }
    case 'beat':
      return { type: 'heartbeat' }
    case 'welcome': {
      const everyMs = Number(value['pingMs'])
      return { type: 'welcome', keepAlive: { kind: 'message', everyMs, deadAfterMs: 60_000 } }
    }
    case 'areYouThere':
      return {
        type: 'ping',
        reply: { data: JSON.stringify({ op: 'here', n: value['n'] }), topics: [] },
      }
    case 'bye':
      return { type: 'closing', detail: String(value['text']) }
    default:
      return { type: 'notice', detail: String(value['op']) }
  }
}

/** The toy's driver. */
export function toyDriver(
  streams: readonly StreamFacts[] = [toyStream()],
  rest: readonly RestFacts[] = [{ id: 'main', budget: { count: 10, perMs: 1_000 } }],
): ExchangeDriver {
  const classify: FrameDecoder = {
    decode: (frame) => classifyToyFrame(frame),
    ignoredReason: '',
    fault: undefined,
  }
  const urls = {
    streams: Object.fromEntries(streams.map(({ id }) => [id, `${TOY_STREAM_URL}/${id}`])),
    rest: Object.fromEntries(rest.map(({ id }) => [id, `${TOY_REST_URL}/${id}`])),
    headers: { 'x-toy': '1' },
  }
  return {
    facts: {
      venue: TOY,
      name: 'Toy',
      products: [{ id: 'spot', market: 'spot', title: 'Spot' }],
      streams,
      rest,
      urls: { production: { default: urls, mars: urls } },
      channels: [{ product: 'spot', channel: 'trade', via: 'stream' }],
    },
    session: createSession(streams),
    rest: {
      instruments: () => [],
      error: (response) => toyError(response),
    },
    topics: (instrument) => [toyTopic(instrument.symbol)],
    inferInstrument: () => undefined,
    createDecoder: () => classify,
    continuity: () => ({ snapshot: 'every', crossed: 'corrupt', judge: () => 'apply' }),
  }
}

function toyError(response: HttpResponse): VenueError {
  const message = `toy: status ${response.status}`
  if (response.status === 429) return new VenueError('RATE_LIMITED', message)
  if (response.status === 418) return new VenueError('BANNED', message)
  if (response.status >= 500) return new VenueError('VENUE_UNAVAILABLE', message)
  return new VenueError('VENUE_REJECTED', message)
}

/** One accepted socket as the venue sees it. */
export interface ToySocket {
  readonly peer: HostPeer
  readonly topics: Set<string>
  readonly received: { readonly atMs: number; readonly value: Readonly<Record<string, unknown>> }[]
  /** When protocol pings and pongs arrived. */
  readonly pingPongsAtMs: number[]
  readonly openedAtMs: number
  isOpen: boolean
}

/** The toy venue's server. Change its fields to make it misbehave. */
export class ToyVenue implements Host {
  readonly sockets: ToySocket[] = []
  /** When a handshake was tried. */
  readonly attemptsAtMs: number[] = []
  /** What each handshake asked for. */
  readonly handshakes: { readonly target: string; readonly headers: HostRequest['headers'] }[] = []
  readonly requests: (HostRequest & { readonly atMs: number })[] = []
  /** Status that handshakes are refused with. */
  refuse: number | undefined
  /** Symbols that do not exist. */
  readonly unknown = new Set<string>()
  /** Topics whose subscribe is never answered. */
  readonly mute = new Set<string>()
  /** Whether a refusal names its topic, or is of the whole request, the others being accepted or not. */
  rejects: 'named' | 'jointOthersAccepted' | 'jointNoneAccepted' = 'named'
  /** Sockets older than this are closed when something is published, ms. */
  lifetimeMs = Infinity
  /** Says nothing at all any more, and answers no ping. */
  isSilent = false
  /** Answers REST requests. */
  answer: (request: HostRequest) => HostAnswer = () => toyAnswer(200, '{}')
  readonly #nowMs: () => number
  readonly #sequence = new Map<string, number>()

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  accept(
    target: string,
    headers: HostRequest['headers'],
    peer: HostPeer,
  ): HostConnection | { refuse: number } {
    this.attemptsAtMs.push(this.#nowMs())
    this.handshakes.push({ target, headers })
    if (this.refuse !== undefined) return { refuse: this.refuse }
    const socket: ToySocket = {
      peer,
      topics: new Set(),
      received: [],
      pingPongsAtMs: [],
      openedAtMs: this.#nowMs(),
      isOpen: true,
    }
    this.sockets.push(socket)
    return {
      onMessage: (data) => {
        const value = readToyFrame(data)
        socket.received.push({ atMs: this.#nowMs(), value })
        if (!this.isSilent) this.#obey(socket, value)
      },
      onPingPong: () => void socket.pingPongsAtMs.push(this.#nowMs()),
      onClose: () => {
        socket.isOpen = false
      },
    }
  }

  request(request: HostRequest): HostAnswer {
    this.requests.push({ ...request, atMs: this.#nowMs() })
    return this.answer(request)
  }

  open(): readonly ToySocket[] {
    return this.sockets.filter(({ isOpen }) => isOpen)
  }

  /** Sends the next message of a topic to everybody subscribed; the number counts whether anybody is or not. */
  publish(name: string): void {
    const n = (this.#sequence.get(name) ?? 0) + 1
    this.#sequence.set(name, n)
    if (this.isSilent) return
    for (const socket of this.open()) {
      if (this.#nowMs() - socket.openedAtMs > this.lifetimeMs) socket.peer.close(1001, 'too old')
      if (socket.topics.has(name)) socket.peer.send(JSON.stringify({ t: name, n }))
    }
  }

  /** Says something to everybody. */
  broadcast(value: unknown): void {
    for (const socket of this.open()) socket.peer.send(JSON.stringify(value))
  }

  #obey(socket: ToySocket, value: Readonly<Record<string, unknown>>): void {
    const { op, id } = value
    const say = (answer: unknown): void => socket.peer.send(JSON.stringify(answer))
    if (op === 'ping') say({ op: 'pong', id })
    if (op !== 'sub' && op !== 'unsub') return
    const topics = value['topics'] as readonly string[]
    const isBad = (name: string): boolean =>
      op === 'sub' && this.unknown.has(name.slice(name.indexOf(':') + 1))
    const bad = topics.filter(isBad)
    if (this.rejects === 'named')
      for (const topic of bad) say({ op: 'no', id, topic, text: 'unknown' })
    else if (bad.length > 0) say({ op: 'no', id, text: 'something is unknown' })
    if (this.rejects === 'jointNoneAccepted' && bad.length > 0) return
    for (const topic of topics) {
      if (isBad(topic) || (op === 'sub' && this.mute.has(topic))) continue
      if (op === 'sub') socket.topics.add(topic)
      else socket.topics.delete(topic)
      say({ op: 'ack', id, topic })
    }
  }
}

/** An HTTP answer of the toy. */
export function toyAnswer(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
  delayMs = 1,
): HostAnswer {
  return {
    kind: 'response',
    delayMs,
    response: { status, headers, body: new TextEncoder().encode(body) },
  }
}
