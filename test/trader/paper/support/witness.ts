import { isEnded } from '../../../../src/trader/index.ts'
import type { Life, PaperWorld } from './paper-world.ts'
import { ACCOUNT } from './paper-world.ts'

/** What of a trader's state is not what the paper venue states, one sentence each. To be asked in a calm. */
export async function differences(
  { runtime }: PaperWorld,
  { trader, gateway, market }: Life,
): Promise<readonly string[]> {
  const { oms, portfolio } = trader.core
  const ours = [...oms.orders.values()].filter(({ requests }) => requests > 0)
  const statement = await runtime.settle(
    gateway.statement({
      fills: market.instruments().map((instrument) => ({ instrument, sinceUs: 0 })),
      missing: (open) => {
        const ids = new Set(open.map(({ clientOrderId }) => clientOrderId))
        return ours
          .filter(({ clientOrderId }) => !ids.has(clientOrderId))
          .map(({ clientOrderId, terms: { instrument } }) => ({
            clientOrderId,
            venueOrderId: undefined,
            sinceUs: 0,
            instrument,
          }))
      },
    }),
  )
  const theirs = new Map(
    [...statement.openOrders, ...statement.orders].map((row) => [row.clientOrderId, row]),
  )
  const problems = ours.flatMap(({ clientOrderId, status, filledQuantity, terms }) => {
    const row = theirs.get(clientOrderId)
    theirs.delete(clientOrderId)
    if (row === undefined)
      return status === 'absent' ? [] : [`${clientOrderId} is ${status}, and never was there`]
    const isSame =
      (isEnded(status) ? status : 'open') === row.status &&
      filledQuantity.eq(row.filledQuantity) &&
      terms.quantity.eq(row.quantity) &&
      (terms.price?.eq(row.price ?? 0) ?? true)
    return isSame
      ? []
      : [
          `${clientOrderId} is ${status} ${filledQuantity.toFixed()}, there ${row.status} ${row.filledQuantity.toFixed()}`,
        ]
  })
  const fills = new Set(ours.flatMap((order) => order.fills.map(({ fillId }) => fillId)))
  const counted = ours.reduce((sum, order) => sum + order.fills.length, 0)
  const money = portfolio.reconcile({
    account: ACCOUNT,
    timeUs: statement.venueTimeUs,
    balances: statement.balances,
    ...(statement.positions && { positions: statement.positions }),
  })
  return [
    ...problems,
    ...[...theirs.keys()].map((id) => `the venue has order ${id}, and we do not`),
    ...statement.fills.flatMap(({ fillId }) => (fills.has(fillId) ? [] : [`no fill ${fillId}`])),
    ...(counted === statement.fills.length ? [] : [`${counted} fills, ${statement.fills.length}`]),
    ...money.differences.map(
      ({ type, ours: mine, theirs: told }) => `${type}: ${mine.toFixed()}, there ${told.toFixed()}`,
    ),
  ]
}
