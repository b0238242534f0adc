import type {
  AccountId,
  ClientOrderId,
  Decimal,
  Instrument,
  OrderAddress,
  Side,
  VenueOrderId,
} from '../../../core/index.ts'

/** What the frames of one connection have told of an order. */
export interface KnownOrder {
  /** The venue's id. */
  readonly venueOrderId: VenueOrderId
  /** Our id; absent where the order is somebody else's, or was not told. */
  readonly clientOrderId?: ClientOrderId
  /** What is traded. */
  readonly instrument?: Instrument
  /** Buy or sell. */
  readonly side?: Side
  /** The whole quantity in force. */
  readonly quantity?: Decimal
  /** The price in force. */
  readonly price?: Decimal
  /** What was filled in all. */
  readonly filledQuantity?: Decimal
}

/** Ended orders that are kept for frames that come late. */
const MOST_ENDED = 1000

/** Orders of one connection: frames tell only what is new, so each is read over what was told before. */
export class KnownOrders {
  readonly #orders = new Map<string, KnownOrder>()
  #ended: string[] = []

  /** Reads news over what is known; what the news leave out stays. */
  merge(news: KnownOrder): KnownOrder {
    const order = { ...this.#orders.get(news.venueOrderId), ...news }
    this.#orders.set(news.venueOrderId, order)
    return order
  }

  /** The order has ended: it is forgotten when enough others have. */
  end(id: VenueOrderId): void {
    if (this.#ended.includes(id)) return
    this.#ended.push(id)
    if (this.#ended.length <= MOST_ENDED) return
    const oldest = this.#ended.shift()
    if (oldest !== undefined) this.#orders.delete(oldest)
  }
}

/** How an event names an order; `undefined` where neither our id nor the instrument is known. */
export function addressOf(
  { clientOrderId, venueOrderId, instrument }: KnownOrder,
  account: AccountId,
): OrderAddress | undefined {
  if (instrument !== undefined)
    return {
      venueOrderId,
      account,
      instrument,
      ...(clientOrderId === undefined ? {} : { clientOrderId }),
    }
  return clientOrderId === undefined ? undefined : { clientOrderId }
}
