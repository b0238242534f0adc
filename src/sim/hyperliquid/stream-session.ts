import type { HostConnection } from '../../runtime/virtual/host.ts'
import type { SimPeer } from '../fault-link.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import type { WindowBudget } from '../window-budget.ts'
import type { HyperliquidState } from './hyperliquid-state.ts'
import { answerInfo } from './info-answers.ts'
import type { HyperliquidLimits } from './limits.ts'
import { SilenceWatch } from './silence-watch.ts'
import type { HyperliquidStreams } from './streams.ts'
import { isRecord, type Plan, readSubscription } from './subscriptions.ts'

/** What a session is made of. */
export interface SessionParts {
  /** What the hosts share. */
  readonly state: HyperliquidState
  /** The venue's limits. */
  readonly limits: HyperliquidLimits
  /** Running streams. */
  readonly hub: StreamHub
  /** All streams. */
  readonly streams: HyperliquidStreams
  /** Plans of the streams by their names. */
  readonly plans: Map<string, Plan>
  /** Messages that clients sent. */
  readonly messages: WindowBudget
  /** Subscriptions of all connections. */
  readonly subscriptions: () => number
  /** The client. */
  readonly peer: SimPeer
  /** Called once when the connection is gone. */
  readonly onClosed: () => void
}

/** How long the server takes to end a connection that asked for what does not exist, in ms. */
const END_MS = 100

/** One connection: answers that repeat the subscription, `ping`, and ends without a word. */
export class StreamSession implements HostConnection, StreamMember {
  readonly #parts: SessionParts
  readonly #silence: SilenceWatch
  readonly #subscribed = new Set<string>()

  /** Starts the session. */
  constructor(parts: SessionParts) {
    this.#parts = parts
    const { state, limits, peer } = parts
    this.#silence = new SilenceWatch(state.ports, limits.silentMs, () => peer.terminate())
    if (limits.hasGreeting) this.#send('Websocket connection established.')
  }

  /** How many subscriptions it holds. */
  get subscriptionCount(): number {
    return this.#subscribed.size
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, payload: string): void {
    this.#silence.sent()
    this.#parts.peer.data(payload, stream)
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    const text = new TextDecoder().decode(data)
    if (!this.#parts.messages.spend(1)) return this.#error('Too many messages')
    const request = parsed(text)
    if (!isRecord(request)) return this.#malformed(text)
    switch (request['method']) {
      case 'ping':
        return this.#send(JSON.stringify({ channel: 'pong' }))
      case 'subscribe':
      case 'unsubscribe':
        return this.#answer(request['method'], request['subscription'], text)
      case 'post':
        return this.#post(request, text)
      default:
        return this.#malformed(text)
    }
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    // The socket library answers; the clock counts what the server sends by itself.
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#silence.stop()
    for (const name of this.#subscribed) this.#parts.hub.leave(name, this)
    this.#subscribed.clear()
    this.#parts.onClosed()
  }

  #answer(method: 'subscribe' | 'unsubscribe', subscription: unknown, text: string): void {
    const read = readSubscription(subscription)
    if (read === 'malformed') return this.#malformed(text)
    if (read === 'fatal') return this.#end()
    const name = JSON.stringify(read.echo)
    if (method === 'unsubscribe') return this.#unsubscribe(name)
    if (this.#subscribed.has(name)) return this.#error(`Already subscribed: ${name}`)
    const { streams, plans, hub, limits, subscriptions } = this.#parts
    const stream = streams.open(read.plan)
    if (stream === undefined) return this.#end()
    if (subscriptions() >= limits.subscriptions) {
      return this.#error(`Cannot subscribe to more than ${limits.subscriptions} channels.`)
    }
    plans.set(name, read.plan)
    hub.join(name, this)
    this.#subscribed.add(name)
    this.#confirm(method, name)
    const first = stream.first()
    if (first !== undefined) this.deliver(name, first)
  }

  #unsubscribe(name: string): void {
    if (!this.#subscribed.delete(name)) return this.#error(`Already unsubscribed: ${name}`)
    this.#parts.hub.leave(name, this)
    this.#confirm('unsubscribe', name)
  }

  #confirm(method: string, name: string): void {
    const data = `{"method":"${method}","subscription":${name}}`
    this.#send(`{"channel":"subscriptionResponse","data":${data}}`)
  }

  /** Questions of REST asked on the socket; actions need an account, and there are none here. */
  #post({ id, request }: Readonly<Record<string, unknown>>, text: string): void {
    if (typeof id !== 'number' || !isRecord(request)) return this.#malformed(text)
    const { type, payload } = request
    const answer = (response: unknown): void =>
      this.#send(JSON.stringify({ channel: 'post', data: { id, response } }))
    if (type !== 'info' || !isRecord(payload)) {
      return answer({ type: 'error', payload: 'Must deposit before performing actions.' })
    }
    const { state, limits } = this.#parts
    const data = answerInfo({ state, limits, question: payload, context: { snapshotAgeMs: 0 } })
    if (data === undefined) return answer({ type: 'error', payload: 'Failed to parse the request' })
    answer({ type: 'info', payload: { type: payload['type'], data: data.body } })
  }

  #end(): void {
    const { state, peer } = this.#parts
    state.ports.timers.after(END_MS, () => peer.terminate())
  }

  #malformed(text: string): void {
    this.#error(`Error parsing JSON into valid websocket request: ${text}`)
  }

  #error(data: string): void {
    this.#send(JSON.stringify({ channel: 'error', data }))
  }

  #send(text: string): void {
    this.#silence.sent()
    this.#parts.peer.control(text)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON is no request, and is answered as such.
    return undefined
  }
}
