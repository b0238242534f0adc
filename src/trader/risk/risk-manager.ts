import type {
  AccountId,
  AmendIntent,
  Approved,
  CancelIntent,
  Decimal,
  Denied,
  Instrument,
  OrderIntent,
  PlaceIntent,
  VenueId,
} from '../../core/index.ts'
import { assertNoProblems } from '../../transport/options.ts'
import { approve } from './approve.ts'
import type { BreakerReset, KillSwitchChanged, LimitChanged, TradingStateChanged } from './audit.ts'
import { BatchView } from './batch-view.ts'
import type { BreakerName, TrippedBreaker } from './breaker-board.ts'
import { CHECKS } from './checks.ts'
import { type ConsideredOrder, consider } from './considered-order.ts'
import { type EquityUpdate, EquityWatch, firstEquity } from './equity-watch.ts'
import { instrumentKey } from './instrument-key.ts'
import { type LimitSetting, limitProblems } from './limit-book.ts'
import type { LimitName } from './limit-names.ts'
import { drawdownExcess, errorExcess, lossExcess, moveExcess } from './measures.ts'
import { MoveWindow } from './move-window.ts'
import { demandCommand, type RiskCommand, textProblems } from './risk-command.ts'
import { type RiskOptions, resolveRiskOptions } from './risk-options.ts'
import { type RiskSnapshot, readRiskSnapshot } from './risk-snapshot.ts'
import { type Refusal, RiskState, refuse } from './risk-state.ts'
import { type RiskScope, type ScopeSubject, Scopes } from './scope.ts'
import { SlidingCount } from './sliding-count.ts'
import type { StandingOrder, TradingState, TradingStop } from './standing-orders.ts'
import type { RiskView } from './view.ts'

const FINDS = CHECKS.map(({ find }) => find)

/** What became of intents; both lists in the order of the intents. */
export interface RiskDecision {
  /** Those that may go to the OMS. */
  readonly approved: readonly Approved[]
  /** Those that may not, each with the check that refused it. */
  readonly denied: readonly Denied[]
}

/** What the venue made of an order or a change. `unknown`: nobody can say. */
export type OrderOutcome = 'accepted' | 'rejected' | 'unknown'

/**
 * Decides which intents may become orders, and remembers what later decisions need.
 *
 * Deterministic: no clock, no I/O, no randomness; time comes in with the view and with each event. Every check is asked in one
 * fixed order ({@link DENIAL_REASONS}); the first that refuses gives the reason. Cancels always pass.
 *
 * @example
 * ```ts
 * import { type PlaceIntent, RiskManager, type RiskView } from 'crossbook/trader'
 *
 * declare const view: RiskView
 * declare const intent: PlaceIntent
 * const risk = new RiskManager({
 *   limits: [{ name: 'maxNotional', scope: { type: 'global' }, value: '2500' }],
 * })
 * const { approved, denied } = risk.check(view, [intent])
 * for (const { reason, found, limit } of denied) console.log(reason, found, limit)
 * ```
 */
export class RiskManager {
  readonly #state: RiskState

  /**
   * Starts with nothing tripped, pulled or counted; or where `snapshot` left off.
   *
   * @throws ConfigError `INVALID_OPTIONS` listing every problem at once.
   */
  constructor(options: Partial<RiskOptions> = {}, snapshot?: RiskSnapshot) {
    this.#state = new RiskState(resolveRiskOptions(options), snapshot)
  }

  /**
   * Goes on from a snapshot, which may be a parsed file. Limits that were set since the start hold over `options`.
   *
   * @throws ConfigError `INVALID_OPTIONS` where options or snapshot cannot be meant.
   */
  static restore(snapshot: unknown, options: Partial<RiskOptions> = {}): RiskManager {
    return new RiskManager(options, readRiskSnapshot(snapshot))
  }

  /**
   * Checks intents one by one, each as if those approved before it were live already. Never throws for what an intent says.
   *
   * What is approved counts as sent at `view.nowUs`. The view must count it as live before the next call.
   */
  check(view: RiskView, intents: readonly OrderIntent[]): RiskDecision {
    const batch = new BatchView(view)
    const approved: Approved[] = []
    const denied: Denied[] = []
    for (const intent of intents) {
      if (intent.type === 'cancel' || intent.type === 'cancelAll') {
        approved.push(approve(intent))
        continue
      }
      const order = consider(intent, batch)
      const refusal = order === undefined ? unknownOrder(intent) : this.#refusal(order, batch)
      if (refusal !== undefined) denied.push({ intent, ...refusal })
      if (refusal !== undefined || order === undefined) continue
      batch.add(order)
      this.#state.noteSent(order.terms.account, view.nowUs)
      approved.push(approve(intent))
    }
    return { approved, denied }
  }

