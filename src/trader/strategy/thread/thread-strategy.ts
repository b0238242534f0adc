import type { Decision } from '../decision.ts'
import type { Strategy } from '../strategy.ts'
import type { StrategyEvent } from '../strategy-event.ts'
import type { StrategyView } from '../strategy-view.ts'
import { Outbox } from './outbox.ts'
import type { ResolvedThreadOptions } from './thread-options.ts'

/**
 * Sits in the host in place of a strategy that runs in a thread: it keeps what the thread has to be told, and decides nothing.
 * What the thread decided comes as an input of the host.
 */
export class ThreadStrategy implements Strategy {
  /** The kind that the thread is to make. */
  readonly kind: string
  /** Its parameters when it was made, as they are written. */
  readonly params: unknown
  /** How the thread is to be run. */
  readonly options: ResolvedThreadOptions
  /** What it has to be told. */
  readonly outbox: Outbox
  #memory: unknown = null

  constructor(kind: string, params: unknown, options: ResolvedThreadOptions) {
    this.kind = kind
    this.params = params
    this.options = options
    this.outbox = new Outbox(options.marketData)
  }

  /** Keeps the event. */
  evaluate({ event }: StrategyView): Decision {
    this.outbox.push(owned(event))
    return []
  }

  /** Keeps the event; the thread knows whether the strategy wants it. */
  onFill(view: StrategyView): Decision {
    return this.evaluate(view)
  }

  /** Likewise. */
  onOrder(view: StrategyView): Decision {
    return this.evaluate(view)
  }

  /** Keeps the parameters for the thread. */
  configure(params: unknown): void {
    this.outbox.push({ type: 'configure', params })
  }

  /** What the thread told last that it remembers; `null` where nothing. */
  snapshot(): unknown {
    return this.#memory
  }

  /** Takes what the thread is to remember, or told that it does. */
  restore(memory: unknown): void {
    this.#memory = memory
    this.outbox.remembered()
  }
}

/** What is borrowed has to wait for its turn. */
function owned(event: StrategyEvent): StrategyEvent {
  switch (event.type) {
    case 'bbo':
      return { ...event, bbo: event.bbo.copy() }
    case 'trade':
      return { ...event, trade: event.trade.copy() }
    case 'book':
    case 'order':
    case 'fill':
    case 'route':
    case 'timer':
    case 'start':
      return event
  }
}
