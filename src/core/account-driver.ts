import type { AccountEvent, BalanceTold, PositionTold, VenueOrder } from './account-events.ts'
import type { FeeRates, MarginProtocol } from './account-settings.ts'
import type { OutFrame, RestProtocol, SessionProtocol, Topic, VenueFacts } from './driver.ts'
import type { FrameFault, FrameOutcome } from './frame-outcome.ts'
import type { RestCall, Stamp } from './http.ts'
import type { Instrument } from './instrument.ts'
import type { InstrumentTable } from './instrument-table.ts'
import type { OrderEvent } from './order-events.ts'
import type { OrderLimit } from './order-limits.ts'
import type { VenueRequest } from './order-requests.ts'
import type { OrderSocketProtocol } from './order-socket.ts'
import type {
  AccountId,
  ClientOrderId,
  Fill,
  OrderTerms,
  OrderType,
  TimeInForce,
  VenueOrderId,
} from './orders.ts'
import type { Credentials } from './secret.ts'

/** A venue's switch that cancels our orders when we fall silent. */
export interface DeadMansSwitchFacts {
  /** What one arming covers. */
  readonly covers: 'account' | 'instrument'
  /** Shortest time it takes, in ms. */
  readonly minMs: number
  /** Longest time it takes, in ms. */
  readonly maxMs: number
}

/** What can be traded in a product line, and how. */
export interface TradingFacts {
  /** The product line, as in {@link VenueFacts.products}. */
  readonly product: string
  /**
   * The wallet it trades from, by a name of the driver's: what has the same name shares balances, and can be traded by one
   * gateway.
   *
   * @defaultValue its product line's: a wallet of its own
   */
  readonly wallet?: string
  /** Kinds of orders. */
  readonly orderTypes: readonly OrderType[]
  /** How long orders may work. */
  readonly timeInForce: readonly TimeInForce[]
  /** Whether orders may be post-only. */
  readonly postOnly: boolean
  /** Whether orders may be reduce-only. */
  readonly reduceOnly: boolean
  /** What may be changed of an open order. */
  readonly amend: 'priceAndQuantity' | 'quantityDown' | 'none'
  /** Whether the venue refuses a request that comes after its deadline; else nothing but time proves that it is not there. */
  readonly takesDeadline: boolean
  /** How long after its deadline a request may still show up in the venue's lists, in ms. */
  readonly absenceMarginMs: number
  /** How far back the venue's history of orders without fills reaches, in ms. */
  readonly historyMs: number
  /**
   * Whether one order is asked for by its name; else its lists are looked through, and a question about one order costs as much
   * as a list of all.
   *
   * @defaultValue true
   */
  readonly findsByName?: boolean
  /** Most orders of one request; 1: there are no batches. */
  readonly maxBatch: number
  /** Most orders of one request that cancels. @defaultValue {@link TradingFacts.maxBatch} */
  readonly maxCancels?: number
  /** Requests that go one by one though there are batches of others. @defaultValue none */
  readonly singly?: readonly VenueRequest['type'][]
  /** The stream endpoint that takes orders, with a login of its own; `false` where the venue has no socket for them. */
  readonly orderSocket: string | false
  /** The switch that cancels when we fall silent; `false` where there is none. */
  readonly deadMansSwitch: DeadMansSwitchFacts | false
  /** Whether the account can be asked what it pays ({@link AccountQueries.feeRates}). */
  readonly feeRates: boolean
  /** Whether leverage can be set ({@link AccountProtocol.margin}). */
  readonly leverage: boolean
  /** What the margin mode is kept for; `order`: each order says its own; `false`: there is none. */
  readonly marginMode: 'instrument' | 'account' | 'order' | false
}

/** What an account of a venue is: its private streams, its REST services, what can be traded. */
export interface AccountFacts extends VenueFacts {
  /** What can be traded, by product line. */
  readonly trading: readonly TradingFacts[]
  /** Limits on order requests beside the weight of REST calls, by name. */
  readonly orderBudgets: Readonly<Record<string, OrderLimit>>
  /** Whether the keys have a third part. */
  readonly needsPassphrase: boolean
}

/**
 * An order request as a call. `parse` reads answers of every status, and never throws: what it cannot read is unknown. No event
 * about a request: the venue has it, and tells on the private stream, or when asked, what came of it.
 */
export interface OrderCall extends RestCall<readonly OrderEvent[]> {
  /** What it costs in {@link AccountFacts.orderBudgets}, by name, where {@link OrderLimit.costs} do not say more. */
  readonly spends: Readonly<Record<string, number>>
}

/** How orders are sent. */
export interface OrderProtocol {
  /** Why terms cannot be written in the venue's words; `undefined` where they can. */
  readonly unsupported: (terms: OrderTerms) => string | undefined
  /** Places, amends or cancels one order. The events name the order and the request that they answer. */
  readonly call: (request: VenueRequest) => OrderCall
  /**
   * The same for several of one kind and one product, {@link TradingFacts.maxBatch} at most, or
   * {@link TradingFacts.maxCancels}; absent where the venue has no batches.
   */
  readonly batch?: (requests: readonly VenueRequest[]) => OrderCall
  /**
   * Arms the dead man's switch for a time in ms, or disarms it; `instrument` where it covers one. Absent where there is none.
   */
  readonly deadMansSwitch?: (
    target: { readonly product: string; readonly instrument?: Instrument },
    timeoutMs: number | false,
  ) => RestCall<void>
  /** How they are sent over sockets; absent where {@link TradingFacts.orderSocket} names none. */
  readonly socket?: OrderSocketProtocol
}

