import type { AccountSession, OutFrame, Stamp } from '../core/index.ts'
import type { Ports, TimerHandle } from '../runtime/ports.ts'
import type { Ledger } from './ledger.ts'
import type { LedgerChange, LedgerStep } from './ledger-words.ts'
import type { Outbound } from './outbound.ts'

/** What a {@link Subscriber} is made of. */
export interface SubscriberOptions {
  /** What is wanted, and where it stands. */
  readonly ledger: Ledger
  /** Makes the frames. */
  readonly session: Pick<AccountSession, 'subscribe' | 'unsubscribe'>
  /** What the frames are signed with. */
  readonly stamp: () => Stamp
  /** The way out. */
  readonly outbound: Pick<Outbound, 'push' | 'isBusy'>
  /** Clock and timers. */
  readonly ports: Pick<Ports, 'monotonicClock' | 'timers'>
  /** Puts a frame on the socket. */
  readonly send: (frame: OutFrame) => void
  /** Told of topics that need no asking. */
  readonly onCarried: (changes: readonly LedgerChange[]) => void
  /** Told of answers that did not come. */
  readonly onOverdue: (changes: readonly LedgerChange[]) => void
}

/** Brings a ledger's topics to the venue over one open connection, and watches the time of the answers. */
export class Subscriber {
  readonly #options: SubscriberOptions
  #state: 'idle' | 'running' | 'stopped' = 'idle'
  #nextRequestId = 1
  #pumpTimer: TimerHandle | undefined
  #wakeTimer: TimerHandle | undefined
  #wakeAtMs = Infinity

  /** Sends nothing before {@link start}. */
  constructor(options: SubscriberOptions) {
    this.#options = options
  }

  /** The connection is open. */
  start(): void {
    this.#state = 'running'
    this.#pump()
  }

  /** Sends what the ledger has, at the end of the turn: topics added one by one leave in one message. */
  schedule(): void {
    if (this.#state !== 'running') return
    this.#pumpTimer ??= this.#options.ports.timers.after(0, () => this.#pump())
  }

  /** A request id not used before on this connection. */
  takeRequestId(): number {
    return this.#nextRequestId++
  }

  /** Ends both timers. */
  stop(): void {
    this.#state = 'stopped'
    this.#pumpTimer?.cancel()
    this.#wakeTimer?.cancel()
  }

  #pump(): void {
    this.#pumpTimer?.cancel()
    this.#pumpTimer = undefined
    const { ledger, outbound, send, session, stamp } = this.#options
    while (this.#state === 'running' && !outbound.isBusy()) {
      const step = ledger.take(this.#nowMs())
      if (step === undefined) break
      const frames = session[step.type](step.topics, this.#nextRequestId, stamp())
      if (frames.length === 0) this.#settle(step)
      for (const frame of frames) {
        this.#nextRequestId = Math.max(this.#nextRequestId, frame.requestId ?? 0) + 1
        outbound.push(() => {
          ledger.sent(step.type, frame.requestId, frame.topics, this.#nowMs())
          send(frame)
          this.#armWake()
        }, false)
      }
    }
    this.#armWake()
  }

  /** Nothing is to be asked: what a connection carries from its URL is confirmed, or gone, at once. */
  #settle({ type, topics }: LedgerStep): void {
    const { ledger, onCarried } = this.#options
    ledger.sent(type, undefined, topics, this.#nowMs())
    onCarried(topics.flatMap(({ name }) => ledger.ack({ topic: name })))
  }

  #armWake(): void {
    const nowMs = this.#nowMs()
    const atMs = this.#options.ledger.wakeAtMs(nowMs)
    if (this.#state !== 'running' || atMs >= this.#wakeAtMs) return
    this.#wakeTimer?.cancel()
    this.#wakeAtMs = atMs
    const delayMs = Math.max(0, Math.ceil(atMs - nowMs))
    this.#wakeTimer = this.#options.ports.timers.after(delayMs, () => this.#wake())
  }

  #wake(): void {
    this.#wakeAtMs = Infinity
    this.#options.onOverdue(this.#options.ledger.expire(this.#nowMs()))
    this.#pump()
  }

  #nowMs(): number {
    return this.#options.ports.monotonicClock.nowNs() / 1e6
  }
}