  #refusal(order: ConsideredOrder, batch: BatchView): Refusal | undefined {
    for (let i = 0; i < FINDS.length; i += 1) {
      const refusal = FINDS[i]?.(order, batch, this.#state)
      if (refusal !== undefined) return refusal
    }
    return undefined
  }

  /** The mid of an instrument is `mid` from `timeUs` on. */
  onMid(instrument: Instrument, { mid, timeUs }: { mid: Decimal; timeUs: number }): void {
    const { moves, options, board } = this.#state
    const key = instrumentKey(instrument)
    const window = moves.get(key) ?? new MoveWindow(options.moveWindowMs)
    moves.set(key, window)
    window.add(mid, timeUs)
    const scopes = new Scopes({ instrument: key, venue: instrument.venue })
    board.judge('volatility', key, timeUs, moveExcess(key, scopes, timeUs, this.#state))
  }

  /** An account is worth something else: after a fill, or at another mark. */
  onEquity(account: AccountId, update: EquityUpdate & { readonly venue: VenueId }): void {
    const { equity, options, board } = this.#state
    const { timeUs, venue } = update
    const known = equity.get(account)
    const first = (): EquityWatch =>
      new EquityWatch(options.dayStartMs, firstEquity(update, options.dayStartMs))
    const watch = known ?? first()
    equity.set(account, watch)
    watch.update(update)
    const scopes = new Scopes({ account, venue })
    board.judge('dailyLoss', account, timeUs, lossExcess(account, scopes, timeUs, this.#state))
    board.judge('drawdown', account, timeUs, drawdownExcess(account, scopes, timeUs, this.#state))
  }

  /** The venue answered an order or a change, or did not in time. */
  onOrderOutcome(
    account: AccountId,
    told: { readonly venue: VenueId; readonly outcome: OrderOutcome; readonly timeUs: number },
  ): void {
    if (told.outcome === 'accepted') return
    const { errors, options, board } = this.#state
    const { timeUs, venue } = told
    const count = errors.get(account) ?? new SlidingCount(options.errorWindowMs * 1_000)
    errors.set(account, count)
    count.add(timeUs)
    const scopes = new Scopes({ account, venue })
    board.judge('errorRate', account, timeUs, errorExcess(account, scopes, timeUs, this.#state))
  }

  /** How many orders of an account the venue refused, or did not answer, in the window of the errors' breaker. */
  orderErrors(account: AccountId, nowUs: number): number {
    const { errors, options } = this.#state
    return errors.get(account)?.count(nowUs, options.errorWindowMs * 1_000) ?? 0
  }

  /** Whether the kill switch is pulled for something. */
  isKilled(subject: ScopeSubject): boolean {
    const [pulled] = this.#state.kills.of(new Scopes(subject))
    return pulled !== undefined
  }

  /** The limit that holds for something, in its narrowest scope; `false` where it is off. */
  limit(name: LimitName, subject: ScopeSubject): Decimal | false {
    return this.#state.limits.limit(name, new Scopes(subject))
  }

  /** The limit that was set for just that scope; `undefined` where a wider one holds. */
  limitOf(name: LimitName, scope: RiskScope): Decimal | false | undefined {
    return this.#state.limits.valueOf(name, scope)
  }

  /**
   * Sets a limit for a scope, from the next order on. Returns the record to keep.
   *
   * @throws ConfigError `INVALID_OPTIONS` listing every problem at once; nothing was set.
   */
  setLimit(command: LimitSetting & { readonly by: string; readonly nowUs: number }): LimitChanged {
    const { name, scope, value, by, nowUs } = command
    const problems = [...limitProblems({ name, scope, value }), ...textProblems({ by })]
    assertNoProblems('a limit', problems)
    const old = this.#state.limits.set({ name, scope, value })
    const record = { type: 'limitChanged', name, scope, value, by, timeUs: nowUs } as const
    return old === undefined ? record : { ...record, old }
  }

  /** What may be done by those that `subject` tells; the strictest of all its scopes. */
  tradingState(subject: ScopeSubject): TradingState {
    let strictest: TradingState = 'active'
    for (const { state } of this.#state.stops.of(new Scopes(subject)))
      if (strictest !== 'halted') strictest = state
    return strictest
  }

  /**
   * Changes what may be done in a scope. Returns the record to keep.
   *
   * @throws ConfigError `INVALID_OPTIONS` where it is not said who, why, or for whom.
   */
  setTradingState(
    value: TradingState,
    command: RiskCommand & { readonly nowUs: number },
  ): TradingStateChanged {
    demandCommand(command)
    const { scope, by, why, nowUs } = command
    const stop = { scope, by, why, timeUs: nowUs }
    const { stops } = this.#state
    const old = value === 'active' ? stops.remove(scope) : stops.put({ ...stop, state: value })
    return { type: 'tradingStateChanged', ...stop, old: stateOf(old), value }
  }

  /**
   * Pulls the kill switch of a scope: nothing new passes there until it is released, in this process and every later one.
   * Returns the record to keep, and the cancels of every live order in the scope.
   *
   * @throws ConfigError `INVALID_OPTIONS` where it is not said who, why, or for whom.
   */
  kill(
    view: RiskView,
    command: RiskCommand,
  ): { readonly record: KillSwitchChanged; readonly cancels: readonly Approved<CancelIntent>[] } {
    demandCommand(command)
    const { scope, by, why } = command
    const pulled = { scope, by, why, timeUs: view.nowUs }
    this.#state.kills.put(pulled)
    const record: KillSwitchChanged = { type: 'killSwitchChanged', ...pulled, isPulled: true }
    return { record, cancels: this.killedOrders(view) }
  }

  /** Whether any kill switch is pulled. */
  get hasKill(): boolean {
    return this.#state.kills.all().length > 0
  }

  /** Cancels of every live order in the scope of a pulled kill switch. */
  killedOrders(view: RiskView): readonly Approved<CancelIntent>[] {
    if (!this.hasKill) return []
    const { kills } = this.#state
    const cancels: Approved<CancelIntent>[] = []
    for (const { clientOrderId, strategy, terms } of view.orders()) {
      const { account, instrument } = terms
      const { venue } = instrument
      const scopes = new Scopes({ strategy, account, venue, instrument: instrumentKey(instrument) })
      const [pulled] = kills.of(scopes)
      if (pulled !== undefined) cancels.push(approve({ type: 'cancel', strategy, clientOrderId }))
    }
    return cancels
  }

  /**
   * Releases the kill switch of a scope. Returns the record to keep; `undefined` where it was not pulled for that very scope.
   *
   * @throws ConfigError `INVALID_OPTIONS` where it is not said who, why, or for whom.
   */
  release(command: RiskCommand & { readonly nowUs: number }): KillSwitchChanged | undefined {
    demandCommand(command)
    const { scope, by, why, nowUs } = command
    if (this.#state.kills.remove(scope) === undefined) return undefined
    return { type: 'killSwitchChanged', scope, isPulled: false, by, why, timeUs: nowUs }
  }

  /** Kill switches that are pulled. */
  pulled(): readonly StandingOrder[] {
    return this.#state.kills.all()
  }

  /** Counts an order or a change as sent that {@link RiskManager.check} of before had let pass: for a replay, which does not check. */
  noteSent(account: AccountId, timeUs: number): void {
    this.#state.noteSent(account, timeUs)
  }

  /** Another number whenever a breaker trips, is measured again, or resets. */
  get breakerVersion(): number {
    return this.#state.board.version
  }

  /** Takes what was tripped before in place of what is: for a replay, which does not check. */
  replaceTripped(tripped: readonly TrippedBreaker[]): void {
    this.#state.board.replace(tripped)
  }

  /** Breakers that are tripped, as of what was last measured. */
  tripped(): readonly TrippedBreaker[] {
    return this.#state.board.tripped()
  }

  /**
   * Resets a breaker; what it measures is measured anew from here. Returns the record to keep; `undefined` where it was not
   * tripped.
   *
   * @throws ConfigError `INVALID_OPTIONS` where it is not said who and why.
   */
  resetBreaker(
    breaker: BreakerName,
    command: {
      readonly subject: string
      readonly by: string
      readonly why: string
      readonly nowUs: number
    },
  ): BreakerReset | undefined {
    const { subject, by, why, nowUs } = command
    assertNoProblems('a reset of a breaker', textProblems({ by, why }))
    const tripped = this.#state.board.reset(breaker, subject)
    if (tripped === undefined) return undefined
    this.#state.restartMeasure(breaker, subject)
    return { type: 'breakerReset', tripped, by, why, timeUs: nowUs }
  }

  /** All it remembers, as JSON values. A manager restored from it decides as this one would. */
  snapshot(): RiskSnapshot {
    return this.#state.snapshot()
  }
}

function unknownOrder({ strategy }: PlaceIntent | AmendIntent): Refusal {
  return refuse('UNKNOWN_ORDER', 'no such live order', `an order of ${strategy}`)
}

function stateOf(stop: TradingStop | undefined): TradingState {
  return stop?.state ?? 'active'
}
