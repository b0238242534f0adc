import {
  type CrossbookError,
  costAt,
  type OrderCall,
  type OrderLimit,
  type VenueRequest,
} from '../../core/index.ts'
import type { BudgetLane } from '../../runtime/call-budget.ts'
import type { Ports } from '../../runtime/ports.ts'
import { WeightBudget } from '../../transport/weight-budget.ts'
import { OrderAges } from './order-ages.ts'

/** What {@link OrderBudgets} are made of. */
export interface OrderBudgetsParts {
  /** The venue, for messages. */
  readonly venue: string
  /** The limits by name. */
  readonly limits: Readonly<Record<string, OrderLimit>>
  /** Clocks and timers. */
  readonly ports: Pick<Ports, 'monotonicClock' | 'wallClock' | 'timers'>
  /** How long a request may wait for its turn, in ms. */
  readonly maxWaitMs: number
}

/** Requests of one kind and instrument that go together, and what their driver says that they cost. */
export interface Spending {
  /** The requests. */
  readonly requests: readonly VenueRequest[]
  /** What they cost, by limit. */
  readonly spends: OrderCall['spends']
  /** Who is served first. */
  readonly lane: BudgetLane
}

const MOST_WAITING = 1_000

/** The venue's limits on order requests, beside the weight of REST calls; whoever cancels waits for nobody else. */
export class OrderBudgets {
  readonly #parts: OrderBudgetsParts
  /** By limit; of one that each instrument has for itself, by limit and instrument. */
  readonly #budgets = new Map<string, WeightBudget>()
  readonly #ages: OrderAges

  /** Nothing was spent yet. */
  constructor(parts: OrderBudgetsParts) {
    this.#parts = parts
    this.#ages = new OrderAges(parts.ports.monotonicClock, Object.values(parts.limits))
  }

  /** The part of what is to be spent that every limit can hold at once; 1 where that is all of it. */
  shareThatFits(spending: Spending): number {
    let share = 1
    for (const name in spending.spends) {
      const most = this.#budget(name, spending)?.mostOf(spending.lane) ?? Number.POSITIVE_INFINITY
      const weight = this.#weight(name, spending)
      if (weight > most) share = Math.min(share, most / weight)
    }
    return share
  }

  /**
   * Spends what requests spend: at once, and returns `undefined`, where it is their turn in every limit; else the promise
   * resolves when they may be made.
   *
   * @throws TransportError `BUDGET_EXHAUSTED`; ConfigError `ABORTED`; always by the promise. Nothing was sent.
   */
  acquire(spending: Spending, signal: AbortSignal): Promise<void> | undefined {
    let turn: Promise<void> | undefined
    for (const name in spending.spends) {
      const weight = this.#weight(name, spending)
      if (weight <= 0) continue
      const take = (): Promise<void> | undefined =>
        this.#budget(name, spending)?.acquire(weight, spending.lane, signal)
      turn = turn === undefined ? take() : turn.then(take)
    }
    return turn
  }

  /** Requests leave now, or were answered just now. */
  note(requests: readonly VenueRequest[]): void {
    this.#ages.note(requests)
  }

  /** Stops what spends of these limits for a time: the venue said that it was too much. */
  pause(spending: Spending, forMs: number, cause: CrossbookError): void {
    for (const name in spending.spends)
      if (this.#weight(name, spending) > 0) this.#budget(name, spending)?.pause(forMs, cause)
  }

  #weight(name: string, { requests, spends }: Spending): number {
    const costs = this.#parts.limits[name]?.costs
    if (costs === undefined) return spends[name] ?? 0
    let weight = 0
    for (const { type, clientOrderId } of requests)
      weight += costAt(costs[type], type === 'place' ? 0 : this.#ages.ageMs(clientOrderId))
    return weight
  }

  #budget(limitName: string, { requests }: Spending): WeightBudget | undefined {
    const { venue, limits, ports, maxWaitMs } = this.#parts
    const limit = limits[limitName]
    if (limit === undefined) return undefined
    const name = limit.per === 'instrument' ? `${limitName} ${instrumentOf(requests)}` : limitName
    const known = this.#budgets.get(name)
    if (known !== undefined) return known
    const budget = new WeightBudget({
      name: `${venue} ${name}`,
      limit,
      ports,
      maxWaitMs,
      maxQueued: MOST_WAITING,
    })
    this.#budgets.set(name, budget)
    return budget
  }
}

function instrumentOf([first]: readonly VenueRequest[]): string {
  const instrument = first?.terms.instrument
  return `${instrument?.product} ${instrument?.symbol}`
}
