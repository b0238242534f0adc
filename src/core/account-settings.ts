import type { Decimal } from './decimal.ts'
import type { RestCall } from './http.ts'
import type { Instrument } from './instrument.ts'

/** What an account pays to trade an instrument, as a part of what is traded: `0.001` is 10 basis points. */
export interface FeeRates {
  /** Of which instrument. */
  readonly instrument: Instrument
  /** Of an order that rested; below 0 it is paid to us. */
  readonly maker: Decimal
  /** Of an order that took. */
  readonly taker: Decimal
}

/** Whether positions share the account's margin, or an instrument's have margin of their own. */
export type MarginMode = 'cross' | 'isolated'

/**
 * How an account's positions of futures are financed. Calls are idempotent: that it is so already is no error. A venue refuses
 * what open orders and positions stand against.
 */
export interface MarginProtocol {
  /**
   * Sets how far an instrument's positions are levered. `mode` says for which margin mode, where a venue keeps one for each.
   *
   * @throws ConfigError `UNSUPPORTED` where the mode has no leverage there
   */
  readonly setLeverage: (
    instrument: Instrument,
    leverage: number,
    mode: MarginMode,
  ) => RestCall<void>
  /**
   * Sets the margin mode of an instrument, or of the whole account where {@link TradingFacts.marginMode} says so. Absent where
   * each order says its own.
   *
   * @throws ConfigError `UNSUPPORTED` where a mode comes with its leverage
   */
  readonly setMarginMode?: (instrument: Instrument, mode: MarginMode) => RestCall<void>
}
