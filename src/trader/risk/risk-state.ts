import type { AccountId, Decimal, DenialReason, Instrument } from '../../core/index.ts'
import type { BatchView } from './batch-view.ts'
import { BreakerBoard, type BreakerName } from './breaker-board.ts'
import type { ConsideredOrder } from './considered-order.ts'
import { EquityWatch } from './equity-watch.ts'
import { HoldingSums } from './holding-sums.ts'
import { instrumentKey } from './instrument-key.ts'
import { LimitBook } from './limit-book.ts'
import type { LimitName } from './limit-names.ts'
import { MoveWindow } from './move-window.ts'
import { BREAKER_RULES, type RiskOptions } from './risk-options.ts'
import type { RiskSnapshot } from './risk-snapshot.ts'
import { SlidingCount } from './sliding-count.ts'
import { type StandingOrder, StandingOrders, type TradingStop } from './standing-orders.ts'

/** Why a check does not let an order pass, with the numbers compared. */
export interface Refusal {
  /** The code. */
  readonly reason: DenialReason
  /** What was found. */
  readonly found: string
  /** What is allowed. */
  readonly limit: string
}

/** One check: pure, of one order at a time. */
export interface RiskCheck {
  /** The codes that it gives. */
  readonly reasons: readonly [DenialReason, ...DenialReason[]]
  /** The limit that it compares with. */
  readonly limit?: LimitName
  /** What is wrong; `undefined` where nothing is. */
  readonly find: (order: ConsideredOrder, view: BatchView, state: RiskState) => Refusal | undefined
}

/** Words a refusal. */
export function refuse(
  reason: DenialReason,
  found: Decimal | number | string,
  limit: Decimal | number | string,
): Refusal {
  return { reason, found: text(found), limit: text(limit) }
}

function text(value: Decimal | number | string): string {
  return typeof value === 'object' ? value.toFixed() : String(value)
}

/** Spans over which orders are counted, in µs. */
export const SECOND_US = 1_000_000
/** See {@link SECOND_US}. */
export const MINUTE_US = 60_000_000

/** What risk remembers from one decision to the next. */
export class RiskState {
  /** What it was set up with. */
  readonly options: RiskOptions
  /** The limits in force. */
  readonly limits: LimitBook
  /** Trading states that are not `active`. */
  readonly stops: StandingOrders<TradingStop>
  /** Kill switches that are pulled. */
  readonly kills: StandingOrders<StandingOrder>
  /** Breakers that are tripped. */
  readonly board: BreakerBoard
  /** Orders and changes that were let pass, by account. */
  readonly sent: Map<AccountId, SlidingCount>
  /** Order errors, by account. */
  readonly errors: Map<AccountId, SlidingCount>
  /** Mids, by instrument. */
  readonly moves: Map<string, MoveWindow>
  /** Equity, by account. */
  readonly equity: Map<AccountId, EquityWatch>
  /** What holdings come to. */
  readonly sums: HoldingSums = new HoldingSums()
  // Of numbers that are asked for again and again: limits, rates.
  readonly #numbers = new WeakMap<Decimal, number>()
  // The one that was asked for last: of all holdings the rate is mostly the same.
  #exact: Decimal | undefined
  #number = Number.NaN

  /** Starts fresh, or where a snapshot left off. */
  constructor(options: RiskOptions, snapshot?: RiskSnapshot) {
    const errorSpanUs = options.errorWindowMs * 1_000
    this.options = options
    this.limits = new LimitBook(options.limits)
    for (const setting of snapshot?.limits ?? []) this.limits.set(setting)
    this.stops = new StandingOrders(snapshot?.stops)
    this.kills = new StandingOrders(snapshot?.kills)
    this.board = new BreakerBoard({ ...BREAKER_RULES, ...options.breakers }, snapshot?.tripped)
    this.sent = new Map(
      snapshot?.sent.map(([account, timesUs]) => [account, new SlidingCount(MINUTE_US, timesUs)]),
    )
    this.errors = new Map(
      snapshot?.errors.map(([account, timesUs]) => [
        account,
        new SlidingCount(errorSpanUs, timesUs),
      ]),
    )
    this.moves = new Map(
      snapshot?.moves.map(([key, state]) => [key, new MoveWindow(options.moveWindowMs, state)]),
    )
    this.equity = new Map(
      snapshot?.equity.map(([account, state]) => [
        account,
        new EquityWatch(options.dayStartMs, state),
      ]),
    )
  }

  /** The mid of an instrument as it was told last, however long ago; `undefined` where none was. */
  lastMid(instrument: Instrument): Decimal | undefined {
    return this.moves.get(instrumentKey(instrument))?.last
  }

  /** The limit that holds for an order. */
  limit(name: LimitName, { scopes }: ConsideredOrder): Decimal | false {
    return this.limits.limit(name, scopes)
  }

  /** The nearest double of an exact number. */
  numberOf(exact: Decimal): number {
    if (exact === this.#exact) return this.#number
    this.#exact = exact
    this.#number = this.#knownNumberOf(exact)
    return this.#number
  }

  #knownNumberOf(exact: Decimal): number {
    const known = this.#numbers.get(exact)
    if (known !== undefined) return known
    const number = exact.toNumber()
    this.#numbers.set(exact, number)
    return number
  }

  /** Orders and changes of an account that were let pass in the last `spanUs`. */
  sentIn(account: AccountId, nowUs: number, spanUs: number): number {
    return this.sent.get(account)?.count(nowUs, spanUs) ?? 0
  }

  /** An order or a change of an account was let pass. */
  noteSent(account: AccountId, nowUs: number): void {
    const count = this.sent.get(account) ?? new SlidingCount(MINUTE_US)
    this.sent.set(account, count)
    count.add(nowUs)
  }

  /** What a breaker measures is measured anew from here: otherwise what tripped it would trip it again. */
  restartMeasure(breaker: BreakerName, subject: string): void {
    // A subject is the name under which the measure is kept; of a breaker of accounts, an account's.
    const account = subject as AccountId
    switch (breaker) {
      case 'staleData':
        return
      case 'volatility':
        this.moves.delete(subject)
        return
      case 'errorRate':
        this.errors.delete(account)
        return
      case 'dailyLoss':
        this.equity.get(account)?.restartDay()
        return
      case 'drawdown':
        this.equity.get(account)?.restartPeak()
        return
    }
  }

  /** All of it, as JSON values. */
  snapshot(): RiskSnapshot {
    return {
      version: 1,
      limits: this.limits.settings(),
      stops: this.stops.all(),
      kills: this.kills.all(),
      tripped: this.board.tripped(),
      sent: [...this.sent].map(([account, count]) => [account, count.timesUs()]),
      errors: [...this.errors].map(([account, count]) => [account, count.timesUs()]),
      moves: [...this.moves].flatMap(([key, window]) => {
        const state = window.state()
        return state === undefined ? [] : [[key, state] as const]
      }),
      equity: [...this.equity].map(([account, watch]) => [account, watch.state()]),
    }
  }
}
