import type { StrategyId } from '../../../src/core/index.ts'
import type { Strategy, StrategyDefinition, TradingCore } from '../../../src/trader/index.ts'

/** What a strategy was told of its orders, as its memory has it. */
export class Told {
  /** Ids of the fills, in the order in which they were told. */
  fills: string[] = []
  /** By our id, what was told last of each order. */
  orders: Record<string, string> = {}
}

/** The same kind of strategy, which remembers what it was told; `onMade` is given the memory of each that is made. */
export function listening<Params>(
  definition: StrategyDefinition<Params>,
  onMade: (told: Told) => void,
): StrategyDefinition<Params> {
  return { ...definition, create: (params) => listener(definition.create(params), onMade) }
}

/** What a strategy does not know of its orders, or knows otherwise than the trading core, one sentence each. */
export function unheard(told: Told, core: TradingCore, strategy: StrategyId): readonly string[] {
  const orders = [...core.oms.orders.values()].filter((order) => order.strategy === strategy)
  const fills = orders.flatMap((order) => order.fills.map(({ fillId }) => String(fillId)))
  const differ = orders.flatMap((order) => {
    const [now, then] = [wordsOf(order), told.orders[order.clientOrderId]]
    return now === then ? [] : [`order ${order.clientOrderId} is ${now}, was told to be ${then}`]
  })
  return [
    ...(fills.toSorted().join() === told.fills.toSorted().join()
      ? []
      : [`there are ${fills.length} fills, ${told.fills.length} were told, or others`]),
    ...differ,
  ]
}

function listener<Params>(
  strategy: Strategy<Params>,
  onMade: (told: Told) => void,
): Strategy<Params> {
  const told = new Told()
  onMade(told)
  return {
    evaluate: (view) => strategy.evaluate(view),
    onTimer: (view) => (strategy.onTimer ? strategy.onTimer(view) : strategy.evaluate(view)),
    onFill: (view) => {
      const { clientOrderId, fill } = view.event
      const isKnown = view.order(clientOrderId) !== undefined
      told.fills.push(isKnown ? fill.fillId : `${fill.fillId} of an order that it does not see`)
      return strategy.onFill?.(view) ?? []
    },
    onOrder: (view) => {
      told.orders[view.event.order.clientOrderId] = wordsOf(view.event.order)
      return strategy.onOrder?.(view) ?? []
    },
    snapshot: () => ({ told, inner: strategy.snapshot?.() }),
    restore: (memory) => {
      const { told: before, inner } = memory as { readonly told: Told; readonly inner?: unknown }
      Object.assign(told, structuredClone(before))
      if (inner !== undefined) strategy.restore?.(inner)
    },
  }
}

function wordsOf({
  status,
  filledQuantity,
}: {
  readonly status: string
  readonly filledQuantity: { toFixed(): string }
}): string {
  return `${status}, filled ${filledQuantity.toFixed()}`
}
