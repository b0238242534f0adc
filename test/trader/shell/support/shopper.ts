import { Decimal, type Pair } from '../../../../src/core/index.ts'
import {
  type Decision,
  defineStrategy,
  type ParamsSchema,
  type RouteWish,
  type StrategyView,
} from '../../../../src/trader/index.ts'

/** Its one parameter: how much a route is for, decimal text. */
const quantitySchema: ParamsSchema<string> = {
  safeParse: (params) =>
    typeof params === 'string'
      ? { success: true, data: params }
      : { success: false, error: { message: 'expected decimal text' } },
}

/** Has a route made every two seconds: buys, then sells; takes, then rests near the touch of the first live book. */
export const shopper = defineStrategy({
  kind: 'shopper',
  params: quantitySchema,
  create: (text) => {
    let turn = 0
    const next = (view: StrategyView): Decision => {
      const wish = wishOf(view, new Decimal(text), turn)
      turn += 1
      return [
        ...(wish === undefined || view.routes().length > 3 ? [] : [wish]),
        { type: 'timer', name: 'turn', atUs: view.nowUs + 2_000_000 },
      ]
    }
    return {
      evaluate: (view) => (view.event.type === 'start' ? next(view) : []),
      onTimer: next,
      snapshot: () => turn,
      restore: (memory) => {
        turn = Number(memory)
      },
    }
  },
})

function wishOf(view: StrategyView, quantity: Decimal, turn: number): RouteWish | undefined {
  const books = view.legs.map(({ instrument }) => view.book(instrument))
  const book = books.find((each) => each?.state === 'live')
  if (book?.state !== 'live') return undefined
  const side = turn % 2 === 0 ? 'buy' : 'sell'
  const own = side === 'buy' ? book.bids : book.asks
  const pair: Pair = book.instrument.pair
  const base = { type: 'route', pair, side, quantity } as const
  const expireTimeUs = view.nowUs + 5_000_000
  if (turn % 4 < 2 || own.count === 0) return { ...base, expireTimeUs, reason: 'takes' }
  // A little behind: some of it fills, some is cancelled at its end.
  const price = own.priceDecimal(Math.min(4, own.count - 1))
  return { ...base, style: 'rest', price, expireTimeUs, reason: 'rests' }
}
