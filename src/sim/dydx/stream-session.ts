import type { TimerHandle } from '../../runtime/ports.ts'
import type { HostConnection } from '../../runtime/virtual/host.ts'
import { ConnectionGuard } from '../connection-guard.ts'
import type { SimPeer } from '../fault-link.ts'
import { repeat } from '../sim-ports.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import { idOf, isChannel, type Subscription, streamName, versionOf } from './channels.ts'
import type { DydxState } from './dydx-state.ts'
import { Pace } from './pace.ts'
import type { DydxStreams } from './streams.ts'

/** What a session is made of. */
export interface StreamSessionParts {
  /** What the hosts share. */
  readonly state: DydxState
  /** Running channels. */
  readonly hub: StreamHub
  /** All channels. */
  readonly streams: DydxStreams
  /** The client. */
  readonly peer: SimPeer
  /** The connection's id. */
  readonly connectionId: string
}

const HEARTBEAT_CLOSE = 1011
const POLICY_CLOSE = 1008
const RESTART_CLOSE = 1012

interface Held {
  readonly subscription: Subscription
  /** Changes that wait for their batch; `undefined` where they are not batched. */
  batch: string[] | undefined
}

/**
 * One connection: subscriptions answered with what there is, and numbers that count all its messages.
 *
 * An answer has the number of the moment when it was asked for, and comes when it was fetched.
 */
export class StreamSession implements HostConnection, StreamMember {
  readonly #parts: StreamSessionParts
  readonly #guard: ConnectionGuard
  readonly #held = new Map<string, Held>()
  readonly #fetches = new Map<TimerHandle, Subscription>()
  readonly #subscribes: Pace
  readonly #invalid: Pace
  readonly #stops: readonly (() => void)[]
  #batches: TimerHandle | undefined
  #number = 0
  #isOpen = true

