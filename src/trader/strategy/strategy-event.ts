import type { Bbo, Borrowed, ClientOrderId, Fill, Instrument, Trade } from '../../core/index.ts'
import type { OwnOrder, OwnRoute } from './strategy-world.ts'

/** The book of an instrument changed, or its state did. */
export interface BookEvent {
  /** Tells it from other events. */
  readonly type: 'book'
  /** Which one: `view.book` has it. */
  readonly instrument: Instrument
}

/** The best bid or offer of an instrument changed. */
export interface BboEvent {
  /** Tells it from other events. */
  readonly type: 'bbo'
  /** Of what. */
  readonly instrument: Instrument
  /** What it is now. */
  readonly bbo: Borrowed<Bbo>
}

/** A public print. */
export interface TradeEvent {
  /** Tells it from other events. */
  readonly type: 'trade'
  /** Of what. */
  readonly instrument: Instrument
  /** The print. */
  readonly trade: Borrowed<Trade>
}

/** An order of the strategy changed. */
export interface OwnOrderEvent {
  /** Tells it from other events. */
  readonly type: 'order'
  /** The order now. */
  readonly order: OwnOrder
}

/** An order of the strategy was executed in part or whole; each fill is told once. */
export interface OwnFillEvent {
  /** Tells it from other events. */
  readonly type: 'fill'
  /** Which order. */
  readonly clientOrderId: ClientOrderId
  /** The fill. */
  readonly fill: Fill
}

/** A route of the strategy was planned, is to end, or has ended; its orders and fills are told as all others. */
export interface OwnRouteEvent {
  /** Tells it from other events. */
  readonly type: 'route'
  /** The route now. */
  readonly route: OwnRoute
}

/** A timer that the strategy asked for is due. */
export interface TimerEvent {
  /** Tells it from other events. */
  readonly type: 'timer'
  /** Its name. */
  readonly name: string
  /** When it was wanted, epoch µs. */
  readonly atUs: number
}

/** The strategy runs from now on: it was started, or resumed after a pause. */
export interface StartEvent {
  /** Tells it from other events. */
  readonly type: 'start'
}

/** What happened in a market. */
export type MarketInput = BookEvent | BboEvent | TradeEvent

/** What a strategy is told. */
export type StrategyEvent =
  | MarketInput
  | OwnOrderEvent
  | OwnFillEvent
  | OwnRouteEvent
  | TimerEvent
  | StartEvent
