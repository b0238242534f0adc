import type {
  AccountId,
  CancelRouteIntent,
  ClientOrderId,
  Instrument,
  OrderIntent,
  OrderTerms,
  RouteIntent,
  StrategyId,
} from '../../core/index.ts'
import { Breach } from './breach.ts'
import type { TimerIntent } from './decision.ts'
import type { OwnView } from './own-view.ts'
import {
  type Fields,
  fieldsOf,
  optional,
  SIDES,
  TIMES_IN_FORCE,
  TYPES,
  textOf,
  timeOf,
  wordOf,
} from './read-fields.ts'
import { readDecimal, shown } from './read-number.ts'
import { readCancelRoute, readRoute } from './read-route.ts'

const INTENTS = ['place', 'amend', 'cancel', 'cancelAll', 'route', 'cancelRoute', 'timer'] as const

/** What the host hands on of a decision. */
export type ReadIntent = OrderIntent | RouteIntent | CancelRouteIntent | TimerIntent

/**
 * Takes an intent that a strategy gave, and writes whose it is. What is handed on is a copy, with the instrument as listed now:
 * the strategy cannot change it any more. Whether its values make sense is for risk to say.
 *
 * @throws Breach
 */
export function readIntent(value: unknown, view: OwnView): ReadIntent {
  const intent = fieldsOf('an intent', value)
  const type = wordOf('type', intent['type'], INTENTS)
  const strategy = readStrategy(intent['strategy'], view)
  switch (type) {
    case 'place': {
      const terms = readTerms(fieldsOf('terms', intent['terms']), view)
      const reason = optional(intent['reason'], (text) => textOf('reason', text))
      return { type, strategy, terms, ...(reason !== undefined && { reason }) }
    }
    case 'amend': {
      const price = optional(intent['price'], (number) => readDecimal('price', number))
      const quantity = optional(intent['quantity'], (number) => readDecimal('quantity', number))
      return {
        type,
        strategy,
        clientOrderId: readOrderId(intent),
        ...(price !== undefined && { price }),
        ...(quantity !== undefined && { quantity }),
      }
    }
    case 'cancel':
      return { type, strategy, clientOrderId: readOrderId(intent) }
    case 'cancelAll': {
      const instrument = optional(intent['instrument'], (told) => readInstrument(told, view))
      return { type, strategy, ...(instrument !== undefined && { instrument }) }
    }
    case 'route':
      return readRoute(intent, view, strategy)
    case 'cancelRoute':
      return readCancelRoute(intent, strategy)
    case 'timer': {
      const atUs = optional(intent['atUs'], (time) => timeOf('atUs', time))
      return { type, name: textOf('name', intent['name']), ...(atUs !== undefined && { atUs }) }
    }
  }
}

function readStrategy(value: unknown, { strategy }: OwnView): StrategyId {
  if (value === undefined || value === strategy) return strategy
  throw new Breach(
    'FOREIGN_STRATEGY',
    `expected an intent of ${strategy}, was one of ${shown(value)}`,
  )
}

function readOrderId(intent: Fields): ClientOrderId {
  // An id of ours; one that nobody gave is answered by risk and the OMS.
  return textOf('clientOrderId', intent['clientOrderId']) as ClientOrderId
}

function readInstrument(value: unknown, view: OwnView): Instrument {
  // Three of its fields are compared with those of a leg; the rest is the listing's.
  const told = fieldsOf('instrument', value) as unknown as Instrument
  return view.listing(view.leg(told).instrument)
}

function readTerms(terms: Fields, view: OwnView): OrderTerms {
  const instrument = readInstrument(terms['instrument'], view)
  const price = optional(terms['price'], (number) => readDecimal('price', number))
  const trigger = optional(terms['triggerPrice'], (number) => readDecimal('triggerPrice', number))
  const expireTimeUs = optional(terms['expireTimeUs'], (time) => timeOf('expireTimeUs', time))
  return {
    account: readAccount(terms['account'], view.leg(instrument).account),
    instrument,
    side: wordOf('side', terms['side'], SIDES),
    type: wordOf('type', terms['type'], TYPES),
    quantity: readDecimal('quantity', terms['quantity']),
    ...(price !== undefined && { price }),
    ...(trigger !== undefined && { triggerPrice: trigger }),
    timeInForce: wordOf('timeInForce', terms['timeInForce'], TIMES_IN_FORCE),
    ...(expireTimeUs !== undefined && { expireTimeUs }),
    postOnly: flagOf('postOnly', terms['postOnly']),
    reduceOnly: flagOf('reduceOnly', terms['reduceOnly']),
  }
}

function readAccount(value: unknown, account: AccountId): AccountId {
  if (value === account) return account
  throw new Breach('FOREIGN_LEG', `expected account ${account}, was ${shown(value)}`)
}

function flagOf(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw new Breach('INVALID_DECISION', `expected ${name} to be true or false, was ${shown(value)}`)
}
