import { Decimal } from '../../core/index.ts'

/** What an account is worth, in the currency that limits are in. */
export interface EquityUpdate {
  /** What it would have if every position were closed at its mark. */
  readonly equity: Decimal
  /** Profit of closed positions so far, fees taken off. */
  readonly realisedPnl: Decimal
  /** Profit of open positions at their marks. */
  readonly unrealisedPnl: Decimal
  /** When, epoch µs. */
  readonly timeUs: number
}

/** What is kept of an account's equity; decimal text. */
export interface EquityState {
  /** Equity now. */
  readonly equity: string
  /** Realised and unrealised profit now. */
  readonly pnl: string
  /** Profit when the day began. */
  readonly dayStartPnl: string
  /** Days since 1970, of the configured start. */
  readonly day: number
  /** Highest equity so far; moved along by what was paid in or out. */
  readonly peak: string
}

const ZERO = new Decimal(0)
const DAY_US = 86_400_000_000
const WHOLE_BPS = new Decimal(10_000)

function dayOf(timeUs: number, dayStartMs: number): number {
  return Math.floor((timeUs - dayStartMs * 1_000) / DAY_US)
}

/** The state of an account that is heard of for the first time. Days begin `dayStartMs` after midnight UTC. */
export function firstEquity(first: EquityUpdate, dayStartMs: number): EquityState {
  const pnl = first.realisedPnl.plus(first.unrealisedPnl).toFixed()
  const equity = first.equity.toFixed()
  return { equity, pnl, dayStartPnl: pnl, day: dayOf(first.timeUs, dayStartMs), peak: equity }
}

/**
 * Loss of the day, and drawdown from the peak, of one account.
 *
 * Money paid in or out is equity without profit: it moves the peak along, and is neither loss nor gain. A day's loss is
 * counted from the last profit told before the day began.
 */
export class EquityWatch {
  readonly #dayStartMs: number
  #day: number
  #equity: Decimal
  #pnl: Decimal
  #dayStartPnl: Decimal
  #peak: Decimal

  /** Goes on from `state`. */
  constructor(dayStartMs: number, state: EquityState) {
    this.#dayStartMs = dayStartMs
    this.#day = state.day
    this.#equity = new Decimal(state.equity)
    this.#pnl = new Decimal(state.pnl)
    this.#dayStartPnl = new Decimal(state.dayStartPnl)
    this.#peak = new Decimal(state.peak)
  }

  /** The account is worth this now. */
  update({ equity, realisedPnl, unrealisedPnl, timeUs }: EquityUpdate): void {
    this.#turn(timeUs)
    const pnl = realisedPnl.plus(unrealisedPnl)
    const paidIn = equity.minus(pnl).minus(this.#equity.minus(this.#pnl))
    this.#equity = equity
    this.#pnl = pnl
    this.#peak = Decimal.max(this.#peak.plus(paidIn), equity)
  }

  /** What was lost since the day began; below 0 where it was a gain. */
  dayLoss(nowUs: number): Decimal {
    // The day that has begun meanwhile began with what is now; to ask changes nothing.
    const isNewDay = dayOf(nowUs, this.#dayStartMs) > this.#day
    return isNewDay ? ZERO : this.#dayStartPnl.minus(this.#pnl)
  }

  /** How far equity is below its peak, in bps of the peak; all of it where the peak is not above 0. */
  drawdownBps(): Decimal {
    const below = this.#peak.minus(this.#equity)
    if (below.isZero()) return below
    return this.#peak.isPositive() ? below.times(WHOLE_BPS).div(this.#peak) : WHOLE_BPS
  }

  /** Whether equity is further below its peak than `limitBps`, without a division. */
  isBelow(limitBps: Decimal): boolean {
    const below = this.#peak.minus(this.#equity)
    if (below.isZero()) return false
    if (!this.#peak.isPositive()) return limitBps.lt(WHOLE_BPS)
    return below.times(WHOLE_BPS).gt(this.#peak.times(limitBps))
  }

  /** Counts the day's loss from now. */
  restartDay(): void {
    this.#dayStartPnl = this.#pnl
  }

  /** Counts drawdown from now. */
  restartPeak(): void {
    this.#peak = this.#equity
  }

  /** What it is made again from. */
  state(): EquityState {
    return {
      equity: this.#equity.toFixed(),
      pnl: this.#pnl.toFixed(),
      dayStartPnl: this.#dayStartPnl.toFixed(),
      day: this.#day,
      peak: this.#peak.toFixed(),
    }
  }

  #turn(nowUs: number): void {
    const day = dayOf(nowUs, this.#dayStartMs)
    if (day <= this.#day) return
    this.#day = day
    this.#dayStartPnl = this.#pnl
  }
}