  /** Greets the client. */
  constructor(parts: StreamSessionParts) {
    this.#parts = parts
    const { state, peer } = parts
    const { limits, ports, clock } = state
    this.#subscribes = new Pace(clock, limits.subscribesPerSecond)
    this.#invalid = new Pace(clock, limits.invalidPerSecond)
    const { pingEveryMs, pongWithinMs } = limits
    const rules = {
      pingEveryMs,
      pongWithinMs,
      lifetimeMs: false,
      inbound: false,
      idleMs: false,
    } as const
    this.#guard = new ConnectionGuard(peer, ports, rules, () =>
      peer.close(HEARTBEAT_CLOSE, 'Heartbeat timeout'),
    )
    this.#stops = [
      state.blocks.use(),
      state.onRestart(() => peer.close(RESTART_CLOSE, '{"message":"Service restarting"}')),
    ]
    this.#control({ type: 'connected', ...this.#head(0) })
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, contents: string): void {
    const held = this.#held.get(stream)
    if (held === undefined) return
    if (held.batch !== undefined) held.batch.push(contents)
    else this.#data(held.subscription, 'channel_data', contents)
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    const message = parsed(new TextDecoder().decode(data))
    if (message === undefined) return this.#invalidMessage('Invalid message: could not parse')
    const { type, channel, id, batched } = message
    if (!type) return this.#invalidMessage('Invalid message: type is required')
    // Taken, and never answered.
    if (type === 'ping') return
    if (type !== 'subscribe' && type !== 'unsubscribe')
      return this.#invalidMessage(
        `Invalid message type: ${JSON.stringify(type).replaceAll('"', '')}`,
      )
    if (typeof channel !== 'string' || channel === '')
      return this.#error('Invalid subscribe message: channel is required', this.#number)
    if (!isChannel(channel)) return this.#error(`Invalid channel: ${channel}`, this.#number)
    const known = idOf(channel, id)
    if (known === undefined) return this.#error(`Invalid id: ${String(id)}`, this.#number)
    const subscription = { channel, id: known }
    if (type === 'subscribe') this.#subscribe(subscription, batched === true)
    else this.#unsubscribe(subscription)
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    this.#guard.pong()
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#isOpen = false
    this.#guard.stop()
    this.#batches?.cancel()
    for (const stop of this.#stops) stop()
    for (const fetch of this.#fetches.keys()) fetch.cancel()
    for (const stream of this.#held.keys()) this.#parts.hub.leave(stream, this)
    this.#held.clear()
  }

  #subscribe(subscription: Subscription, isBatched: boolean): void {
    const { state, streams, peer } = this.#parts
    const { channel, id } = subscription
    this.#number += 1
    const number = this.#number
    const name = `${channel}-${id}`
    if (streams.open(streamName(subscription)) === undefined)
      return this.#error(`Invalid subscription id for channel: (${name})`, number)
    if (!this.#subscribes.takes(name)) {
      this.#error(
        `Too many subscribe attempts for channel ${name}. Please  reconnect and try again.`,
        number,
      )
      return peer.close(POLICY_CLOSE, '{"message":"Rate limited"}')
    }
    const limit = channel === 'v4_block_height' ? 1 : state.limits.subscriptionsPerChannel
    const isHeld = this.#held.has(streamName(subscription))
    if (!isHeld && this.#countOf(channel) >= limit)
      return this.#error(
        `Per-connection subscription limit reached for ${channel} (limit=${limit}).`,
        number,
      )
    const fetch = state.ports.timers.after(state.limits.snapshotDelayMs, () => {
      this.#fetches.delete(fetch)
      this.#answer(subscription, isBatched, number)
    })
    this.#fetches.set(fetch, subscription)
  }

  /** Held and on their way. */
  #countOf(channel: string): number {
    const all = [
      ...[...this.#held.values()].map((held) => held.subscription),
      ...this.#fetches.values(),
    ]
    return all.filter((each) => each.channel === channel).length
  }

  #answer(subscription: Subscription, isBatched: boolean, number: number): void {
    const { state, hub, streams } = this.#parts
    const { channel, id } = subscription
    const stream = streamName(subscription)
    if (state.cannotFetch)
      return this.#error(
        `Internal error, could not fetch data for subscription: ${channel}.`,
        number,
      )
    if (this.#held.has(stream))
      return this.#error(`Invalid subscribe message: already subscribed (${channel}-${id})`, number)
    hub.join(stream, this)
    this.#held.set(stream, { subscription, batch: isBatched ? [] : undefined })
    if (isBatched) this.#startBatches()
    const contents = JSON.stringify(streams.open(stream)?.first() ?? {})
    const head = JSON.stringify({
      type: 'subscribed',
      ...this.#head(number),
      ...named(subscription),
    })
    this.#parts.peer.data(`${head.slice(0, -1)},"contents":${contents}}`, stream)
  }

  /** What was not subscribed is answered all the same. */
  #unsubscribe(subscription: Subscription): void {
    const stream = streamName(subscription)
    if (this.#held.delete(stream)) this.#parts.hub.leave(stream, this)
    this.#number += 1
    this.#control({ type: 'unsubscribed', ...this.#head(this.#number), ...named(subscription) })
  }

  #startBatches(): void {
    const { ports, limits } = this.#parts.state
    this.#batches ??= repeat(ports.timers, limits.batchEveryMs, () => {
      for (const held of this.#held.values()) {
        if (held.batch === undefined || held.batch.length === 0) continue
        this.#data(held.subscription, 'channel_batch_data', `[${held.batch.join(',')}]`)
        held.batch = []
      }
    })
  }

  #data(subscription: Subscription, type: string, contents: string): void {
    this.#number += 1
    const { channel } = subscription
    const { id } = named(subscription)
    const head = JSON.stringify({
      type,
      ...this.#head(this.#number),
      ...(id !== undefined && { id }),
      channel,
      version: versionOf(channel),
    })
    this.#parts.peer.data(`${head.slice(0, -1)},"contents":${contents}}`, streamName(subscription))
  }

  #head(number: number): { readonly connection_id: string; readonly message_id: number } {
    return { connection_id: this.#parts.connectionId, message_id: number }
  }

  #invalidMessage(message: string): void {
    if (this.#invalid.takes('')) return this.#error(message, this.#number)
    this.#error('Too many invalid messages. Please reconnect and try again.', this.#number)
    this.#parts.peer.close(POLICY_CLOSE, '{"message":"Rate limited"}')
  }

  #error(message: string, number: number): void {
    this.#control({ type: 'error', message, ...this.#head(number) })
  }

  #control(message: unknown): void {
    if (this.#isOpen) this.#parts.peer.control(JSON.stringify(message))
  }
}

/** Markets are told without an id. */
function named({ channel, id }: Subscription): { readonly channel: string; readonly id?: string } {
  return channel === 'v4_markets' ? { channel } : { channel, id }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    // What is no JSON is an invalid message, and is answered as one.
    return undefined
  }
}
