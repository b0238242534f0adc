import type { HostConnection } from '../../runtime/virtual/host.ts'
import type { StreamMember } from '../stream-hub.ts'
import type { SessionParts } from './market-session.ts'
import type { HtxNotices } from './notices.ts'
import { DEAF_CLOSE, DEAF_REASON, PingWatch } from './ping-watch.ts'
import { readMessage, textOf } from './requests.ts'
import { packed, timeOf, type WireValue } from './wire-text.ts'

/** How long after its goodbye a connection is closed, in ms. */
const GOODBYE_MS = 1000
const GOODBYE_CLOSE = 1001

/** One connection of a notification socket: `op` messages, told of with a number of their error. */
export class NoticeSession implements HostConnection, StreamMember<Uint8Array> {
  readonly #parts: Omit<SessionParts, 'streams'>
  readonly #notices: HtxNotices
  readonly #pings: PingWatch
  readonly #subscribed = new Set<string>()
  readonly #stopGoodbye: () => void

  /** Starts the session. */
  constructor(parts: Omit<SessionParts, 'streams'>, notices: HtxNotices) {
    this.#parts = parts
    this.#notices = notices
    const { state, limits, peer } = parts
    this.#pings = new PingWatch(
      state.ports,
      { everyMs: limits.pingEveryMs, pongWithinMs: limits.futuresPongWithinMs },
      // Here the time is text.
      () => this.#control({ op: 'ping', ts: String(this.#nowMs) }),
      () => peer.close(DEAF_CLOSE, DEAF_REASON),
    )
    this.#stopGoodbye = state.onGoodbye(() => {
      this.#control({ op: 'close', ts: this.#nowMs })
      state.ports.timers.after(GOODBYE_MS, () => peer.close(GOODBYE_CLOSE, 'goodbye'))
    })
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, payload: Uint8Array): void {
    this.#parts.peer.data(payload, stream)
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    const message = readMessage(data)
    const op = message && textOf(message, 'op')
    if (message === undefined || op === undefined) {
      return this.#control({
        op: 'error',
        ts: this.#nowMs,
        'err-code': 2040,
        'err-msg': 'Missing required parameter.',
      })
    }
    if (op === 'pong') return this.#pings.answered()
    const cid = textOf(message, 'cid')
    const topic = textOf(message, 'topic')
    const answer = {
      ...(cid === undefined ? {} : { cid }),
      ...(topic === undefined ? {} : { topic }),
    }
    const end = this.#serve(op, topic)
    this.#control({
      op,
      ...answer,
      ts: this.#nowMs,
      'err-code': end.code,
      ...(end.text && { 'err-msg': end.text }),
    })
    if (op !== 'sub' || end.code !== 0 || topic === undefined) return
    const first = this.#notices.open(topic, this.#parts.socket)?.first()
    if (first !== undefined) this.deliver(topic, first)
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    // Protocol frames are not what the venue waits for.
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#pings.stop()
    this.#stopGoodbye()
    for (const topic of this.#subscribed) this.#parts.hub.leave(topic, this)
    this.#subscribed.clear()
  }

  #serve(op: string, topic: string | undefined): { readonly code: number; readonly text?: string } {
    if (topic === undefined) return { code: 2040, text: 'Missing required parameter.' }
    if (!topic.startsWith('public.')) return { code: 2002, text: 'Authentication required.' }
    if (op === 'unsub') return this.#leave(topic)
    if (op !== 'sub') return { code: 2010, text: 'Topic error.' }
    if (this.#subscribed.has(topic)) return { code: 2014, text: 'Can not sub repeatedly.' }
    if (!this.#parts.hub.join(topic, this)) return this.#notices.refusal(topic, this.#parts.socket)
    this.#subscribed.add(topic)
    return { code: 0 }
  }

  #leave(topic: string): { readonly code: number; readonly text?: string } {
    if (!this.#subscribed.delete(topic)) return { code: 2012, text: 'Topic not subscribed.' }
    this.#parts.hub.leave(topic, this)
    return { code: 0 }
  }

  #control(message: WireValue): void {
    this.#parts.peer.control(packed(message))
  }

  get #nowMs(): number {
    return timeOf(this.#parts.state.clock.nowUs())
  }
}
