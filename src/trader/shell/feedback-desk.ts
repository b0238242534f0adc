import {
  type ClientOrderId,
  Decimal,
  type Instrument,
  type Side,
  type StrategyId,
} from '../../core/index.ts'
import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import type { TradingChange, TradingCore, TradingEffect, TradingRecord } from '../engine/index.ts'
import {
  type Adapted,
  Adaptor,
  adaptedRecord,
  FEEDBACK_KIND,
  type FeedbackEvent,
  type FeedbackOptions,
  type FeedbackRecord,
  type FeedbackSnapshot,
  PerformanceMonitor,
  paramValue,
  type ResolvedFeedbackOptions,
  readAdapted,
  resolveFeedbackOptions,
  type StrategyReport,
  withParam,
} from '../feedback/index.ts'
import type { StrategySetup } from '../strategy/index.ts'
import { KnobPanel, type KnobPanelParts } from './knob-panel.ts'
import type { MarketDesk } from './market-desk.ts'

/** What a {@link FeedbackDesk} is made of. */
export interface FeedbackDeskParts extends KnobPanelParts {
  /** Orders, money and risk. */
  readonly core: TradingCore
  /** Has the prices at decisions. */
  readonly desk: MarketDesk
  /** Clock and timers. */
  readonly ports: Pick<Ports, 'wallClock' | 'timers'>
  /** Told what the adaptor does. */
  readonly tell: (event: FeedbackEvent) => void
  /** Has {@link FeedbackDesk.review} called in its turn. */
  readonly pushReview: () => void
}

/** Watches how strategies do, and has the adaptor's rules asked from time to time. */
export class FeedbackDesk {
  readonly #parts: FeedbackDeskParts
  readonly #options: ResolvedFeedbackOptions
  readonly #monitor: PerformanceMonitor
  readonly #adaptor: Adaptor
  readonly #panel: KnobPanel
  #timer: TimerHandle | undefined

  private constructor(
    options: FeedbackOptions,
    parts: FeedbackDeskParts,
    snapshot: FeedbackSnapshot | undefined,
  ) {
    this.#parts = parts
    this.#options = resolveFeedbackOptions(options)
    this.#monitor = new PerformanceMonitor(parts.core.portfolio, snapshot?.monitor)
    this.#panel = new KnobPanel(parts)
    this.#adaptor = new Adaptor(this.#options.rules, snapshot?.knobs)
  }

  /**
   * Starts with nothing, or where a snapshot left off; `undefined` where nobody wants one.
   *
   * @throws ConfigError `INVALID_OPTIONS` where the snapshot is none
   */
  static open(
    options: FeedbackOptions | undefined,
    parts: FeedbackDeskParts,
    snapshot: FeedbackSnapshot | undefined,
  ): FeedbackDesk | undefined {
    return options && new FeedbackDesk(options, parts, snapshot)
  }

  /** Has the rules asked, from now on. */
  start(): void {
    const { rules, reviewEveryMs } = this.#options
    if (rules.length > 0)
      this.#timer = this.#parts.ports.timers.after(reviewEveryMs, this.#parts.pushReview)
  }

  /** Has them asked no more. Idempotent. */
  stop(): void {
    this.#timer?.cancel()
  }

  /** Takes what follows from a change, as it happens. */
  readonly onEffect = (effect: TradingEffect): void => {
    if (effect.type === 'record') {
      this.#onRecord(effect.record)
      return
    }
    const isNew = effect.type === 'publish' && !this.#monitor.hasSeen(effect.order.clientOrderId)
    this.#monitor.onEffect(effect)
    if (isNew && effect.order.status === 'inFlight') {
      const { clientOrderId, terms } = effect.order
      this.#decide(clientOrderId, terms.instrument, terms.side)
    }
  }

  /** A call of a strategy took that long. */
  readonly onCall = (strategy: StrategyId, tookNs: number): void => {
    this.#monitor.onCall(strategy, tookNs)
  }

  /** Takes a record of the past, with what followed from it. */
  replay(record: TradingRecord, effects: readonly TradingEffect[]): void {
    this.#onRecord(record)
    for (const effect of effects) this.#monitor.onEffect(effect)
  }

  /** Takes a record of its own past. */
  replayOwn(record: FeedbackRecord): void {
    if (record.type === 'adapted') this.#adaptor.remember(readAdapted(record))
    else this.#monitor.onDecided(record.clientOrderId, new Decimal(record.price))
  }

  /** The setups as they are to run: what the adaptor made of them is kept as long as nobody configured anything else. */
  adapted(setups: readonly StrategySetup[]): readonly StrategySetup[] {
    return setups.map((setup) => this.#adaptedSetup(setup))
  }

  /** Asks the rules, and carries out what is within bounds. */
  review(): void {
    const { strategies, ports, tell } = this.#parts
    const nowUs = ports.wallClock.nowUs()
    const running = new Set(
      strategies()
        .host.status()
        .flatMap(({ setup, state }) => (state === 'running' ? [setup.strategy] : [])),
    )
    const events = this.#adaptor.review({
      nowUs,
      isRunning: (strategy) => running.has(strategy),
      report: (strategy) => this.#monitor.report(strategy, nowUs),
      inForce: (target) => this.#panel.inForce(target),
    })
    for (const event of events) tell(event.type === 'adapted' ? this.#carryOut(event) : event)
    this.start()
  }

  /** How a strategy is doing. */
  report(strategy: StrategyId): StrategyReport {
    return this.#monitor.report(strategy, this.#parts.ports.wallClock.nowUs())
  }

  /** Everything but how long calls took, as JSON data. */
  snapshot(): FeedbackSnapshot {
    return { monitor: this.#monitor.snapshot(), knobs: this.#adaptor.snapshot() }
  }

  #onRecord({ kind, record }: TradingChange | TradingRecord): void {
    // A fill values the line of its own strategy, once the order tells of it.
    if (kind === 'money' && record.type !== 'fill') this.#monitor.onValued(record.timeUs)
  }

  #decide(clientOrderId: ClientOrderId, instrument: Instrument, side: Side): void {
    const { desk } = this.#parts
    const { decidedAt } = this.#options
    const price = decidedAt === 'mid' ? desk.mid(instrument) : desk.touch(instrument, side)
    if (price === undefined) return
    this.#monitor.onDecided(clientOrderId, price)
    this.#keep({ type: 'decided', clientOrderId, price: price.toFixed() })
  }

  #keep(record: FeedbackRecord): void {
    this.#parts.runner().append(FEEDBACK_KIND, record)
  }

  #carryOut(adapted: Adapted): FeedbackEvent {
    const refusal = this.#panel.turn(adapted)
    const { rule, knob } = adapted
    if (refusal !== undefined) return { type: 'adaptationRefused', rule, knob, code: refusal }
    this.#adaptor.remember(adapted)
    this.#keep(adaptedRecord(adapted))
    return adapted
  }

  #adaptedSetup(setup: StrategySetup): StrategySetup {
    let { params } = setup
    for (const knob of this.#adaptor.knobs()) {
      const { target } = knob
      if (target.type === 'limit' || target.strategy !== setup.strategy) continue
      const configured = paramValue(params, target.name)
      const inForce = this.#panel.inForce(target)
      if (configured === undefined || inForce === undefined) continue
      if (this.#adaptor.keeps(knob, configured, inForce))
        params = withParam(params, target.name, inForce) ?? params
    }
    return params === setup.params ? setup : { ...setup, params }
  }
}
