import type { HostConnection } from '../../runtime/virtual/host.ts'
import { type ClosedFor, ConnectionGuard } from '../connection-guard.ts'
import type { SimPeer } from '../fault-link.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import { type ChannelRefusal, namesOf } from './channels.ts'
import type { GateState } from './gate-state.ts'
import type { GateLimits } from './limits.ts'
import type { GateStreams } from './streams.ts'
import { millis, seconds } from './wire-text.ts'

/** What a session is made of. */
export interface StreamSessionParts {
  /** What the hosts share. */
  readonly state: GateState
  /** The venue's limits. */
  readonly limits: GateLimits
  /** Running channels of the product, sizes in the mode of this connection. */
  readonly hub: StreamHub
  /** All channels of the product, likewise. */
  readonly streams: GateStreams
  /** The client. */
  readonly peer: SimPeer
  /** The connection's name. */
  readonly connId: string
  /** The connection is gone. */
  readonly onGone: () => void
}

/** A request as a client sends it. */
interface StreamRequest {
  readonly id: number | undefined
  readonly channel: string
  readonly event: string
  readonly payload: readonly string[]
}

const CLOSE = { pongTimeout: 1008, lifetime: 1001, tooManyMessages: 1008, idle: 1008 } as const

/** One connection: subscriptions that succeed or fail as a whole, pings of both kinds, and the venue's patience. */
export class StreamSession implements HostConnection, StreamMember {
  readonly #parts: StreamSessionParts
  readonly #guard: ConnectionGuard
  readonly #subscribed = new Set<string>()
  #traces = 0

  /** Starts the session. */
  constructor(parts: StreamSessionParts) {
    this.#parts = parts
    const { peer, state, limits } = parts
    const rules = {
      pingEveryMs: limits.pingEveryMs,
      pongWithinMs: limits.pongWithinMs,
      lifetimeMs: limits.connectionLifetimeMs,
      inbound: false,
      idleMs: false,
    } as const
    this.#guard = new ConnectionGuard(peer, state.ports, rules, (why) => this.#breach(why))
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, payload: string): void {
    this.#parts.peer.data(payload, stream)
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    this.#guard.inbound()
    const message = parsed(new TextDecoder().decode(data))
    const channel = isRecord(message) ? message['channel'] : undefined
    if (!isRecord(message) || typeof channel !== 'string') return this.#invalid()
    if (channel.endsWith('.ping')) {
      this.#control({ channel: channel.replace(/ping$/, 'pong'), event: '', result: null })
      return
    }
    if (message['event'] === 'api') return this.#refuseApi(channel, message['payload'])
    const request = readRequest(channel, message)
    if (request === undefined) return this.#invalid()
    this.#answer(request)
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    this.#guard.pong()
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#guard.stop()
    for (const name of this.#subscribed) this.#parts.hub.leave(name, this)
    this.#subscribed.clear()
    this.#parts.onGone()
  }

  #answer(request: StreamRequest): void {
    const names = namesOf(request.channel, request.payload)
    const refusal = this.#refusalOf(request, names)
    this.#reply(request, refusal)
    // One bad name fails the whole request.
    if (refusal !== undefined) return
    for (const name of names) {
      if (request.event === 'subscribe') this.#join(name)
      else this.#leave(name)
    }
  }

  #refusalOf(
    { event, payload }: StreamRequest,
    names: readonly string[],
  ): ChannelRefusal | undefined {
    if (event !== 'subscribe' && event !== 'unsubscribe') {
      return { code: 2, message: `unknown event ${event}` }
    }
    if (payload.length === 0) return { code: 1, message: 'invalid request body' }
    for (const name of names) {
      const refusal = this.#parts.streams.refusalOf(name)
      if (refusal !== undefined) return refusal
      const isRepeated =
        event === 'subscribe' && name.includes('.obu|') && this.#subscribed.has(name)
      if (isRepeated) return { code: 2, message: `Alert sub ${name.slice(name.indexOf('|') + 1)}` }
    }
    return undefined
  }

  #join(name: string): void {
    const { hub, streams } = this.#parts
    if (!hub.join(name, this)) return
    this.#subscribed.add(name)
    const first = streams.first(name)
    if (first !== undefined) this.deliver(name, first)
  }

  #leave(name: string): void {
    this.#subscribed.delete(name)
    this.#parts.hub.leave(name, this)
  }

  #reply(
    { id, channel, event, payload }: StreamRequest,
    refusal: ChannelRefusal | undefined,
  ): void {
    this.#traces += 1
    const trace = `${this.#parts.connId}${this.#traces.toString(16).padStart(16, '0')}`
    this.#control({
      ...(id === undefined ? {} : { id }),
      trace_id: trace,
      channel,
      event,
      payload,
      error: refusal ?? null,
      result: { status: refusal === undefined ? 'success' : 'fail' },
      requestId: trace,
    })
  }

  #invalid(): void {
    const error = { code: 1, message: 'Invalid request body' }
    this.#control({ channel: '', event: '', error, result: null })
  }

  /** Trading needs a login, and there are no accounts here. */
  #refuseApi(channel: string, payload: unknown): void {
    const requestId = isRecord(payload) ? payload['req_id'] : undefined
    const nowUs = this.#parts.state.clock.nowUs()
    this.#parts.peer.control(
      JSON.stringify({
        header: {
          response_time: String(millis(nowUs)),
          status: '401',
          channel,
          event: 'api',
          conn_id: this.#parts.connId,
        },
        data: { errs: { label: 'AUTHENTICATION_FAILED', message: 'Not login' } },
        request_id: requestId,
      }),
    )
  }

  #control(body: Readonly<Record<string, unknown>>): void {
    const nowUs = this.#parts.state.clock.nowUs()
    const head = { time: seconds(nowUs), time_ms: millis(nowUs), conn_id: this.#parts.connId }
    this.#parts.peer.control(JSON.stringify({ ...head, ...body }))
  }

  #breach(why: ClosedFor): void {
    this.#parts.peer.close(CLOSE[why], why)
  }
}

/** Reads a request; `undefined` where it is malformed. Ids are integers chosen by the client. */
function readRequest(
  channel: string,
  message: Readonly<Record<string, unknown>>,
): StreamRequest | undefined {
  const { id, event, payload = [] } = message
  if (typeof event !== 'string' || !Array.isArray(payload)) return undefined
  if (id !== undefined && id !== null && !Number.isInteger(id)) return undefined
  return {
    id: typeof id === 'number' ? id : undefined,
    channel,
    event,
    payload: payload.map(String),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON is an invalid request, and is answered as one.
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
