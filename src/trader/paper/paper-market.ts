import type { ClientOrderId, Instrument, InstrumentSlot, LiveOrderBook } from '../../core/index.ts'
import type { BookHandle, MarketSource, Subscription } from '../../market/index.ts'
import {
  type FillModel,
  type MarketPrint,
  type ModelFill,
  type RestingOrder,
} from './fill-model.ts'
import { Liquidity } from './liquidity.ts'
import { leavesOf, type PaperOrder } from './paper-order.ts'

/** What a {@link PaperMarket} is made of. */
export interface PaperMarketParts {
  /** The instrument, with its listing of now. */
  readonly slot: InstrumentSlot
  /** Its book. */
  readonly handle: BookHandle
  /** When resting orders are filled. */
  readonly model: FillModel
  /** Working orders of this instrument, in the order in which they took their place. */
  readonly working: () => readonly PaperOrder[]
}

/** What happens in a market, each a whole frame. */
export interface PaperMarketHandlers {
  /** Resting orders may be filled by the book as it is now. */
  readonly onBook: () => void
  /** Others traded, while the book was live. */
  readonly onPrint: (print: MarketPrint) => void
}

/** The market of one instrument as a paper account sees it: its live book, what is left of it, who rests in it. */
export class PaperMarket {
  /** What of the book is there for us. */
  readonly liquidity: Liquidity = new Liquidity()
  readonly #parts: PaperMarketParts
  /**
   * The venue's time of the book in which an order took its place, 0 where the book told none; a print of before was not for
   * it. An order of a process before took none yet.
   */
  readonly #joinedUs = new Map<ClientOrderId, number>()
  readonly #subscriptions: Subscription[] = []
  #resting: readonly RestingOrder[] | undefined

  /** Hears nothing before {@link listen}. */
  constructor(parts: PaperMarketParts) {
    this.#parts = parts
  }

  /** The instrument as listed now. */
  get listing(): Instrument {
    return this.#parts.slot.instrument
  }

  /** The book; `undefined` while nobody can vouch for it. */
  live(): LiveOrderBook | undefined {
    const { view } = this.#parts.handle
    return view.state === 'live' ? view : undefined
  }

  /** Hears the book and the trades. @throws ConfigError as `MarketData.subscribe` does */
  listen(market: MarketSource, { onBook, onPrint }: PaperMarketHandlers): void {
    const { handle, slot } = this.#parts
    const options = { name: 'paper trading', onThrow: 'continue' } as const
    this.#subscriptions.push(
      handle.onChange(() => onBook(), options),
      market.subscribe(
        'trade',
        { pair: slot.instrument.pair },
        (trade) => {
          if (this.live() === undefined || this.resting().length === 0) return
          const { takerSide, venueTimeUs } = trade
          const [price, quantity] = [trade.priceDecimal(), trade.sizeDecimal()]
          onPrint({ price, quantity, takerSide, venueTimeUs })
        },
        options,
      ),
    )
  }

  /** An order begins to rest, or goes to the end of its queue. */
  joins(order: PaperOrder): void {
    this.ordersChanged()
    const book = this.live()
    const resting = restingOf(order)
    if (book !== undefined && resting !== undefined) this.#join(resting, book)
  }

  /** An order works no more. */
  ends(clientOrderId: ClientOrderId): void {
    this.ordersChanged()
    this.#joinedUs.delete(clientOrderId)
    this.#parts.model.ends(clientOrderId)
  }

  /** An order is not what it was. */
  ordersChanged(): void {
    this.#resting = undefined
  }

  /** What the book as it is now fills. */
  fillsByBook(): readonly ModelFill[] {
    const book = this.live()
    if (book === undefined) return []
    const { liquidity } = this
    liquidity.follow(book)
    const orders = this.#joined(book)
    return orders.length === 0 ? [] : this.#parts.model.onBook(orders, { book, liquidity })
  }

  /** What a print fills. */
  fillsByPrint(print: MarketPrint): readonly ModelFill[] {
    const book = this.live()
    if (book === undefined) return []
    const { venueTimeUs = Number.POSITIVE_INFINITY } = print
    const orders = this.#joined(book).filter(
      ({ clientOrderId }) => venueTimeUs > (this.#joinedUs.get(clientOrderId) ?? 0),
    )
    return orders.length === 0 ? [] : this.#parts.model.onPrint(orders, print)
  }

  /** Orders that rest: buys, then sells, each best price first, then in the order in which they took their place. */
  resting(): readonly RestingOrder[] {
    this.#resting ??= this.#parts
      .working()
      .flatMap((order) => restingOf(order) ?? [])
      // The sort keeps the order of equals.
      .sort(bySideAndPrice)
    return this.#resting
  }

  /** Hears no more, and lets go of the book. Idempotent. */
  async close(): Promise<void> {
    for (const subscription of this.#subscriptions.splice(0)) await subscription.close()
    await this.#parts.handle.close()
  }

  /** Orders that rest; those that outlived a restart join in the first book that is live. */
  #joined(book: LiveOrderBook): readonly RestingOrder[] {
    const orders = this.resting()
    for (const order of orders)
      if (!this.#joinedUs.has(order.clientOrderId)) this.#join(order, book)
    return orders
  }

  #join(order: RestingOrder, book: LiveOrderBook): void {
    this.#parts.model.joins(order, book)
    this.#joinedUs.set(order.clientOrderId, book.venueTimeUs ?? 0)
  }
}

function bySideAndPrice(a: RestingOrder, b: RestingOrder): number {
  if (a.side !== b.side) return a.side === 'buy' ? -1 : 1
  return a.side === 'buy' ? b.price.cmp(a.price) : a.price.cmp(b.price)
}

function restingOf(order: PaperOrder): RestingOrder | undefined {
  const { clientOrderId, terms } = order
  const { side, price } = terms
  return price === undefined ? undefined : { clientOrderId, side, price, leaves: leavesOf(order) }
}
