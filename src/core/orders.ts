import type { Brand } from './brand.ts'
import type { Decimal } from './decimal.ts'
import { ConfigError } from './errors.ts'
import type { Side } from './ids.ts'
import type { Instrument } from './instrument.ts'

/** An account at a venue, as the configuration names it. */
export type AccountId = Brand<string, 'AccountId'>

/** A strategy, as the configuration names it; orders and fills are attributed to it. */
export type StrategyId = Brand<string, 'StrategyId'>

/**
 * Our own id of an order: decimal text of an integer from 1 to 2^63 − 1, made of the writer's epoch and a sequence number,
 * never used twice. Each driver writes it in its venue's form, and reads it back.
 */
export type ClientOrderId = Brand<string, 'ClientOrderId'>

/** The venue's id of an order. */
export type VenueOrderId = Brand<string, 'VenueOrderId'>

/** The venue's id of a fill; unique in an account and instrument, whichever way the fill came. */
export type FillId = Brand<string, 'FillId'>

/** Our own id of a route: decimal text of a number that counts from 1, never used twice by the writers of one journal. */
export type RouteId = Brand<string, 'RouteId'>

/** What an order is; `stop…` rest at the venue until the trigger price trades. */
export type OrderType = 'limit' | 'market' | 'stopLimit' | 'stopMarket'

/** How long it works: until cancelled, at once or not, all or nothing, until a time. */
export type TimeInForce = 'gtc' | 'ioc' | 'fok' | 'gtd'

/** What is wanted of a venue. Prices and quantities are exact; a quantity counts base, or contracts, as the instrument's sizes do. */
export interface OrderTerms {
  /** Who trades. */
  readonly account: AccountId
  /** What is traded. */
  readonly instrument: Instrument
  /** Buy or sell. */
  readonly side: Side
  /** Kind of order. */
  readonly type: OrderType
  /** How much; above 0. */
  readonly quantity: Decimal
  /** The worst price accepted; on `limit` and `stopLimit`, and nowhere else. */
  readonly price?: Decimal
  /** The price whose trading triggers it; on `stopLimit` and `stopMarket`, and nowhere else. */
  readonly triggerPrice?: Decimal
  /** How long it works. */
  readonly timeInForce: TimeInForce
  /** When it ends, epoch µs; with `gtd`, and nowhere else. */
  readonly expireTimeUs?: number
  /** Whether it may only rest: one that would trade at once is refused by the venue. */
  readonly postOnly: boolean
  /** Whether it may only make a position smaller. */
  readonly reduceOnly: boolean
}

/** Asks for a new order. */
export interface PlaceIntent {
  /** Tells it from other intents. */
  readonly type: 'place'
  /** Whose idea it is. */
  readonly strategy: StrategyId
  /** What is wanted. */
  readonly terms: OrderTerms
  /** Why, in the strategy's words; kept with the order. */
  readonly reason?: string
  /** Which route it is a part of; only the router writes it. */
  readonly route?: RouteId
}

/** Asks for another price or quantity of an open order. */
export interface AmendIntent {
  /** Tells it from other intents. */
  readonly type: 'amend'
  /** Whose idea it is. */
  readonly strategy: StrategyId
  /** Which order. */
  readonly clientOrderId: ClientOrderId
  /** The new price; as before where absent. */
  readonly price?: Decimal
  /** The new whole quantity, what was filled included; as before where absent. */
  readonly quantity?: Decimal
}

/** Asks for the end of an order. */
export interface CancelIntent {
  /** Tells it from other intents. */
  readonly type: 'cancel'
  /** Whose idea it is. */
  readonly strategy: StrategyId
  /** Which order. */
  readonly clientOrderId: ClientOrderId
}

/** Asks for the end of all our open orders of a strategy, in one instrument or all; foreign orders are left alone. */
export interface CancelAllIntent {
  /** Tells it from other intents. */
  readonly type: 'cancelAll'
  /** Whose orders. */
  readonly strategy: StrategyId
  /** Of which instrument; all where absent. */
  readonly instrument?: Instrument
}

/** What a strategy wants done. */
export type OrderIntent = PlaceIntent | AmendIntent | CancelIntent | CancelAllIntent

/**
 * Where an order is in its life:
 *
 * - `inFlight`: it may have reached the venue, which has not said so
 * - `open`: it is at the venue, and nothing was asked since
 * - `amendInFlight`, `cancelInFlight`: it is at the venue, and a change or its end was asked for
 * - `unknown`: nobody can say whether it is, or ever was, at the venue
 * - `amendUnknown`, `cancelUnknown`: it was at the venue; nobody can say which terms are in force, or whether it still works
 * - `filled`, `cancelled`, `expired`: it ended at the venue
 * - `rejected`: the venue refused it
 * - `absent`: it never was at the venue; proven by the venue's records, or nothing of it was sent
 * - `denied`: our risk refused it
 *
 * An unknown leaves only on the venue's evidence.
 */
