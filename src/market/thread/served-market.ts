import type { ExchangeDriver } from '../../core/index.ts'
import { openSharedRing, type Ports, RingWriter } from '../../runtime/index.ts'
import type { Lease } from '../lease-desk.ts'
import { MarketData } from '../market-data.ts'
import type { MarketAnswer, MarketOrder, ReportMessage } from './messages.ts'
import { toPlainError } from './plain-error.ts'
import { RecordWriter } from './record-writer.ts'
import { tellEvents } from './tell-events.ts'

/** What a market of a thread is made of. */
export interface ServedMarketParts {
  /** Its number. */
  readonly number: number
  /** Everything ambient in the thread. */
  readonly ports: Ports
  /** Loads the driver of a venue. */
  readonly loadDriver: (venue: string) => Promise<ExchangeDriver>
  /** Answers. */
  readonly post: (answer: MarketAnswer) => void
  /** Ends the thread: what happens cannot be told any more. */
  readonly onBroken: (error: unknown) => void
}

/** What a market answers, without its number. */
type Answer = MarketAnswer extends infer One
  ? One extends MarketAnswer
    ? Omit<One, 'market'>
    : never
  : never

/** The market data of one venue in a thread: it does as it is told, and tells all that happens. */
export class ServedMarket {
  readonly #parts: ServedMarketParts
  readonly #leases = new Map<number, Lease>()
  readonly #giveUp = new AbortController()
  #market: MarketData | undefined
  #ring: RingWriter | undefined
  #writer: RecordWriter | undefined
  #waits = 0
  #venue = ''

  /** Opens nothing yet. */
  constructor(parts: ServedMarketParts) {
    this.#parts = parts
  }

  /** Does as it is told; what cannot be done is answered. */
  async take(order: MarketOrder): Promise<void> {
    switch (order.type) {
      case 'open':
        return await this.#open(order)
      case 'hold':
        return this.#hold(order)
      case 'release':
        await this.#leases.get(order.order)?.close()
        this.#leases.delete(order.order)
        return
      case 'refresh':
        return await this.#refresh(order.call)
      case 'close':
        return await this.#close()
    }
  }

  /** How it is; `undefined` until it is open. */
  report(): ReportMessage['markets'][number] | undefined {
    const market = this.#market
    if (market === undefined) return undefined
    const { number } = this.#parts
    this.#countWaits()
    return {
      market: number,
      bookCounters: { ...market.bookCounters },
      connections: market.connections(),
    }
  }

  /** A ring that is often full says that the thread that reads it does not keep up. */
  #countWaits(): void {
    const waits = this.#ring?.waits ?? 0
    const { metrics } = this.#parts.ports
    metrics.counter('ring_full', { venue: this.#venue }).add(waits - this.#waits)
    this.#waits = waits
  }

  async #open({ venue, options, buffer }: MarketOrder & { readonly type: 'open' }): Promise<void> {
    const { ports, loadDriver, onBroken } = this.#parts
    this.#venue = venue
    this.#waits = 0
    try {
      const driver = await loadDriver(venue)
      const { signal } = this.#giveUp
      const market = await MarketData.open({ ...options, driver, ports, signal })
      if (signal.aborted) {
        await market.close()
        return
      }
      this.#market = market
      const ring = openSharedRing(buffer)
      this.#ring = new RingWriter(ring)
      this.#writer = new RecordWriter(this.#ring, ring)
      tellEvents(market, this.#writer, onBroken)
      this.#answer({ type: 'opened', instruments: market.instruments() })
    } catch (error) {
      this.#answer({ type: 'failed', error: toPlainError(error) })
    }
  }

  #hold({ order, pair, request }: MarketOrder & { readonly type: 'hold' }): void {
    const market = this.#market
    if (market === undefined) return
    this.#writer?.mark(order)
    try {
      this.#leases.set(order, market.hold(pair, request))
    } catch (error) {
      this.#answer({ type: 'refused', order, error: toPlainError(error) })
    }
  }

  async #refresh(call: number): Promise<void> {
    try {
      await this.#market?.refreshInstruments(this.#giveUp.signal)
      this.#answer({ type: 'refreshed', call })
    } catch (error) {
      this.#answer({ type: 'refreshed', call, error: toPlainError(error) })
    }
  }

  async #close(): Promise<void> {
    this.#giveUp.abort()
    await this.#market?.close()
    this.#writer?.endBatch()
    this.#answer({ type: 'closed' })
  }

  #answer(answer: Answer): void {
    this.#parts.post({ ...answer, market: this.#parts.number })
  }
}
