import type { TimerHandle } from '../../runtime/ports.ts'
import type { HostConnection } from '../../runtime/virtual/host.ts'
import type { SimPeer } from '../fault-link.ts'
import { IdleWatch } from '../idle-watch.ts'
import type { StreamHub, StreamMember } from '../stream-hub.ts'
import type { PrivateParts } from './account/private-parts.ts'
import { isPrivate, PrivateSubscriptions } from './account/private-subscriptions.ts'
import { isOrderOp, takeOrders } from './account/socket-orders.ts'
import {
  type ChannelArgument,
  channelName,
  isTickByTick,
  pathOf,
  type SocketPath,
} from './channels.ts'
import type { OkxLimits } from './limits.ts'
import type { OkxState } from './okx-state.ts'
import type { OkxStreams } from './streams.ts'

/** What a session is made of. */
export interface StreamSessionParts {
  /** What the hosts share. */
  readonly state: OkxState
  /** The venue's limits. */
  readonly limits: OkxLimits
  /** Running channels. */
  readonly hub: StreamHub
  /** All channels. */
  readonly streams: OkxStreams
  /** Who may log in. */
  readonly trading: PrivateParts
  /** Path of the connection. */
  readonly path: SocketPath
  /** The client. */
  readonly peer: SimPeer
  /** The connection's name. */
  readonly connId: string
}

const IDLE_CLOSE = 4004
const UPGRADE_CLOSE = 1001
const HOUR_US = 3_600_000_000
const REQUEST_ID = /^[0-9A-Za-z]{1,32}$/

/** One connection: subscriptions with an answer for each argument, `ping`, and the venue's patience. */
export class StreamSession implements HostConnection, StreamMember {
  readonly #parts: StreamSessionParts
  readonly #idle: IdleWatch
  readonly #subscribed = new Set<string>()
  readonly #private: PrivateSubscriptions
  readonly #stopUpgrade: () => void
  #upgrade: TimerHandle | undefined
  #requestsUs: number[] = []

  /** Starts the session. */
  constructor(parts: StreamSessionParts) {
    this.#parts = parts
    const { state, limits, peer } = parts
    this.#idle = new IdleWatch(state.ports, limits.idleMs, () =>
      peer.close(IDLE_CLOSE, 'No data received in 30s'),
    )
    this.#stopUpgrade = state.onUpgrade(() => this.#announceUpgrade())
    this.#private = new PrivateSubscriptions(parts.trading, (frame, stream) =>
      this.deliver(stream, frame),
    )
  }

  /** {@inheritDoc StreamMember.deliver} */
  deliver(stream: string, payload: string): void {
    this.#idle.heard()
    this.#parts.peer.data(payload, stream)
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    this.#idle.heard()
    const text = new TextDecoder().decode(data)
    if (text === 'ping') {
      this.#parts.peer.control('pong')
      return
    }
    const request = readRequest(text)
    if (request === undefined) return this.#error(undefined, '60012', `Illegal request: ${text}`)
    if (isOrderOp(request.op)) return this.#takeOrders(request)
    if (!this.#mayRequest()) return this.#error(request.id, '60014', 'Requests too frequent')
    this.#answer(request)
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    // Protocol frames are not what the venue counts as traffic.
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#idle.stop()
    this.#stopUpgrade()
    this.#upgrade?.cancel()
    for (const name of this.#subscribed) this.#parts.hub.leave(name, this)
    this.#subscribed.clear()
    this.#private.close()
  }

  #answer({ id, op, args, login }: StreamRequest): void {
    if (op === 'login') return this.#login(id, login)
    for (const arg of args) {
      if (op === 'subscribe') this.#subscribe(id, arg)
      else this.#unsubscribe(id, arg)
    }
  }

  /** They are not among the requests that are counted by the hour. */
  #takeOrders({ id, op, orders, expTime }: StreamRequest): void {
    const { path, peer, trading } = this.#parts
    if (path !== 'private') return this.#error(id, '60012', `Illegal request: ${op}`)
    takeOrders(trading, this.#private.found, { id, op, args: orders, expTime }, peer)
  }

  #login(id: string | undefined, argument: Readonly<Record<string, unknown>>): void {
    const refusal = this.#private.login(argument)
    if (refusal !== undefined) return this.#error(id, ...refusal)
    this.#control({ event: 'login', code: '0', msg: '', connId: this.#parts.connId })
  }

  #subscribePrivate(id: string | undefined, arg: ChannelArgument): void {
    const refusal = this.#private.refusal(arg, this.#parts.path)
    if (refusal === 'path') return this.#error(id, ...WRONG_URL(arg))
    if (refusal === 'login') return this.#error(id, '60011', 'Please log in')
    this.#private.add(arg)
    this.#event(id, 'subscribe', arg)
    this.#private.first(arg)
  }

  #subscribe(id: string | undefined, arg: ChannelArgument): void {
    if (isPrivate(arg)) return this.#subscribePrivate(id, arg)
    const refusal = this.#refusalOf(arg)
    if (refusal !== undefined) return this.#error(id, ...refusal)
    const name = channelName(arg)
    if (!this.#parts.hub.join(name, this)) return this.#unknown(id, arg)
    this.#subscribed.add(name)
    this.#event(id, 'subscribe', arg)
    const first = this.#parts.streams.open(name)?.first()
    if (first !== undefined) this.deliver(name, first)
  }

  #refusalOf(arg: ChannelArgument): readonly [code: string, message: string] | undefined {
    if (pathOf(arg) !== this.#parts.path) return WRONG_URL(arg)
    if (!isTickByTick(arg)) return undefined
    if (!this.#parts.limits.hasTickByTick) {
      return ['64003', 'Your trading fee tier does not meet the requirement to access this channel']
    }
    const others = EXCLUDED.filter((channel) => channel !== arg.channel)
    const clash = others.find((channel) => this.#subscribed.has(channelName({ ...arg, channel })))
    return clash === undefined
      ? undefined
      : ['64004', `Subscribe to both ${arg.channel} and ${clash} for ${arg.instId} is not allowed`]
  }

  #unsubscribe(id: string | undefined, arg: ChannelArgument): void {
    if (this.#private.remove(arg)) return this.#event(id, 'unsubscribe', arg)
    const name = channelName(arg)
    if (!this.#subscribed.delete(name)) return this.#unknown(id, arg)
    this.#parts.hub.leave(name, this)
    this.#event(id, 'unsubscribe', arg)
  }

  #unknown(id: string | undefined, arg: ChannelArgument): void {
    this.#error(id, ...WRONG_URL(arg))
  }

  #event(id: string | undefined, event: string, arg: ChannelArgument): void {
    const { connId } = this.#parts
    this.#control({ ...(id === undefined ? {} : { id }), event, arg, connId })
  }

  #error(id: string | undefined, code: string, msg: string): void {
    const { connId } = this.#parts
    this.#control({ ...(id === undefined ? {} : { id }), event: 'error', code, msg, connId })
  }

  #control(message: unknown): void {
    this.#idle.heard()
    this.#parts.peer.control(JSON.stringify(message))
  }

  #mayRequest(): boolean {
    const nowUs = this.#parts.state.clock.nowUs()
    this.#requestsUs = this.#requestsUs.filter((timeUs) => timeUs > nowUs - HOUR_US)
    if (this.#requestsUs.length >= this.#parts.limits.requestsPerHour) return false
    this.#requestsUs.push(nowUs)
    return true
  }

  #announceUpgrade(): void {
    const { state, limits, peer, connId } = this.#parts
    const msg = 'The connection will soon be closed for a service upgrade. Please reconnect.'
    this.#control({ event: 'notice', code: '64008', msg, connId })
    this.#upgrade ??= state.ports.timers.after(limits.upgradeNoticeMs, () =>
      peer.close(UPGRADE_CLOSE, 'Service upgrade'),
    )
  }
}

