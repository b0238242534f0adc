import type { AccountId, ClientOrderId, OrderIntent } from '../../core/index.ts'
import {
  hasHole,
  isEnded,
  type Oms,
  type OmsEffect,
  type OmsRecord,
  type Order,
  type RecordEffect,
} from '../oms/index.ts'
import type { Holdings, OrderOutcome, RiskManager } from '../risk/index.ts'
import { liveOrder } from './live-order.ts'
import type { MoneyKeeper } from './money-keeper.ts'
import { newlyTripped } from './newly-tripped.ts'
import type { TradingEffect } from './trading-effect.ts'
import { recordOf } from './trading-record.ts'

/** What of an order event says how a request went. */
export interface ToldOutcome {
  /** The event's type. */
  readonly type: string
  /** When it was learned, epoch µs. */
  readonly timeUs: number
  /** Why nobody knows. */
  readonly cause?: string
}

/** What an {@link OrderFollower} is made of. */
export interface OrderFollowerParts {
  /** All orders. */
  readonly oms: Oms
  /** Told how requests went. */
  readonly risk: RiskManager
  /** Told what may still trade. */
  readonly holdings: Holdings
  /** Books the fills. */
  readonly money: MoneyKeeper
}

const OUTCOMES: Readonly<Record<string, OrderOutcome>> = {
  rejected: 'rejected',
  amendRejected: 'rejected',
  outcomeUnknown: 'unknown',
  amendUnknown: 'unknown',
  cancelUnknown: 'unknown',
}

/** Carries what happens to orders on: fills to money, live orders and outcomes to risk. */
export class OrderFollower {
  readonly #parts: OrderFollowerParts

  /** Follows nothing yet. */
  constructor(parts: OrderFollowerParts) {
    this.#parts = parts
  }

  /** Tells risk the orders that live at the start. */
  start(): void {
    for (const order of this.#parts.oms.orders.values()) this.#tellOrder(order)
  }

  /** Whose account an intent is about; `undefined` where nobody knows. */
  accountOf(intent: OrderIntent): AccountId | undefined {
    if (intent.type === 'place') return intent.terms.account
    return intent.type === 'cancelAll' ? undefined : this.#account(intent.clientOrderId)
  }

  /** Counts what a record says was sent, as the decision of then did. */
  countSent(record: OmsRecord): void {
    const { risk } = this.#parts
    if (record.type === 'place')
      risk.noteSent(record.intent.terms.account as AccountId, record.timeUs)
    if (record.type !== 'event' || record.event.type !== 'amendSent') return
    const account = this.#account(record.event.order.clientOrderId as ClientOrderId)
    if (account !== undefined) risk.noteSent(account, record.event.timeUs)
  }

  /** What follows from what the orders answered; `told` is the event that they were given. */
  follow(effects: readonly OmsEffect[], told?: ToldOutcome): readonly TradingEffect[] {
    const followed: TradingEffect[] = []
    for (const effect of effects) {
      if (effect.type === 'record')
        followed.push({ type: 'record', record: { kind: 'order', record: effect.record } })
      else {
        followed.push(effect)
        for (const each of this.#consequences(effect, told)) followed.push(each)
      }
    }
    return followed
  }

  #consequences(
    effect: Exclude<OmsEffect, RecordEffect>,
    told: ToldOutcome | undefined,
  ): readonly TradingEffect[] {
    const { money } = this.#parts
    switch (effect.type) {
      case 'publish':
        this.#tellOrder(effect.order)
        return this.#tellOutcome(effect.order, told)
      case 'fill': {
        const { fill, strategy } = effect
        return money.book({ type: 'fill', fill, strategy })
      }
      case 'fee':
        return this.#bookFee(effect.clientOrderId, effect.fillId)
      case 'foreign': {
        if (effect.event.type !== 'fill') return []
        // Orders keep no record of it; the money has to.
        const event = { type: 'fill', fill: effect.event.fill } as const
        return [recordOf('money', event), ...money.book(event)]
      }
      case 'send':
      case 'denied':
      case 'refused':
      case 'needLookup':
      case 'needFills':
      case 'alarm':
      case 'lostOrder':
        return []
    }
  }

  #bookFee(clientOrderId: ClientOrderId, fillId: string): readonly TradingEffect[] {
    const order = this.#parts.oms.orders.get(clientOrderId)
    const fill = order?.fills.find((each) => each.fillId === fillId)
    if (order === undefined || fill === undefined) return []
    return this.#parts.money.book({ type: 'fill', fill, strategy: order.strategy })
  }

  #tellOrder(order: Order): void {
    const { holdings } = this.#parts
    const { clientOrderId, status, terms, toldQuantity, filledQuantity } = order
    if (!isEnded(status)) holdings.setOrder(liveOrder(order))
    else if (hasHole(order))
      holdings.setOwed(clientOrderId, terms, toldQuantity.minus(filledQuantity))
    else holdings.removeOrder(clientOrderId)
  }

  #tellOutcome({ terms }: Order, told: ToldOutcome | undefined): readonly TradingEffect[] {
    const outcome = told && OUTCOMES[told.type]
    // Our own end is no fault of the venue's.
    if (told === undefined || outcome === undefined || told.cause === 'restarted') return []
    const { account, instrument } = terms
    const { risk } = this.#parts
    return newlyTripped(risk, () =>
      risk.onOrderOutcome(account, { venue: instrument.venue, outcome, timeUs: told.timeUs }),
    )
  }

  #account(clientOrderId: ClientOrderId): AccountId | undefined {
    return this.#parts.oms.orders.get(clientOrderId)?.terms.account
  }
}
