import type { AccountProtocol, Instrument, VenueOrder } from '../../core/index.ts'
import type { UnnamedOrder } from './account-gateway.ts'
import { findsByName, type Inquirer, isOf } from './inquirer.ts'

/**
 * Asks what became of orders: of each by its name, or of all together where the venue has to look through its history.
 *
 * @throws what the calls fail with
 */
export async function namedOrders(
  {
    inquirer,
    protocol: { facts, queries },
  }: { readonly inquirer: Inquirer; readonly protocol: AccountProtocol },
  orders: readonly UnnamedOrder[],
): Promise<readonly VenueOrder[]> {
  const named = (
    { clientOrderId }: UnnamedOrder,
    rows: readonly VenueOrder[],
  ): readonly VenueOrder[] => rows.map((row) => ({ ...row, clientOrderId }))
  const found: VenueOrder[] = []
  const ofHistory = new Map<Instrument, UnnamedOrder[]>()
  for (const order of orders) {
    const { instrument } = order
    if (findsByName(facts, instrument.product))
      found.push(...named(order, (await inquirer.list(queries.order(order))).items))
    else ofHistory.set(instrument, [...(ofHistory.get(instrument) ?? []), order])
  }
  for (const [instrument, asked] of ofHistory) {
    const sinceUs = Math.min(...asked.map((order) => order.sinceUs))
    const { items } = await inquirer.list(queries.history(instrument, sinceUs))
    for (const order of asked)
      found.push(
        ...named(
          order,
          items.filter((row) => isOf(order, row)),
        ),
      )
  }
  return found
}
