import {
  type ConnectPlan,
  type ControlMessage,
  isOfKeys,
  type KeepAlive,
  type OutFrame,
  type Stamp,
  type Topic,
  VenueError,
} from '../core/index.ts'
import type { Counter, LogFields, Ports, Socket, TimerHandle } from '../runtime/ports.ts'
import type { ConnectionOptions } from './connection-options.ts'
import type { FrameHandler, FrameSource, FrameTap } from './frame-source.ts'
import { KeepAliveWatch } from './keep-alive.ts'
import type { Ledger } from './ledger.ts'
import type { LedgerChange } from './ledger-words.ts'
import { Outbound } from './outbound.ts'
import { Subscriber } from './subscriber.ts'

/**
 * One socket spoken to in a venue's dialect: stamps and hands on frames, answers control frames, keeps itself alive,
 * paces what it sends, and brings its ledger's topics to the venue.
 *
 * It lives once: it opens on construction and never reconnects.
 */
export class Connection {
  /** Name, number and URL. */
  readonly source: FrameSource
  /** Its topics. */
  readonly ledger: Ledger
  readonly #options: ConnectionOptions<Connection>
  readonly #ports: Ports
  readonly #onFrame: FrameHandler
  readonly #tap: FrameTap | undefined
  readonly #answersByEvents: boolean
  readonly #frames: Counter
  readonly #keepAlive: KeepAliveWatch
  readonly #outbound: Outbound
  readonly #subscriber: Subscriber
  #socket: Socket | undefined
  #state: 'opening' | 'open' | 'closing' | 'closed' = 'opening'
  #closeReason: string | undefined
  #grant: string | undefined
  #hasEvent = false
  #isFresh = false
  #closeTimer: TimerHandle | undefined
  #welcomeTimer: TimerHandle | undefined

