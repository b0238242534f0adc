import type { Asset, ClientOrderId, Decimal, Fill, OrderTerms } from '../../core/index.ts'

/** The account was opened with what it begins with. */
interface PaperOpened {
  /** Tells it from other records. */
  readonly type: 'opened'
  /** What it begins with. */
  readonly balances: readonly { readonly asset: Asset; readonly amount: Decimal }[]
  /** When, epoch µs. */
  readonly timeUs: number
}

/** An order was taken, or refused. */
export interface PaperPlaced {
  /** Tells it from other records. */
  readonly type: 'accepted' | 'refused'
  /** Our id. */
  readonly clientOrderId: ClientOrderId
  /** What was wanted. */
  readonly terms: OrderTerms
  /** When, epoch µs. */
  readonly timeUs: number
}

/** Other terms are in force. */
interface PaperAmended {
  /** Tells it from other records. */
  readonly type: 'amended'
  /** Our id. */
  readonly clientOrderId: ClientOrderId
  /** The price in force. */
  readonly price: Decimal
  /** The whole quantity in force. */
  readonly quantity: Decimal
  /** Whether it goes to the end of its queue. */
  readonly losesPlace: boolean
  /** When, epoch µs. */
  readonly timeUs: number
}

/** A part of an order was filled. */
interface PaperFilled {
  /** Tells it from other records. */
  readonly type: 'filled'
  /** Our id. */
  readonly clientOrderId: ClientOrderId
  /** The fill. */
  readonly fill: Fill
}

/** An order ended before it was filled. */
interface PaperEnded {
  /** Tells it from other records. */
  readonly type: 'ended'
  /** Our id. */
  readonly clientOrderId: ClientOrderId
  /** How. */
  readonly as: 'cancelled' | 'expired'
  /** When, epoch µs. */
  readonly timeUs: number
}

/** Everything that changes the paper venue's books. The same records in the same order make the same books. */
export type PaperRecord = PaperOpened | PaperPlaced | PaperAmended | PaperFilled | PaperEnded
