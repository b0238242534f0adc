import type { AccountProtocol, BalanceTold, PositionTold, VenueOrder } from '../../core/index.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { AccountStatement, StatementWish } from './account-gateway.ts'
import type { Inquirer, WholeList } from './inquirer.ts'
import { namedOrders } from './named-orders.ts'

/**
 * Asks for what is so in an account. The order matters: an order that was open when the list was made, and is missing later,
 * is asked for by name; fills come after the orders that tell of them; balances last, when all that is known moved them.
 *
 * @throws what the calls fail with
 */
export async function fetchStatement(
  parts: {
    readonly inquirer: Inquirer
    readonly protocol: AccountProtocol
    readonly products: readonly string[]
    readonly ports: Pick<Ports, 'wallClock'>
  },
  wish: StatementWish,
): Promise<AccountStatement> {
  const { inquirer, protocol, products, ports } = parts
  const { queries } = protocol
  const openOrders: VenueOrder[] = []
  const askedTimeUs = ports.wallClock.nowUs()
  for (const call of products.flatMap((product) => queries.allOpenOrders(product)))
    openOrders.push(...(await inquirer.list(call)).items)
  const orders = await namedOrders(parts, wish.missing(openOrders, askedTimeUs))
  const fills = []
  for (const { instrument, sinceUs } of wish.fills)
    fills.push(...(await inquirer.list(queries.fills(instrument, sinceUs))).items)
  const positions = await positionsOf(parts)
  const [product] = products
  const balances: WholeList<BalanceTold> | undefined =
    product === undefined ? undefined : await inquirer.list(queries.balances(product))
  return {
    askedTimeUs,
    answeredTimeUs: ports.wallClock.nowUs(),
    openOrders,
    orders,
    fills,
    balances: balances?.items ?? [],
    positions: positions?.items,
    venueTimeUs: Math.min(
      balances?.venueTimeUs ?? Number.POSITIVE_INFINITY,
      positions?.venueTimeUs ?? Number.POSITIVE_INFINITY,
    ),
  }
}

async function positionsOf({
  inquirer,
  protocol: { facts, queries },
  products,
}: {
  readonly inquirer: Inquirer
  readonly protocol: AccountProtocol
  readonly products: readonly string[]
}): Promise<{ readonly items: readonly PositionTold[]; readonly venueTimeUs: number } | undefined> {
  const { positions } = queries
  const futures = products.filter(
    (id) => facts.products.find((product) => product.id === id)?.market === 'futures',
  )
  if (positions === undefined || futures.length === 0) return undefined
  const items: PositionTold[] = []
  let venueTimeUs = Number.POSITIVE_INFINITY
  for (const call of futures.flatMap((product) => positions(product))) {
    const list = await inquirer.list(call)
    items.push(...list.items)
    venueTimeUs = Math.min(venueTimeUs, list.venueTimeUs)
  }
  return { items, venueTimeUs }
}
