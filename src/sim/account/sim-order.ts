import type { OrderType, Side, TimeInForce } from '../../core/index.ts'
import type { LiveInstrument } from '../live-instrument.ts'

/**
 * Where an order is: `untriggered` waits for its trigger price, `open` works (some of it may be filled), the others have
 * ended.
 */
export type SimOrderStatus = 'untriggered' | 'open' | 'filled' | 'cancelled' | 'expired'

/** Why an order ended that was not filled. */
export type EndReason =
  /** Its owner cancelled it. */
  | 'user'
  /** The dead man's switch did. */
  | 'deadMan'
  /** The venue did. */
  | 'venue'
  /** It would have traded with an order of the same account. */
  | 'selfTrade'
  /** What an immediate-or-cancel order did not get. */
  | 'ioc'
  /** All-or-nothing, and not all could be had. */
  | 'fok'
  /** A market order met an empty side. */
  | 'noLiquidity'
  /** Post-only, and it would have taken. */
  | 'postOnly'
  /** There is no position left to reduce. */
  | 'reduceOnly'
  /** Its time was up. */
  | 'gtd'
  /** It was triggered, and the account could not pay for it. */
  | 'insufficientBalance'

/** An order as it was at a moment. Prices and quantities are scaled integers of its instrument; never mutated. */
export interface SimOrder {
  /** The venue's id of it. */
  readonly orderId: string
  /** The owner's id, where one was given. */
  readonly clientOrderId?: string
  /** Name of the account. */
  readonly account: string
  /** What is traded. */
  readonly instrument: LiveInstrument
  /** Its side. */
  readonly side: Side
  /** What it is. */
  readonly type: OrderType
  /** How long it works. */
  readonly timeInForce: TimeInForce
  /** Whether it may only rest. */
  readonly postOnly: boolean
  /** Whether it may only make a position smaller. */
  readonly reduceOnly: boolean
  /** How much, what was filled included. */
  readonly quantity: number
  /** What a market buy may spend, at `MONEY_SCALE`; then `quantity` is what that bought. */
  readonly quoteQuantity?: bigint
  /** Its limit. */
  readonly price?: number
  /** The price that triggers it. */
  readonly triggerPrice?: number
  /** From which side the last price comes to the trigger. */
  readonly triggerDirection?: 'rising' | 'falling'
  /** When it ends, epoch µs. */
  readonly expireTimeUs?: number
  /** Where it is. */
  readonly status: SimOrderStatus
  /** Why it ended. */
  readonly endReason?: EndReason
  /** How much was filled. */
  readonly filledQuantity: number
  /** What that was worth, at `MONEY_SCALE`: quote, or base on an inverse contract. */
  readonly filledValue: bigint
  /** What it cost, at `MONEY_SCALE`; below 0 for a rebate. */
  readonly fee: bigint
  /** In what fees are paid. */
  readonly feeAsset: string
  /** When it was accepted, epoch µs. */
  readonly createdUs: number
  /** When it last changed, epoch µs. */
  readonly updatedUs: number
  /** When it was triggered, epoch µs. */
  readonly triggeredUs?: number
  /** How often it was amended. */
  readonly amendments: number
}

/** One match of an order. */
export interface SimFill {
  /** Id of this side of the match, unique at the venue. */
  readonly fillId: string
  /** Id of the public trade, unique in the instrument; both sides share it. */
  readonly tradeId: number
  /** The order. */
  readonly orderId: string
  /** Its owner's id. */
  readonly clientOrderId?: string
  /** Name of the account. */
  readonly account: string
  /** What was traded. */
  readonly instrument: LiveInstrument
  /** The order's side. */
  readonly side: Side
  /** Price, scaled. */
  readonly price: number
  /** How much, scaled. */
  readonly quantity: number
  /** What it was worth, at `MONEY_SCALE`. */
  readonly value: bigint
  /** What it cost, at `MONEY_SCALE`; below 0 for a rebate. */
  readonly fee: bigint
  /** In what. */
  readonly feeAsset: string
  /** Whether the order rested. */
  readonly isMaker: boolean
  /** Profit of what it closed, at `MONEY_SCALE`, fee aside; 0 on spot. */
  readonly realisedPnl: bigint
  /** When, epoch µs by the venue's clock. */
  readonly timeUs: number
}

/** How much of an order is still to be filled. */
export function leavesOf({ quantity, filledQuantity }: SimOrder): number {
  return quantity - filledQuantity
}

/** Whether an order may still do something. */
export function isAlive({ status }: SimOrder): boolean {
  return status === 'open' || status === 'untriggered'
}
