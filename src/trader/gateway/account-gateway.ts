import type {
  AccountEvent,
  AccountId,
  BalanceTold,
  ClientOrderId,
  FeeRates,
  Fill,
  Instrument,
  OrderEvent,
  OrderTerms,
  PositionTold,
  VenueError,
  VenueId,
  VenueOrder,
  VenueRequest,
} from '../../core/index.ts'
import type { UnknownAnswer, UnknownQuestion } from '../oms/index.ts'

/** What is so in an account, as the venue listed it; each list was asked for after the one before. */
export interface AccountStatement {
  /** When the first question left, epoch µs of our clock. */
  readonly askedTimeUs: number
  /** When the last answer was there, epoch µs of our clock. */
  readonly answeredTimeUs: number
  /** Open orders, foreign ones included. */
  readonly openOrders: readonly VenueOrder[]
  /** Orders that were asked for by name, as they are now. */
  readonly orders: readonly VenueOrder[]
  /** Fills since the time asked for. */
  readonly fills: readonly Fill[]
  /** Balances that are not zero. */
  readonly balances: readonly BalanceTold[]
  /** Open positions; `undefined` where the account has no futures. */
  readonly positions: readonly PositionTold[] | undefined
  /** When balances and positions were so at least, epoch µs of the venue's clock. */
  readonly venueTimeUs: number
}

/** What a statement is asked for. */
export interface StatementWish {
  /** Instruments whose fills are wanted, and since when, epoch µs of the venue's clock. */
  readonly fills: readonly { readonly instrument: Instrument; readonly sinceUs: number }[]
  /** Names orders that are to be asked for, once the open ones are known. */
  readonly missing: (
    openOrders: readonly VenueOrder[],
    askedTimeUs: number,
  ) => readonly UnnamedOrder[]
}

/** An order that an open list did not have. */
export type UnnamedOrder = Pick<
  UnknownQuestion,
  'clientOrderId' | 'venueOrderId' | 'instrument' | 'sinceUs'
>

/** Orders of ours that may be open in an account, and what may become of them. */
export interface OpenOrders {
  /** Which, in any order. */
  readonly orders: readonly {
    /** Our id. */
    readonly clientOrderId: ClientOrderId
    /** Of what. */
    readonly instrument: Instrument
  }[]
  /** Whether cancels can still be sent; where they cannot, the venue's dead man's switch is left to run out. */
  readonly canCancel: boolean
  /** Whether they are to stay when the gateway closes. */
  readonly areKept: boolean
}

/** What a gateway tells, in the order in which it was learned. */
export interface GatewayHandlers {
  /** The venue told something, or a request had an end. */
  onEvent(event: AccountEvent | OrderEvent): void
  /** The private stream was (again) confirmed: what happened before is to be asked for. */
  onConnected(): void
  /** The private stream is gone: things may happen unheard. */
  onLost(reason: string): void
  /** The venue refuses the account's login or its topics: `error` has its code, and what to do. It is asked again later. */
  onRefused(error: VenueError): void
  /** Something that cannot be read, or was refused. */
  onFault(detail: string): void
  /**
   * Asked which orders of ours may be open: on start, while the venue's dead man's switch is armed, and on close. Absent: none
   * from before, and whoever closes has seen to those of now.
   */
  openOrders?(): OpenOrders
}

/** The way to an account and back: a venue's, or one on paper. */
export interface AccountGateway extends AsyncDisposable {
  /** Whose. */
  readonly account: AccountId
  /** Where. */
  readonly venue: VenueId
  /** Whether what happens is heard as it happens. */
  isConnected(): boolean
  /** The venue's time now as far as it is known, epoch µs. */
  venueTimeUs(): number
  /** Why terms cannot be written in the venue's words; `undefined` where they can. */
  unsupported(terms: OrderTerms): string | undefined
  /** Connects. @throws what the first calls fail with */
  start(handlers: GatewayHandlers): Promise<void>
  /** Sends requests, each once; every one gets an event, sooner or later. */
  send(requests: readonly VenueRequest[]): void
  /** Answers a question about an order: events first. Never throws. */
  ask(question: UnknownQuestion): Promise<UnknownAnswer>
  /**
   * What the account pays to trade an instrument.
   *
   * @throws ConfigError `UNSUPPORTED` where the venue does not say; what the call fails with
   */
  feeRates(instrument: Instrument): Promise<FeeRates>
  /** Asks for what is so. @throws what the calls fail with */
  statement(wish: StatementWish): Promise<AccountStatement>
  /**
   * The same up to where bytes would leave, for orders that are to be made and not sent. Absent: there is nothing to rehearse, for
   * nothing leaves.
   */
  rehearsal?(): AccountGateway
  /** Gives up what waits, closes the sockets. Idempotent. */
  close(): Promise<void>
}
