import { ConfigError, type DenialReason } from '../../core/index.ts'
import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import { Trader } from '../shell/trader.ts'
import type { TraderEvent } from '../shell/trader-event.ts'
import type { TraderOptions } from '../shell/trader-options.ts'
import { rehearsalOptions } from './rehearsal-options.ts'
import type { RehearsedBook } from './rehearsed-market.ts'

/** How often orders are rehearsed. */
export interface RehearsalPace {
  /**
   * Time from one to the next, in ms: an order, then its cancel. Below 1 only where the ports never sleep (`busyPoll`).
   *
   * @defaultValue 2; 0.2 where the ports never sleep
   */
  readonly everyMs?: number
}

/** What became of rehearsals. */
export interface RehearsalStatus {
  /** Orders that went the whole way and were not sent; each was cancelled the same way. */
  readonly orders: number
  /** Orders that risk denied: they went a part of the way. */
  readonly denied: number
  /** Why the last of those was; absent where none was. */
  readonly lastDenial?: { readonly reason: DenialReason; readonly found: string }
}

const SLEEPING_MS = 2
const POLLING_MS = 0.2

/**
 * Has orders made and cancelled that are never sent, so that those which are find the way warm: compiled, and near the processor.
 *
 * A trader that sends an order a second does everything for the first time, each time: an order takes several times as long as
 * one of a thousand a second. Rehearsals go through the same code as those of a trader with the same options — strategy host,
 * risk, orders, journal, signature — on the same books, one instrument after the other, and end where the bytes would leave:
 * their ports lead nowhere, and no state is shared with the trader. They cost a tenth of a core, more where the ports never sleep
 * (docs/hot-path.md).
 *
 * @example
 * ```ts
 * import { Rehearsal, Trader, type TraderOptions } from 'crossbook/trader'
 *
 * declare const options: TraderOptions
 * await using trader = await Trader.open(options)
 * await using rehearsal = await Rehearsal.open(options)
 * await trader.ready()
 * console.log(rehearsal.status())
 * ```
 */
export class Rehearsal implements AsyncDisposable {
  readonly #ports: Ports
  readonly #books: readonly RehearsedBook[]
  readonly #everyMs: number
  #trader: Trader | undefined
  #timer: TimerHandle | undefined
  #requests = 0
  #lastNs = 0
  #orders = 0
  #denied = 0
  #lastDenial: RehearsalStatus['lastDenial']
  #closed: Promise<void> | undefined

  private constructor(ports: Ports, books: readonly RehearsedBook[], everyMs: number) {
    this.#ports = ports
    this.#books = books
    this.#everyMs = everyMs
  }

  /**
   * Begins to rehearse what a trader with these options would do; its gateways and markets stay the caller's.
   *
   * @throws ConfigError `INVALID_OPTIONS`; `UNSUPPORTED` where nothing it trades with sends orders
   */
  static async open(options: TraderOptions, pace: RehearsalPace = {}): Promise<Rehearsal> {
    const { ports } = options
    const everyMs = resolveEveryMs(pace, ports)
    const books: RehearsedBook[] = []
    const rehearsal = new Rehearsal(ports, books, everyMs)
    rehearsal.#trader = await Trader.open({
      ...rehearsalOptions(options, books),
      onEvent: (event) => rehearsal.#observe(event),
    })
    rehearsal.#begin()
    return rehearsal
  }

  /** What became of those so far. */
  status(): RehearsalStatus {
    const lastDenial = this.#lastDenial
    return { orders: this.#orders, denied: this.#denied, ...(lastDenial && { lastDenial }) }
  }

  /** Ends it. Idempotent. */
  close(): Promise<void> {
    this.#timer?.cancel()
    this.#closed ??= this.#trader?.close() ?? Promise.resolve()
    return this.#closed
  }

  /** Same as {@link Rehearsal.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #begin(): void {
    const { idle } = this.#ports
    if (idle === undefined) this.#later()
    else this.#timer = idle.onTurn(() => this.#turn())
  }

  #later(): void {
    this.#timer = this.#ports.timers.after(this.#everyMs, () => {
      this.#rehearse()
      this.#later()
    })
  }

  #turn(): void {
    const nowNs = this.#ports.monotonicClock.nowNs()
    if (nowNs - this.#lastNs < this.#everyMs * 1_000_000) return
    this.#lastNs = nowNs
    this.#rehearse()
  }

  /** The next instrument's turn, each twice: its order is made, then cancelled. Where its book is not live nothing happens. */
  #rehearse(): void {
    const book = this.#books[Math.floor(this.#requests / 2) % this.#books.length]
    this.#requests += 1
    if (book?.view.state === 'live') book.change()
  }

  #observe(event: TraderEvent): void {
    if (event.type === 'publish' && event.order.status === 'inFlight') this.#orders += 1
    if (event.type !== 'denied') return
    const { reason, found } = event.denied
    this.#denied += 1
    this.#lastDenial = { reason, found }
  }
}

function resolveEveryMs({ everyMs }: RehearsalPace, { idle }: Ports): number {
  const least = idle === undefined ? 1 : 0
  if (everyMs === undefined) return idle === undefined ? SLEEPING_MS : POLLING_MS
  if (Number.isFinite(everyMs) && everyMs >= least) return everyMs
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Rehearsing orders: expected everyMs to be at least ${least}, was ${everyMs}; below 1 the ports must never sleep`,
  )
}
