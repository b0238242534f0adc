import type { Decimal, OrderIntent, OrderTerms, Side } from '../../core/index.ts'
import { Breach } from './breach.ts'
import type { ExactNumber } from './decision.ts'
import type { OwnView } from './own-view.ts'
import { passiveTerms } from './passive-terms.ts'
import { fieldsOf, optional, textOf, wordOf } from './read-fields.ts'
import { readExactNumber } from './read-number.ts'
import type { StrategyLeg } from './strategy-world.ts'

const SIGNALS = ['buy', 'sell', 'close', 'none'] as const

/** What a signal asks for, beside its side. */
interface Asked {
  readonly leg: StrategyLeg
  readonly price: Decimal | undefined
  readonly reason: string
}

/**
 * Makes intents of a signal, as `Signal` says.
 *
 * @throws Breach
 */
export function signalIntents(
  value: unknown,
  view: OwnView,
  signalAmount: ExactNumber | undefined,
): readonly OrderIntent[] {
  const signal = fieldsOf('a decision', value)
  const type = wordOf('type', signal['type'], SIGNALS)
  if (type === 'none') return []
  const asked: Asked = {
    leg: onlyLeg(view),
    price: optional(signal['price'], (number) => readExactNumber('price', number)),
    reason: textOf('reason', signal['reason']),
  }
  if (type === 'close') return closeIntents(asked, view)
  const quantity = readExactNumber('amount', signal['amount'] ?? signalAmount)
  return [place(asked, view, { side: type, quantity, reduceOnly: false })]
}

function onlyLeg({ legs }: OwnView): StrategyLeg {
  const [leg, ...others] = legs
  if (leg !== undefined && others.length === 0) return leg
  throw new Breach(
    'INVALID_DECISION',
    `expected intents of a strategy of ${legs.length} instruments, was a signal`,
  )
}

function closeIntents(asked: Asked, view: OwnView): readonly OrderIntent[] {
  const { instrument } = asked.leg
  const { quantity: held } = view.position(instrument)
  const side = held.isNegative() ? 'buy' : 'sell'
  const { strategy } = view
  const intents: OrderIntent[] = []
  let left = held.abs()
  for (const { clientOrderId, terms, filledQuantity, isCancelWanted } of view.orders(instrument)) {
    // One whose end was asked for may still fill: what it reduces is asked for again only once it has ended.
    if (terms.side === side && !held.isZero())
      left = left.minus(terms.quantity.minus(filledQuantity))
    else if (!isCancelWanted) intents.push({ type: 'cancel', strategy, clientOrderId })
  }
  const reduceOnly = view.listing(instrument).market === 'futures'
  if (left.gt(0)) intents.push(place(asked, view, { side, quantity: left, reduceOnly }))
  return intents
}

function place(
  { leg, price, reason }: Asked,
  view: OwnView,
  what: { readonly side: Side; readonly quantity: Decimal; readonly reduceOnly: boolean },
): OrderIntent {
  const terms: OrderTerms = {
    account: leg.account,
    instrument: view.listing(leg.instrument),
    ...what,
    type: price === undefined ? 'market' : 'limit',
    ...(price !== undefined && { price }),
    timeInForce: price === undefined ? 'ioc' : 'gtc',
    postOnly: false,
  }
  return { type: 'place', strategy: view.strategy, terms: passiveTerms(terms), reason }
}
