import type { Decimal } from './decimal.ts'
import type { DecimalText } from './decimal-text.ts'
import type { Side } from './ids.ts'
import type { InstrumentEvent } from './instrument-event.ts'
import type { ScaledPrice, ScaledSize } from './scaled.ts'

/** A public print. */
export interface Trade extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'trade'
  /** Price as a scaled integer. */
  readonly price: ScaledPrice
  /** Size as a scaled integer, in base or contracts. */
  readonly size: ScaledSize
  /** The aggressor's side. */
  readonly takerSide: Side
  /** The venue's id of the trade, exactly as sent. */
  tradeId(): string
  /** Exact price. */
  priceText(): DecimalText
  /** Exact size. */
  sizeText(): DecimalText
  /** Exact price as a Decimal. */
  priceDecimal(): Decimal
  /** Exact size as a Decimal. */
  sizeDecimal(): Decimal
  /** A copy that outlives the callback. */
  copy(): Trade
}

/** Rolling statistics of one instrument, as the venue computes them. Values that the venue does not send are absent. */
export interface Ticker extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'ticker'
  /** Last traded price. */
  readonly lastPrice?: DecimalText
  /** Size of the last trade, in base or contracts. */
  readonly lastSize?: DecimalText
  /** Best bid. */
  readonly bidPrice?: DecimalText
  /** Size at the best bid. */
  readonly bidSize?: DecimalText
  /** Best ask. */
  readonly askPrice?: DecimalText
  /** Size at the best ask. */
  readonly askSize?: DecimalText
  /** Price at the window's start. */
  readonly openPrice?: DecimalText
  /** Highest price of the window. */
  readonly highPrice?: DecimalText
  /** Lowest price of the window. */
  readonly lowPrice?: DecimalText
  /** Volume-weighted average price of the window. */
  readonly vwapPrice?: DecimalText
  /** Traded volume of the window in base (spot) or contracts (futures), as the venue counts sizes. */
  readonly volume?: DecimalText
  /** Traded value of the window in quote, where the venue sends it. */
  readonly quoteVolume?: DecimalText
  /** Length of the window in ms: 86,400,000 for the usual 24 hours. */
  readonly windowMs: number
}

/** A bar. */
export interface Candle extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'candle'
  /** Length of the bar. */
  readonly interval: CandleInterval
  /** Start of the bar, epoch µs. */
  readonly openTimeUs: number
  /** First price. */
  readonly open: DecimalText
  /** Highest price. */
  readonly high: DecimalText
  /** Lowest price. */
  readonly low: DecimalText
  /** Last price. */
  readonly close: DecimalText
  /** Volume in base (spot) or contracts (futures), as the venue counts sizes. */
  readonly volume: DecimalText
  /** Value in quote, where the venue sends it. */
  readonly quoteVolume?: DecimalText
  /** Number of trades, where the venue sends it. */
  readonly tradeCount?: number
  /** Whether the bar is final; absent where the venue does not say. */
  readonly isClosed?: boolean
}

/** Lengths of bars: seconds, minutes, hours, days, weeks, months. */
export type CandleInterval =
  | '1s'
  | '1m'
  | '3m'
  | '5m'
  | '15m'
  | '30m'
  | '1h'
  | '2h'
  | '4h'
  | '6h'
  | '8h'
  | '12h'
  | '1d'
  | '2d'
  | '3d'
  | '5d'
  | '1w'
  | '15d'
  | '1M'
  | '3M'