  /** Opens the socket. */
  constructor(options: ConnectionOptions<Connection>) {
    const { facts, ports, source } = options
    this.source = source
    this.ledger = options.ledger
    this.#options = options
    this.#ports = ports
    this.#onFrame = options.onFrame
    this.#tap = options.tap
    this.#answersByEvents = options.session.readEvent !== undefined
    this.#frames = ports.metrics.counter('socket_frames', {
      venue: options.venue,
      endpoint: facts.id,
    })
    this.#keepAlive = new KeepAliveWatch(facts.keepAlive, ports.timers, {
      protocolPing: () => this.#outbound.push(() => this.#socket?.ping(), true),
      messagePing: () => this.#sendPing(),
      dead: (silentMs) => this.terminate(`silent for ${silentMs} ms`),
    })
    this.#outbound = new Outbound({
      ports,
      limit: facts.outbound,
      keepAlive: facts.keepAlive,
      onIdle: () => this.#subscriber.schedule(),
    })
    this.#subscriber = new Subscriber({
      ledger: options.ledger,
      session: options.session,
      outbound: this.#outbound,
      ports,
      stamp: () => this.#stamp(),
      send: (frame) => this.#send(frame),
      onCarried: (changes) => this.#tell(changes),
      onOverdue: (changes) => this.#onOverdue(changes),
    })
    if (options.plan === undefined) this.#open(source.url)
    else this.#openAsTold(options.plan)
  }

  /** Whether the socket is open and not about to close. */
  isOpen(): boolean {
    return this.#state === 'open'
  }

  /** Whether a frame with market data arrived. */
  hasEvent(): boolean {
    return this.#hasEvent
  }

  /** Whether market data arrived since this was asked last. */
  takeFresh(): boolean {
    const isFresh = this.#isFresh
    this.#isFresh = false
    return isFresh
  }

  /** Adds topics; they are subscribed together with others added in the same turn. */
  want(topics: readonly Topic[]): void {
    for (const topic of topics) this.ledger.want(topic)
    this.#subscriber.schedule()
  }

  /** Removes topics. */
  unwant(topics: readonly Topic[]): void {
    for (const topic of topics) this.ledger.unwant(topic.name)
    this.#subscriber.schedule()
  }

  /** Asks for a snapshot on a topic that this connection carries; the answer comes as a frame. */
  requestSnapshot(topic: Topic): void {
    const frame = this.#options.session.requestSnapshot?.(topic, this.#subscriber.takeRequestId())
    if (frame !== undefined) this.#outbound.push(() => this.#send(frame), false)
  }

  /** Sends a message that no topic waits for. */
  ask(message: string): void {
    if (this.#state !== 'open') return
    this.#outbound.push(() => this.#send({ data: message, topics: [] }), false)
  }

  /** Sends what `make` writes when its turn comes, where it then still writes something; see {@link WSPool.post}. */
  post(make: (stamp: Stamp) => string | undefined, isUrgent: boolean): void {
    this.#outbound.push(() => {
      const data = make(this.#stamp())
      if (data !== undefined) this.#send({ data, topics: [] })
    }, isUrgent)
  }

  /** Closes in good order; frames still on the way are handed on. A second call changes nothing. */
  close(reason: string): void {
    if (this.#state === 'opening') this.terminate(reason)
    if (this.#state !== 'open') return
    this.#quiet('closing', reason)
    this.#socket?.close(1000, '')
    this.#closeTimer = this.#ports.timers.after(this.#options.closeTimeoutMs, () =>
      this.#socket?.terminate(),
    )
  }

  /** Drops the socket at once. */
  terminate(reason: string): void {
    if (this.#state === 'closed') return
    this.#quiet('closing', reason)
    if (this.#socket !== undefined) this.#socket.terminate()
    // The venue has not said yet where to connect to; the owner hears of the end as of any other.
    else this.#closeTimer = this.#ports.timers.after(0, () => this.#onClose(1006, '', undefined))
  }

  /** The token in such a URL is its connection's own: neither the source nor the tap sees it. */
  #openAsTold(plan: () => Promise<ConnectPlan>): void {
    plan().then(
      ({ url, keepAlive, grant }) => {
        if (this.#state !== 'opening') return
        this.#grant = grant
        if (keepAlive !== undefined) this.#keepAlive.retune(keepAlive)
        this.#open(/^(?:[/?]|$)/.test(url) ? this.source.url + url : url)
      },
      (error: unknown) => {
        if (this.#state !== 'opening') return
        if (error instanceof VenueError) this.#options.handlers.refused(this, error)
        this.#onClose(1006, '', error instanceof Error ? error : new Error(String(error)))
      },
    )
  }

  #open(url: string): void {
    const { facts, handshakeTimeoutMs, maxMessageBytes } = this.#options
    this.#socket = this.#ports.sockets.open(
      {
        url,
        handshakeTimeoutMs,
        maxMessageBytes,
        ...(facts.headers && { headers: facts.headers }),
      },
      {
        onOpen: () => this.#onOpen(),
        onMessage: (data, isBinary) => this.#onMessage(data, isBinary),
        onPingPong: () => this.#keepAlive.heard(),
        onClose: (code, reason, error) => this.#onClose(code, reason, error),
      },
    )
  }

  #quiet(state: 'closing' | 'closed', reason: string): void {
    this.#state = state
    this.#closeReason ??= reason
    this.#keepAlive.stop()
    this.#outbound.close()
    this.#subscriber.stop()
    this.#welcomeTimer?.cancel()
  }

  #onOpen(): void {
    if (this.#state !== 'opening') return
    this.#state = 'open'
    this.#keepAlive.start()
    for (const frame of this.#options.session.hello(this.source.endpoint, this.#stamp())) {
      this.#outbound.push(() => this.#send(frame), false)
    }
    this.#options.handlers.opened(this)
    // Who is told that it is open may have closed it.
    if (!this.isOpen()) return
    if (this.#options.facts.awaitsWelcome !== true) this.#subscriber.start()
    else {
      const { handshakeTimeoutMs } = this.#options
      this.#welcomeTimer = this.#ports.timers.after(handshakeTimeoutMs, () =>
        this.terminate(`no welcome within ${handshakeTimeoutMs} ms`),
      )
    }
  }

  #onWelcome(keepAlive: KeepAlive | undefined): void {
    if (keepAlive !== undefined) this.#keepAlive.retune(keepAlive)
    if (this.#welcomeTimer === undefined || !this.isOpen()) return
    this.#welcomeTimer.cancel()
    this.#welcomeTimer = undefined
    this.#subscriber.start()
  }

  /** Runs for every frame: one reading of the clock, no allocation of its own. */
  #onMessage(data: Uint8Array, isBinary: boolean): void {
    const localTimeUs = this.#ports.wallClock.nowUs()
    this.#keepAlive.heard()
    this.#frames.add()
    this.#tap?.incoming(data, isBinary, localTimeUs, this.source)
    const outcome = this.#onFrame(data, localTimeUs, this.source)
    if (outcome === 'control') this.#onControl(data)
    else if (outcome === 'event') {
      if (this.#answersByEvents && this.ledger.isAwaiting()) this.#onAnswer(data)
      this.#isFresh = true
      if (this.#hasEvent) return
      this.#hasEvent = true
      this.#options.handlers.firstEvent(this)
    }
  }

  #onClose(code: number, reason: string, error: Error | undefined): void {
    if (this.#state === 'closed') return
    const found = error?.message ?? (reason === '' ? `code ${code}` : `code ${code}: ${reason}`)
    this.#quiet('closed', this.#state === 'opening' ? `could not connect: ${found}` : found)
    this.#closeTimer?.cancel()
    this.#options.handlers.closed(this, this.#closeReason ?? found)
  }

  #onControl(frame: Uint8Array): void {
    for (const message of this.#options.session.readControl(frame, this.source.endpoint)) {
      this.#obey(message)
    }
  }

  /** A topic is asked for, and its answer may be this very event. */
  #onAnswer(frame: Uint8Array): void {
    for (const message of this.#options.session.readEvent?.(frame, this.source.endpoint) ?? []) {
      this.#obey(message)
    }
  }

  #obey(message: ControlMessage): void {
    switch (message.type) {
      case 'ack':
        this.#tell(this.ledger.ack(message))
        break
      case 'carried':
        this.#tell(this.ledger.carried(message.topics))
        break
      case 'reject':
        this.#onReject(message)
        break
      case 'welcome':
        this.#grant = message.grant ?? this.#grant
        this.#onWelcome(message.keepAlive)
        break
      case 'ping':
        this.#outbound.push(() => this.#send(message.reply), true)
        break
      case 'closing':
        if (this.#state === 'open') this.#options.handlers.closing(this, message.detail)
        break
      case 'notice':
        this.#ports.log.info('The venue sent a notice', () => this.#fields(message.detail))
        break
      case 'pong':
      case 'heartbeat':
        // That it arrived was noted with the frame.
        break
    }
  }

  #onReject(message: Extract<ControlMessage, { type: 'reject' }>): void {
    if (this.#state !== 'open') return
    const changes = this.ledger.reject(message, message.error, this.#nowMs())
    this.#tell(changes)
    if (changes.length > 0) return
    // Before the welcome nothing but the login was asked for; and keys that are refused are so for every topic.
    if (this.#welcomeTimer !== undefined || isOfKeys(message.error.code)) {
      this.#options.handlers.refused(this, message.error)
      this.terminate(message.error.message)
      return
    }
    this.#ports.log.warn('The venue refused something other than a single topic', () =>
      this.#fields(message.error.message),
    )
  }

  #fields(detail: string): LogFields {
    const { endpoint, connection } = this.source
    return { venue: this.#options.venue, endpoint, connection, detail: detail.slice(0, 200) }
  }

  #tell(changes: readonly LedgerChange[]): void {
    if (this.#state !== 'open') return
    this.#subscriber.schedule()
    if (changes.length > 0) this.#options.handlers.changed(this, changes)
  }

  #onOverdue(changes: readonly LedgerChange[]): void {
    this.#tell(changes)
    // A socket on which nothing at all was ever answered is not worth asking again.
    if (this.ledger.confirmedCount() > 0) return
    if (changes.some(({ type }) => type === 'failed'))
      this.terminate('no subscription was answered')
  }

  #sendPing(): void {
    const frame = this.#options.session.ping?.(
      this.#subscriber.takeRequestId(),
      this.source.endpoint,
    )
    if (frame !== undefined) this.#outbound.push(() => this.#send(frame), true)
  }

  #send(frame: OutFrame): void {
    this.#tap?.outgoing(frame.data, this.#ports.wallClock.nowUs(), this.source)
    this.#options.onSent?.(frame.data, this.source)
    this.#socket?.send(frame.data)
  }

  #stamp(): Stamp {
    const stamp = this.#options.stamp()
    return this.#grant === undefined ? stamp : { ...stamp, grant: this.#grant }
  }

  #nowMs(): number {
    return this.#ports.monotonicClock.nowNs() / 1e6
  }
}
