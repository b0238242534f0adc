import type { SimOrder } from '../../account/sim-order.ts'
import type { KrakenState } from '../kraken-state.ts'
import type { KrakenLimits } from '../limits.ts'
import { DecayCounter } from './decay-counter.ts'

/** What an action costs on the engine's counter by the order's age, since it was made or amended: up to so many seconds, so much. */
const BY_AGE: Readonly<Record<'amend' | 'cancel', readonly (readonly [number, number])[]>> = {
  amend: [
    [5, 4],
    [10, 3],
    [15, 2],
    [Number.POSITIVE_INFINITY, 1],
  ],
  cancel: [
    [5, 8],
    [10, 6],
    [15, 5],
    [45, 4],
    [90, 2],
    [300, 1],
    [Number.POSITIVE_INFINITY, 0],
  ],
}

/** The counters of spot: one of calls for each key, one of the engine for each account and pair. */
export class Counters {
  readonly #state: KrakenState
  readonly #limits: KrakenLimits
  readonly #calls = new Map<string, DecayCounter>()
  readonly #engine = new Map<string, DecayCounter>()
  /** When orders were amended, epoch µs, by their ids. */
  readonly #amendedUs = new Map<string, number>()

  /** All at 0. */
  constructor(state: KrakenState, limits: KrakenLimits) {
    this.#state = state
    this.#limits = limits
  }

  /** Whether a key may make a call. */
  call(key: string, cost: number): boolean {
    const { privateCalls, privateCallMs } = this.#limits
    return this.#at(this.#calls, key, privateCalls, privateCallMs).spend(cost)
  }

  /** Whether an account may place an order. */
  place(account: string, symbol: string): boolean {
    return this.#pair(account, symbol).spend(1)
  }

  /** Whether an account may amend an order. */
  amend(order: SimOrder): boolean {
    const pair = this.#pair(order.account, order.instrument.spec.symbol)
    if (!pair.spend(this.#cost('amend', order))) return false
    this.#amendedUs.set(order.orderId, this.#state.clock.nowUs())
    return true
  }

  /** A cancel counts, and is never refused for it. */
  cancel(order: SimOrder): void {
    this.#pair(order.account, order.instrument.spec.symbol).charge(this.#cost('cancel', order))
    this.#amendedUs.delete(order.orderId)
  }

  #cost(action: 'amend' | 'cancel', { orderId, createdUs }: SimOrder): number {
    const sinceUs = this.#amendedUs.get(orderId) ?? createdUs
    const ageSeconds = (this.#state.clock.nowUs() - sinceUs) / 1e6
    return BY_AGE[action].find(([upTo]) => ageSeconds < upTo)?.[1] ?? 0
  }

  #pair(account: string, symbol: string): DecayCounter {
    const { engineOrders, engineOrderMs } = this.#limits
    return this.#at(this.#engine, `${account} ${symbol}`, engineOrders, engineOrderMs)
  }

  #at(
    counters: Map<string, DecayCounter>,
    name: string,
    most: number,
    unitMs: number,
  ): DecayCounter {
    let counter = counters.get(name)
    if (counter === undefined) {
      counter = new DecayCounter(this.#state.clock, most, unitMs)
      counters.set(name, counter)
    }
    return counter
  }
}