/** Which order is asked for. */
export interface OrderKey {
  /** Our id. */
  readonly clientOrderId: ClientOrderId
  /** The venue's, where known. */
  readonly venueOrderId?: VenueOrderId | undefined
  /** The instrument. */
  readonly instrument: Instrument
  /** The order was not there before, epoch µs of the venue's clock; a venue that has to look through history stops there. */
  readonly sinceUs?: number
}

/** What a venue lists. */
export interface AccountList<T> {
  /** The rows. */
  readonly items: readonly T[]
  /** When it was so by the venue, epoch µs; absent where the answer does not say. */
  readonly venueTimeUs?: number
  /** Whether it reaches as far back as was asked, and has no more pages than {@link RestCall.next} gives. */
  readonly isComplete: boolean
}

/** How an account is asked for what is so. All calls are idempotent. */
export interface AccountQueries {
  /** One order: one row, or none where the venue has none of that id. */
  readonly order: (key: OrderKey) => RestCall<AccountList<VenueOrder>>
  /** Open orders of an instrument, foreign ones included. */
  readonly openOrders: (instrument: Instrument) => RestCall<AccountList<VenueOrder>>
  /** Open orders of a whole product line, foreign ones included; dear at some venues. */
  readonly allOpenOrders: (product: string) => readonly RestCall<AccountList<VenueOrder>>[]
  /** Orders of an instrument that ended since a time, epoch µs of the venue's clock. */
  readonly history: (instrument: Instrument, sinceUs: number) => RestCall<AccountList<VenueOrder>>
  /** Fills of an instrument since a time, epoch µs of the venue's clock. */
  readonly fills: (instrument: Instrument, sinceUs: number) => RestCall<AccountList<Fill>>
  /** Balances that are not zero, of the wallet that a product line trades from. */
  readonly balances: (product: string) => RestCall<AccountList<BalanceTold>>
  /** Open positions of a product line; absent on venues without futures. */
  readonly positions?: (product: string) => readonly RestCall<AccountList<PositionTold>>[]
  /**
   * What an instrument costs to trade; absent on venues that do not say, and of products of which {@link TradingFacts.feeRates}
   * is `false` it throws ConfigError `UNSUPPORTED`.
   */
  readonly feeRates?: (instrument: Instrument) => RestCall<FeeRates>
}

/** Reads private frames. One per connection. */
export interface AccountDecoder {
  /**
   * Reads one frame and tells what is in it, in order. Never throws; tells nothing of a frame that is a fault.
   */
  decode(frame: Uint8Array, localTimeUs: number, tell: (event: AccountEvent) => void): FrameOutcome
  /** Why the last frame was ignored; meant only after `ignored`. */
  readonly ignoredReason: string
  /** Why the last frame was a fault; meant only after `fault`. */
  readonly fault: FrameFault | undefined
}

/** How private streams are spoken to: as public ones are, with a stamp for the frames that log in or are signed. */
export interface AccountSession
  extends Omit<SessionProtocol, 'hello' | 'subscribe' | 'unsubscribe'> {
  /** Frames to send as soon as a socket is open. */
  readonly hello: (endpoint: string, stamp: Stamp) => readonly OutFrame[]
  /**
   * Frames that subscribe the topics, cut to the endpoint's limits; request ids count up from `firstId`. None: the URL said
   * all, and the connection carries them as it is.
   */
  readonly subscribe: (
    topics: readonly Topic[],
    firstId: number,
    stamp: Stamp,
  ) => readonly OutFrame[]
  /** Frames that unsubscribe the topics. */
  readonly unsubscribe: (
    topics: readonly Topic[],
    firstId: number,
    stamp: Stamp,
  ) => readonly OutFrame[]
}

/** A call that keeps an endpoint's access alive while it is connected. */
export interface AccessRenewal {
  /** The stream endpoint. */
  readonly endpoint: string
  /** How often, in ms. */
  readonly everyMs: number
  /** The call. */
  readonly call: () => RestCall<void>
}

/** An account of a venue described and translated: pure data and pure functions. */
export interface AccountProtocol {
  /** What it is. */
  readonly facts: AccountFacts
  /** How its private streams are spoken to. */
  readonly session: AccountSession
  /** What to subscribe to for product lines. */
  readonly topics: (products: readonly string[]) => readonly Topic[]
  /** A decoder for the frames of one connection. */
  readonly createDecoder: (table: InstrumentTable, endpoint: string) => AccountDecoder
  /** Calls that keep access alive. */
  readonly renewals: readonly AccessRenewal[]
  /** How orders are sent. */
  readonly orders: OrderProtocol
  /** How it is asked. */
  readonly queries: AccountQueries
  /** How its futures are financed; absent where nothing of it can be set. */
  readonly margin?: MarginProtocol
  /** The venue's clock, and what an answer that is not 2xx means. */
  readonly rest: Pick<RestProtocol, 'serverTime' | 'error'>
}

/** Whose account is meant. */
export interface AccountOptions {
  /** Its name; every event carries it. */
  readonly account: AccountId
  /** Its keys. */
  readonly credentials: Credentials
}