const EXCLUDED = ['books-l2-tbt', 'books50-l2-tbt', 'books'] as const

const WRONG_URL = (arg: ChannelArgument): readonly [string, string] => {
  const of =
    arg.instId !== undefined
      ? `,instId:${arg.instId}`
      : arg.instType !== undefined
        ? `,instType:${arg.instType}`
        : ''
  return [
    '60018',
    `Wrong URL or channel:${arg.channel}${of} doesn't exist. Please use the correct URL, channel and parameters referring to API document.`,
  ]
}

/** A request that is well formed. */
interface StreamRequest {
  readonly id: string | undefined
  readonly op: string
  readonly args: readonly ChannelArgument[]
  /** What a login shows. */
  readonly login: Readonly<Record<string, unknown>>
  /** What a message about orders names. */
  readonly orders: readonly unknown[]
  /** Until when it is of force. */
  readonly expTime: string | undefined
}

const OPS = new Set(['subscribe', 'unsubscribe', 'login'])

/** Reads a request; `undefined` where it is illegal as a whole. */
function readRequest(text: string): StreamRequest | undefined {
  const message = parsed(text)
  if (!isRecord(message)) return undefined
  const { id, op, args, expTime } = message
  if (id !== undefined && (typeof id !== 'string' || !REQUEST_ID.test(id))) return undefined
  if (
    typeof op !== 'string' ||
    !(OPS.has(op) || isOrderOp(op)) ||
    !Array.isArray(args) ||
    args.length === 0
  ) {
    return undefined
  }
  const [first] = args
  return {
    id,
    op,
    args: args.map(readArgument),
    login: isRecord(first) ? first : {},
    orders: args,
    expTime: typeof expTime === 'string' ? expTime : undefined,
  }
}

function readArgument(value: unknown): ChannelArgument {
  const record = isRecord(value) ? value : {}
  const text = (key: string): string | undefined => {
    const field = record[key]
    return typeof field === 'string' ? field : undefined
  }
  const channel = text('channel') ?? ''
  const instId = text('instId')
  const instType = text('instType')
  return {
    channel,
    ...(instId === undefined ? {} : { instId }),
    ...(instType === undefined ? {} : { instType }),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON is an illegal request, and is answered as one.
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
