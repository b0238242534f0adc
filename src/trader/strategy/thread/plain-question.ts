import type { OwnOrder, OwnRoute, StrategyLeg } from '../strategy-world.ts'
import type { Question } from './outbox.ts'
import { fromPlain, toPlain } from './plain.ts'

/** A question as JSON data. */
export function plainQuestion(question: Question, legs: readonly StrategyLeg[]): unknown {
  switch (question.type) {
    case 'bbo': {
      const { bbo } = question
      const level = (side: 'bid' | 'ask'): unknown => [bbo.priceText(side), bbo.sizeText(side)]
      const { lastId, venueTimeUs, localTimeUs } = bbo
      const told = { bid: level('bid'), ask: level('ask'), lastId, venueTimeUs, localTimeUs }
      return { ...(toPlain({ ...question, bbo: undefined }, legs) as object), ...told }
    }
    case 'trade': {
      const { trade } = question
      const { takerSide, venueTimeUs, localTimeUs } = trade
      const level = [trade.priceText(), trade.sizeText()]
      const told = { level, tradeId: trade.tradeId(), takerSide, venueTimeUs, localTimeUs }
      return { ...(toPlain({ ...question, trade: undefined }, legs) as object), ...told }
    }
    case 'order':
      return { type: 'order', order: plainOrder(question.order, legs) }
    case 'route':
      return { type: 'route', route: plainRoute(question.route, legs) }
    case 'configure':
      // Parameters are the user's: whatever is in them stays as it is.
      return question
    case 'book':
    case 'fill':
    case 'timer':
    case 'start':
    case 'remember':
      return toPlain(question, legs)
  }
}

/** What a strategy sees of an order, and nothing of what the OMS keeps beside it. */
export function plainOrder(order: OwnOrder, legs: readonly StrategyLeg[]): unknown {
  const { clientOrderId, strategy, status, terms, filledQuantity, isCancelWanted } = order
  const { placedTimeUs, reason, route, amend, refusal } = order
  const head = { clientOrderId, strategy, status, terms, filledQuantity, isCancelWanted }
  return toPlain({ ...head, placedTimeUs, reason, route, amend, refusal }, legs)
}

/** What a strategy sees of a route, and nothing of what the router keeps beside it. */
export function plainRoute(own: OwnRoute, legs: readonly StrategyLeg[]): unknown {
  const { id, strategy, status, pair, side, quantity, filledQuantity, reservedQuantity } = own
  const { price, style, expireTimeUs, rounds, placedTimeUs, reason, why } = own
  const head = { id, strategy, status, pair, side, quantity, filledQuantity, reservedQuantity }
  const orders = own.orders.map(({ clientOrderId }) => ({ clientOrderId }))
  const verdicts = own.verdicts.map(({ venue, account, code, found, limit }) => ({
    venue,
    account,
    code,
    found,
    limit,
  }))
  const rest = { price, style, expireTimeUs, rounds, orders, verdicts, placedTimeUs, reason, why }
  return toPlain({ ...head, ...rest }, legs)
}

/** Makes the question again, which was none of market data. */
export function ownQuestion(plain: unknown, legs: readonly StrategyLeg[]): Question {
  // What was written as a question is given back as one.
  const told = plain as Question
  return told.type === 'configure' ? told : (fromPlain(told, legs) as Question)
}