export type OrderStatus =
  | 'inFlight'
  | 'open'
  | 'amendInFlight'
  | 'cancelInFlight'
  | 'unknown'
  | 'amendUnknown'
  | 'cancelUnknown'
  | 'filled'
  | 'cancelled'
  | 'expired'
  | 'rejected'
  | 'absent'
  | 'denied'

/** An amount of an asset; a fee that is paid is above 0, a rebate below. */
export interface Fee {
  /** How much. */
  readonly amount: Decimal
  /** Of what. */
  readonly asset: string
}

/** One execution of an order of ours, as the venue tells it. */
export interface Fill {
  /** The venue's id of it: a fill that came twice is one. */
  readonly fillId: FillId
  /** Whose account. */
  readonly account: AccountId
  /** The order; absent where the venue tells a fill of an order that is not ours. */
  readonly clientOrderId?: ClientOrderId
  /** The venue's id of the order. */
  readonly venueOrderId: VenueOrderId
  /** What was traded. */
  readonly instrument: Instrument
  /** The order's side. */
  readonly side: Side
  /** At which price. */
  readonly price: Decimal
  /** How much of the order. */
  readonly quantity: Decimal
  /** What it cost; absent where the venue tells it later or not. */
  readonly fee?: Fee
  /**
   * What it realised of the account's position by the venue's own reckoning, fee aside, in the settle asset: venues round, and
   * reckon in an order of their own. Absent on spot, and where the venue does not tell it.
   */
  readonly realisedPnl?: Decimal
  /** Whether our order rested; absent where the venue does not say. */
  readonly isMaker?: boolean
  /** When, by the venue, epoch µs. */
  readonly venueTimeUs: number
}

/**
 * Takes an account's name; likewise the other three take theirs as it is written.
 *
 * @throws ConfigError `INVALID_ID` where the text is empty.
 */
export function accountId(text: string): AccountId {
  return demandText('an account', text) as AccountId
}

/** Takes a strategy's name. See {@link accountId}. */
export function strategyId(text: string): StrategyId {
  return demandText('a strategy', text) as StrategyId
}

/** Takes a venue's id of an order. See {@link accountId}. */
export function venueOrderId(text: string): VenueOrderId {
  return demandText('an order id', text) as VenueOrderId
}

/** Takes a venue's id of a fill. See {@link accountId}. */
export function fillId(text: string): FillId {
  return demandText('a fill id', text) as FillId
}

const SEQUENCE_BITS = 40n
/** 2^23 − 1. */
const MOST_EPOCH = 8_388_607
/** 2^40 − 1. */
const MOST_SEQUENCE = 1_099_511_627_775

/**
 * The id of a writer's next order: `epoch × 2^40 + sequence`, so below 2^63. An epoch from 1 to 2^23 − 1, a sequence from 0 to
 * 2^40 − 1.
 *
 * @throws ConfigError `INVALID_NUMBER` where one is outside: an id would not be unique.
 */
export function clientOrderId(epoch: number, sequence: number): ClientOrderId {
  demand('a writer epoch', epoch, 1, MOST_EPOCH)
  demand('an order sequence', sequence, 0, MOST_SEQUENCE)
  return String((BigInt(epoch) << SEQUENCE_BITS) + BigInt(sequence)) as ClientOrderId
}

/** Takes an id of ours apart; `undefined` where the text is none: the order is somebody else's. */
export function clientOrderIdParts(
  text: string,
): { readonly epoch: number; readonly sequence: number } | undefined {
  if (!/^[1-9]\d{12,18}$/.test(text)) return undefined
  const value = BigInt(text)
  const epoch = Number(value >> SEQUENCE_BITS)
  if (epoch < 1 || epoch > MOST_EPOCH) return undefined
  return { epoch, sequence: Number(value & ((1n << SEQUENCE_BITS) - 1n)) }
}

function demandText(what: string, text: string): string {
  if (text.length > 0) return text
  throw new ConfigError('INVALID_ID', `Reading ${what}: expected a non-empty text, was ""`)
}

function demand(what: string, found: number, least: number, most: number): void {
  if (Number.isInteger(found) && found >= least && found <= most) return
  throw new ConfigError(
    'INVALID_NUMBER',
    `Making an order id: expected ${what} from ${least} to ${most}, was ${found}`,
    { context: { found } },
  )
}

/** The id of a writer's next route. */
export function routeId(sequence: number): RouteId {
  return String(sequence) as RouteId
}
