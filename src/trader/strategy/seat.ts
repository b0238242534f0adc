import { CallBudget, type CallBudgetOptions } from './call-budget.ts'
import { OwnView } from './own-view.ts'
import { type DecisionRules, readDecision } from './read-decision.ts'
import type { ReadIntent } from './read-intent.ts'
import type { Strategy, StrategyDefinition } from './strategy.ts'
import type { StrategyEvent } from './strategy-event.ts'
import type { StrategySetup, StrategyState, StrategyStatus } from './strategy-setup.ts'
import type { StrategyView } from './strategy-view.ts'
import type { StrategyWorld } from './strategy-world.ts'

type ViewOf<Type extends StrategyEvent['type']> = StrategyView<
  Extract<StrategyEvent, { readonly type: Type }>
>

/** Most answers to own events at one time: more than that is a circle. */
const MOST_ECHOES = 1_000

/** One strategy in the host: what it is, how it does, and what it waits for. */
export class Seat {
  setup: StrategySetup
  definition: StrategyDefinition
  /** Absent while it is faulted: what broke the contract is not called again. */
  instance: Strategy | undefined
  state: StrategyState = 'stopped'
  why: string | undefined
  /** Times of its timers by name, epoch µs. */
  readonly timers: Map<string, number> = new Map()
  view: OwnView
  readonly budget: CallBudget
  readonly #world: StrategyWorld
  #rules: DecisionRules
  /** How often it was started. */
  run = 0
  /** Who added it; absent where an older snapshot does not say. */
  addedBy: string | undefined
  #echoes = 0
  #echoUs = 0

  constructor(
    setup: StrategySetup,
    made: { readonly definition: StrategyDefinition; readonly instance: Strategy | undefined },
    host: {
      readonly world: StrategyWorld
      readonly maxIntents: number
    } & CallBudgetOptions,
  ) {
    this.setup = setup
    this.definition = made.definition
    this.instance = made.instance
    this.#world = host.world
    this.view = new OwnView(setup, host.world)
    this.budget = new CallBudget(host)
    this.#rules = { maxIntents: host.maxIntents, signalAmount: setup.signalAmount }
  }

  /** Whether it is told of an event. Of its own orders and fills it is told while it is paused, too. */
  hears({ type }: StrategyEvent): boolean {
    const isOwn = isOwnEvent(type)
    if (this.state !== 'running' && !(this.state === 'paused' && isOwn)) return false
    if (type === 'order' && this.instance?.onOrder !== undefined) return true
    if (type === 'fill' && this.instance?.onFill !== undefined) return true
    return !isOwnEvent(type) || this.setup.events.includes(type)
  }

  /** It answered an own event. Whether it did so too often with no time passing: each answer may cause the next such event. */
  isRunaway(nowUs: number): boolean {
    if (nowUs !== this.#echoUs) this.#echoes = 0
    this.#echoUs = nowUs
    this.#echoes += 1
    return this.#echoes > MOST_ECHOES
  }

  /** Asks it what it makes of an event. What it throws is thrown. */
  ask(event: StrategyEvent, nowUs: number): unknown {
    const { instance, view } = this
    view.event = event
    view.nowUs = nowUs
    if (instance === undefined) return []
    if (isOf(view, 'fill') && instance.onFill !== undefined) return instance.onFill(view)
    if (isOf(view, 'order') && instance.onOrder !== undefined) return instance.onOrder(view)
    if (isOf(view, 'timer') && instance.onTimer !== undefined) return instance.onTimer(view)
    return instance.evaluate(view)
  }

  /** Takes what it returned. */
  read(decision: unknown): readonly ReadIntent[] {
    return readDecision(decision, this.view, this.#rules)
  }

  /** Goes on with another setup. */
  become(setup: StrategySetup): void {
    this.setup = setup
    this.view = new OwnView(setup, this.#world)
    this.#rules = { ...this.#rules, signalAmount: setup.signalAmount }
  }

  /** Changes whether it runs. */
  turn(state: StrategyState, why?: string): void {
    this.state = state
    this.why = why
    this.budget.clear()
    if (state === 'stopped' || state === 'faulted') this.timers.clear()
    if (state === 'faulted') this.instance = undefined
  }

  /** How it does. */
  status(): StrategyStatus {
    const { setup, state, why, addedBy } = this
    return { setup, state, ...(why !== undefined && { why }), ...(addedBy && { addedBy }) }
  }
}

/** Whether events of that type are of the strategy's own doing. */
export function isOwnEvent(type: StrategyEvent['type']): type is 'order' | 'fill' | 'route' {
  return type === 'order' || type === 'fill' || type === 'route'
}

function isOf<Type extends StrategyEvent['type']>(
  view: StrategyView,
  type: Type,
): view is ViewOf<Type> {
  return view.event.type === type
}
