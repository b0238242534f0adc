import type { Side } from '../../core/index.ts'
import { divideRounded } from '../fixed-text.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { MARK_SCALE } from '../perpetual-state.ts'
import type { ContractValue } from './contract-value.ts'
import { roundMoney } from './money.ts'

/** A net position of an account in a contract, as it was at a moment. */
export interface SimPosition {
  /** Name of the account. */
  readonly account: string
  /** The contract. */
  readonly instrument: LiveInstrument
  /** How much, scaled; below 0 where short. */
  readonly quantity: number
  /** What is held was worth this when it was opened, at `MONEY_SCALE`; never below 0. */
  readonly openValue: bigint
  /** Average price it was opened at, at `MARK_SCALE`, half away from zero; 0 where flat. */
  readonly entryPrice: bigint
  /** Profit of all that was closed, fees aside, at `MONEY_SCALE`. */
  readonly realisedPnl: bigint
  /** Profit of what is held at the mark price, at `MONEY_SCALE`. */
  readonly unrealisedPnl: bigint
  /** The mark price, at `MARK_SCALE`. */
  readonly markPrice: bigint
  /** Leverage. */
  readonly leverage: number
  /** Margin that the position alone needs, in the settle asset, at `MONEY_SCALE`. */
  readonly margin: bigint
  /** When it last changed, epoch µs; 0 where it never did. */
  readonly updatedUs: number
}

/**
 * Books fills into a net position at average cost.
 *
 * What is closed takes its share of the open value with it, rounded half away from zero; the rest stays, so that rounding
 * moves profit from one close to the next and never makes or loses any.
 */
export class PositionBook {
  readonly #value: ContractValue
  readonly #digits: number
  /** How much, scaled; below 0 where short. */
  quantity = 0
  /** What is held was worth when it was opened. */
  openValue = 0n
  /** Profit of what was closed. */
  realisedPnl = 0n
  /** When it last changed, epoch µs. */
  updatedUs = 0

  /** A flat position; profits are rounded to so many digits. */
  constructor(value: ContractValue, digits: number) {
    this.#value = value
    this.#digits = digits
  }

  /** Books a fill. Returns the profit of what it closed. */
  trade(side: Side, price: number, size: number, timeUs: number): bigint {
    const sign = side === 'buy' ? 1 : -1
    const closing = this.quantity * sign < 0 ? Math.min(size, Math.abs(this.quantity)) : 0
    const pnl = closing > 0 ? this.#close(price, closing) : 0n
    const opening = size - closing
    if (opening > 0) {
      this.quantity += sign * opening
      this.openValue += this.#value.of(price, opening)
    }
    this.realisedPnl += pnl
    this.updatedUs = timeUs
    return pnl
  }

  /** Profit of what is held if it were worth a mark price of `MARK_SCALE`. */
  unrealised(markPrice: bigint, priceScale: number): bigint {
    if (this.quantity === 0) return 0n
    // The value at the mark, by way of a price with all its digits: of() takes prices on the instrument's own scale.
    const size = Math.abs(this.quantity)
    const unit = this.#value.of(10 ** priceScale, size)
    const scale = 10n ** BigInt(MARK_SCALE)
    const now =
      this.#value.direction === 1n
        ? divideRounded(unit * markPrice, scale)
        : markPrice === 0n
          ? 0n
          : divideRounded(unit * scale, markPrice)
    return roundMoney(this.#signed(now - this.openValue), this.#digits)
  }

  #close(price: number, size: number): bigint {
    const held = Math.abs(this.quantity)
    const share =
      size === held
        ? this.openValue
        : roundMoney(divideRounded(this.openValue * BigInt(size), BigInt(held)), this.#digits)
    const pnl = this.#signed(this.#value.of(price, size) - share)
    this.openValue -= share
    this.quantity += this.quantity > 0 ? -size : size
    return pnl
  }

  #signed(gain: bigint): bigint {
    return gain * this.#value.direction * (this.quantity < 0 ? -1n : 1n)
  }
}

/** Margin for a value at a leverage, rounded up to whole units of the last digit of money. */
export function marginOf(value: bigint, leverage: number): bigint {
  if (value <= 0n) return 0n
  // A leverage of at most two fraction digits, as venues write them.
  const divisor = BigInt(Math.round(leverage * 100))
  return (value * 100n + divisor - 1n) / divisor
}

/** The average price a position was opened at, at `MARK_SCALE`. */
export function entryPriceOf(book: PositionBook, value: ContractValue): bigint {
  return value.priceOf(book.openValue, Math.abs(book.quantity), MARK_SCALE)
}
