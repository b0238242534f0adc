import { Decimal, type Levels, type OrderTerms } from '../../../../src/core/index.ts'
import {
  defineStrategy,
  type Strategy,
  type StrategyDefinition,
  type StrategyEvent,
  type StrategyView,
  strategyThread,
} from '../../../../src/trader/index.ts'

const sideOf = (levels: Levels): string[] =>
  Array.from({ length: Math.min(levels.count, 3) }, (_, i) => {
    const scaled = `${levels.price(i)}e-${levels.priceScale} ${levels.size(i)}e-${levels.sizeScale}`
    return `${levels.priceText(i)} x ${levels.sizeText(i)} (${scaled})`
  })

function eventOf(event: StrategyEvent): unknown {
  switch (event.type) {
    case 'bbo': {
      const { bbo } = event
      const { bidPrice, askPrice, lastId, venueTimeUs, localTimeUs, symbol } = bbo
      const texts = (['bid', 'ask'] as const).map((side) => [
        bbo.priceText(side),
        bbo.sizeText(side),
      ])
      return [symbol, bidPrice, askPrice, lastId, venueTimeUs, localTimeUs, texts]
    }
    case 'trade': {
      const { trade } = event
      const { venueTimeUs, localTimeUs, takerSide, price, size } = trade
      const exact = [trade.priceText(), trade.sizeDecimal().toFixed(), trade.tradeId()]
      return [venueTimeUs, localTimeUs, takerSide, price, size, exact]
    }
    case 'book':
      return event.instrument.symbol
    case 'order':
      return [event.order.clientOrderId, event.order.status, event.order.terms.quantity.plus(1)]
    case 'fill':
      return [event.clientOrderId, event.fill.price.plus(1), event.fill.fee?.amount.plus(1)]
    case 'route':
      return [event.route.id, event.route.status, event.route.reservedQuantity.plus(1)]
    case 'timer':
      return [event.name, event.atUs]
    case 'start':
      return []
  }
}

/** All that a strategy can see, as text: two that see the same write the same. */
function witness({ event, ...rest }: StrategyView, view: StrategyView): string {
  const legs = view.legs.map((leg) => {
    const { instrument } = leg
    const book = view.book(instrument)
    const { quantity, realised, unrealised, averageEntryPrice } = view.position(instrument)
    const { total, locked, free } = view.balance(leg, instrument.base)
    return {
      tick: view.listing(instrument).tickSize,
      state: book?.state,
      updates: book?.updateCount,
      lastId: book?.lastId,
      ...(book?.state === 'live' && {
        bids: sideOf(book.bids),
        asks: sideOf(book.asks),
        times: [book.venueTimeUs, book.localTimeUs],
      }),
      last: view.lastTrade(instrument)?.price.plus(1),
      isTradable: view.isTradable(instrument),
      orders: view.orders(instrument).map((order) => [order.clientOrderId, order.status]),
      position: [quantity.plus(1), realised, unrealised, averageEntryPrice],
      balance: [total.plus(1), locked, free],
    }
  })
  const routes = view.routes().map((route) => ({ ...route, left: route.reservedQuantity.plus(1) }))
  return JSON.stringify([event.type, eventOf(event), view.nowUs, legs, routes, rest.strategy])
}

/**
 * Writes all that it sees and remembers into the reason of an order, and asks for a timer now and then. What it sees with its own
 * orders, fills and routes it keeps for the next: were it to answer those, it would never end.
 */
class Witness implements Strategy<{ readonly word: string }> {
  #word: string
  #calls = 0
  #kept: string[] = []

  constructor({ word }: { readonly word: string }) {
    this.#word = word
  }

  evaluate(view: StrategyView): ReturnType<Strategy['evaluate']> {
    const seen = witness(view, view)
    if (['order', 'fill', 'route'].includes(view.event.type)) {
      this.#kept.push(seen)
      return []
    }
    this.#calls += 1
    const reason = JSON.stringify([this.#word, this.#calls, seen, ...this.#kept.splice(0)])
    const [leg] = view.legs
    if (leg === undefined) return []
    const terms: OrderTerms = {
      account: leg.account,
      instrument: leg.instrument,
      side: 'buy',
      type: 'limit',
      quantity: new Decimal('0.123456789012345678'),
      price: new Decimal(this.#calls),
      timeInForce: 'gtc',
      postOnly: true,
      reduceOnly: false,
    }
    const timer = { type: 'timer', name: 'again', atUs: view.nowUs + 3 } as const
    return [{ type: 'place', terms, reason }, ...(this.#calls % 3 === 0 ? [timer] : [])]
  }

  configure({ word }: { readonly word: string }): void {
    if (word === 'refuse') throw new Error('no such word')
    this.#word = word
  }

  snapshot(): unknown {
    return { calls: this.#calls, kept: this.#kept }
  }

  restore(memory: unknown): void {
    const { calls, kept } = memory as { readonly calls: number; readonly kept: string[] }
    this.#calls = calls
    this.#kept = kept
  }
}

/** Parameters are a word, read into an object: what the schema makes is not what was written. */
const params = {
  safeParse: (word: unknown) =>
    typeof word === 'string'
      ? ({ success: true, data: { word } } as const)
      : ({ success: false, error: { message: 'expected a word' } } as const),
}

export const witnessKind: StrategyDefinition = defineStrategy({
  kind: 'witness',
  params,
  create: (told: { readonly word: string }) => new Witness(told),
}) as StrategyDefinition

/** Does what the parameter says at its second event. */
export const faultyKind: StrategyDefinition = defineStrategy({
  kind: 'faulty',
  params,
  create: ({ word }: { readonly word: string }) => {
    if (word === 'make') throw new Error('cannot be made')
    let calls = 0
    return {
      evaluate: () => {
        calls += 1
        if (calls < 2) return []
        switch (word) {
          case 'hang':
            for (;;);
          case 'throw':
            throw new Error('on purpose')
          case 'exit':
            return process.exit(7)
          case 'inexact':
            return { type: 'buy', price: 1.5, amount: '1', reason: 'a float' } as never
          case 'slow': {
            const end = process.hrtime.bigint() + 20_000_000n
            while (process.hrtime.bigint() < end);
            return []
          }
          default:
            return []
        }
      },
    }
  },
}) as StrategyDefinition

export const thread = strategyThread([witnessKind, faultyKind])
