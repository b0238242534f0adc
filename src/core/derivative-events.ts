import type { DecimalText } from './decimal-text.ts'
import type { InstrumentEvent } from './instrument-event.ts'

/** The funding rate of a perpetual. */
export interface Funding extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'funding'
  /** Rate per funding interval as a fraction of notional (0.0001 is one basis point); positive: longs pay. */
  readonly rate: DecimalText
  /** `estimate` until the rate is charged, `settled` once it was. */
  readonly kind: 'estimate' | 'settled'
  /** When this rate is or was charged, epoch µs. */
  readonly fundingTimeUs?: number
  /** Hours between two charges are in ms here, where the venue says so. */
  readonly intervalMs?: number
  /** The estimate of the following interval, where the venue sends it. */
  readonly nextRate?: DecimalText
}

/** The price that margin is computed at. */
export interface MarkPrice extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'markPrice'
  /** Mark price in quote. */
  readonly price: DecimalText
}

/** The price of the underlying index. */
export interface IndexPrice extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'indexPrice'
  /** Index price in quote. */
  readonly price: DecimalText
}

/** Contracts that are open. */
export interface OpenInterest extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'openInterest'
  /** Open interest as the venue counts sizes: base or contracts. */
  readonly size: DecimalText
  /** The same in base, where the venue sends it. */
  readonly baseSize?: DecimalText
  /** The same in quote or USD, where the venue sends it. */
  readonly notional?: DecimalText
}

/** A forced closing of a position, as the venue publishes it (often a sample, not all of them). */
export interface Liquidation extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'liquidation'
  /** The position that was closed. */
  readonly closedSide: 'long' | 'short'
  /** Price in quote: average fill where sent, else bankruptcy or order price as `priceKind` says. */
  readonly price: DecimalText
  /** Which price `price` is. */
  readonly priceKind: 'fill' | 'bankruptcy' | 'order'
  /** Size in base or contracts. */
  readonly size: DecimalText
}
