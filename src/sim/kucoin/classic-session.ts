import type { HostConnection } from '../../runtime/virtual/host.ts'
import { ConnectionGuard } from '../connection-guard.ts'
import type { SimPeer } from '../fault-link.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import { readTopic } from './classic-channels.ts'
import type { KucoinState } from './kucoin-state.ts'
import type { KucoinLimits } from './limits.ts'
import type { KucoinMarket } from './products.ts'

/** What a session is made of. */
export interface ClassicSessionParts {
  /** What the hosts share. */
  readonly state: KucoinState
  /** The venue's limits. */
  readonly limits: KucoinLimits
  /** Which host it is. */
  readonly market: KucoinMarket
  /** Running channels. */
  readonly hub: StreamHub
  /** The client. */
  readonly peer: SimPeer
  /** What the client calls the connection. */
  readonly connectId: string
  /** Whether its token is good. */
  readonly hasToken: boolean
}

type Message = Readonly<Record<string, unknown>>

const NORMAL_CLOSE = 1000
const WINDOW_US = 10_000_000

/** One classic connection: a welcome for a good token, acks where they are asked for, pings, and the venue's patience. */
export class ClassicSession implements HostConnection, StreamMember {
  readonly #parts: ClassicSessionParts
  readonly #guard: ConnectionGuard
  readonly #subscribed = new Set<string>()
  readonly #stopMoves: () => void
  #messagesUs: number[] = []

  /** Greets the client, or shows it out. */
  constructor(parts: ClassicSessionParts) {
    this.#parts = parts
    const { state, limits, peer, market, connectId, hasToken } = parts
    const rules = {
      pingEveryMs: false,
      pongWithinMs: 0,
      lifetimeMs: false,
      inbound: false,
      idleMs: limits.idleMs,
    } as const
    this.#guard = new ConnectionGuard(peer, state.ports, rules, () => this.#sayBye())
    this.#stopMoves = state.onMove(market, () => peer.terminate())
    if (hasToken) this.#control({ id: connectId, type: 'welcome' })
    else {
      this.#error(connectId, 401, 'token is expired')
      peer.close(NORMAL_CLOSE, 'Bye')
    }
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, payload: string): void {
    this.#parts.peer.data(payload, stream)
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    this.#guard.inbound()
    const text = new TextDecoder().decode(data)
    const message = parsed(text)
    if (message === undefined) {
      const token = text.split(/[\s,:]/u, 1)[0] ?? ''
      return this.#error(this.#randomId(), 400, `Unrecognized token '${token}'`)
    }
    const id = textOf(message['id'])
    if (!this.#mayTalk()) return this.#error(id, 509, 'exceed max permits per 10 seconds')
    switch (message['type']) {
      case 'ping':
        return this.#control({ id, type: 'pong', timestamp: this.#parts.state.nowUs })
      case 'subscribe':
      case 'unsubscribe':
        return this.#request(id, message)
      default:
        return this.#error(id, 415, 'type is not supported')
    }
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    // Only messages are a sign of life here.
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#guard.stop()
    this.#stopMoves()
    for (const name of this.#subscribed) this.#parts.hub.leave(name, this)
    this.#subscribed.clear()
  }

  #request(id: string, message: Message): void {
    const { market, limits, hub } = this.#parts
    if (message['privateChannel'] === true) return this.#error(id, 403, 'login is required')
    const topic = readTopic(textOf(message['topic']), market)
    if (topic === undefined) return this.#error(id, 404, 'topic does not exist')
    if (topic.names.length > limits.symbolsPerTopic) {
      return this.#error(id, 509, `exceed max topic count per time ${limits.symbolsPerTopic}`)
    }
    if (message['type'] === 'unsubscribe') {
      for (const name of topic.names) {
        if (this.#subscribed.delete(name)) hub.leave(name, this)
      }
      return this.#ack(id, message)
    }
    const fresh = topic.names.filter((name) => !this.#subscribed.has(name))
    if (market === 'spot' && this.#subscribed.size + fresh.length > limits.classicTopics) {
      return this.#error(
        id,
        509,
        `exceed max subscription count limitation of ${limits.classicTopics} per session`,
      )
    }
    this.#ack(id, message)
    for (const name of fresh) {
      this.#subscribed.add(name)
      hub.join(name, this)
    }
  }

  /** Closed for silence, whatever was streaming; who listens to nothing is told why. */
  #sayBye(): void {
    if (this.#subscribed.size === 0) this.#error(this.#parts.connectId, 400, 'ping timeout')
    this.#parts.peer.close(NORMAL_CLOSE, 'Bye')
  }

  #mayTalk(): boolean {
    const { state, limits } = this.#parts
    this.#messagesUs = this.#messagesUs.filter((timeUs) => timeUs > state.nowUs - WINDOW_US)
    this.#messagesUs.push(state.nowUs)
    return this.#messagesUs.length <= limits.classicMessagesPer10S
  }

  #randomId(): string {
    return `bad-${this.#parts.connectId}`
  }

  #ack(id: string, message: Message): void {
    if (message['response'] === true) this.#control({ id, type: 'ack' })
  }

  #error(id: string, code: number, data: string): void {
    this.#control({ id, type: 'error', code, data })
  }

  #control(message: unknown): void {
    this.#parts.peer.control(JSON.stringify(message))
  }
}

function parsed(text: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Message) // an object of unknown members
      : undefined
  } catch {
    // The caller answers with what it could not read.
    return undefined
  }
}

/** A text, or the digits of a number; nothing of anything else. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
