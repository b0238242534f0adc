import { type AccountId, asset, Decimal, scaledText } from '../../../src/core/index.ts'
import { moneyText } from '../../../src/sim/account/money.ts'
import type { SimOrder } from '../../../src/sim/index.ts'
import { isEnded, type Order, type TradingCore } from '../../../src/trader/index.ts'
import { ACCOUNT } from './trading-kit.ts'
import type { TradingWorld } from './trading-world.ts'

/** A venue, and the wallet that is traded from. */
type Witnessed = Pick<TradingWorld, 'venue' | 'kit'>

const ZERO = new Decimal(0)

/**
 * What of a trader's state is not what the simulated venue has, one sentence each: orders, fills, positions, balances. To be
 * asked once nothing is on its way.
 */
export function differences(
  world: Witnessed,
  core: TradingCore,
  ours: AccountId = ACCOUNT,
): readonly string[] {
  const account = world.venue.accounts?.find('main')
  if (account === undefined) return ['the venue has no account']
  const theirs = account.orders().map((order) => ({ ...order, clientOrderId: ownId(world, order) }))
  return [
    ...orderDifferences(ordersOf(core, ours), theirs),
    ...fillDifferences(ordersOf(core, ours), world),
    ...duplicates(theirs.map(({ clientOrderId }) => clientOrderId)).map(
      (id) => `client id ${id} was used twice`,
    ),
    ...balanceDifferences(core, world, ours),
    ...positionDifferences(core, world, ours),
  ]
}

function ordersOf(core: TradingCore, account: AccountId): readonly Order[] {
  return [...core.oms.orders.values()].filter(({ terms }) => terms.account === account)
}

function orderDifferences(ours: readonly Order[], theirs: readonly SimOrder[]): readonly string[] {
  const byId = new Map(theirs.map((order) => [order.clientOrderId ?? '', order]))
  const problems = ours.flatMap((order) => {
    const { clientOrderId, status, filledQuantity, terms } = order
    const venue = byId.get(clientOrderId)
    byId.delete(clientOrderId)
    if (venue === undefined) {
      const isRight = status === 'denied' || status === 'rejected' || status === 'absent'
      return isRight ? [] : [`order ${clientOrderId} is ${status}, and never was at the venue`]
    }
    const filled = text(venue.filledQuantity, venue)
    if (filled !== filledQuantity.toFixed())
      return [`order ${clientOrderId}: filled ${filledQuantity.toFixed()}, at the venue ${filled}`]
    const isOpen = venue.status === 'open' || venue.status === 'untriggered'
    if (isOpen === isEnded(status))
      return [`order ${clientOrderId} is ${status}, at the venue ${venue.status}`]
    const quantity = text(venue.quantity, venue)
    if (isOpen && quantity !== terms.quantity.toFixed())
      return [`order ${clientOrderId}: ${terms.quantity.toFixed()}, at the venue ${quantity}`]
    return []
  })
  const unknown = [...byId.values()].map(
    ({ clientOrderId }) => `the venue has order ${clientOrderId ?? ''}, and we do not`,
  )
  return [...problems, ...unknown]
}

/** By what they say: a venue may write the ids of its fills in a form of its own. */
function fillDifferences(orders: readonly Order[], world: Witnessed): readonly string[] {
  const fills = orders.flatMap((order) => order.fills)
  const ids = new Set<string>(fills.map(({ fillId }) => fillId))
  const ours = orders
    .flatMap((order) =>
      order.fills.map(({ price, quantity }) => told(order.clientOrderId, price, quantity)),
    )
    .toSorted()
  const theirs = (world.venue.accounts?.find('main')?.fills() ?? [])
    .map((fill) => {
      const { price, quantity, instrument } = fill
      const { priceScale, sizeScale } = instrument.spec
      return told(
        ownId(world, fill),
        scaledText(price, priceScale),
        scaledText(quantity, sizeScale),
      )
    })
    .toSorted()
  return [
    ...(ids.size === fills.length ? [] : ['a fill counts twice']),
    ...(ours.join() === theirs.join()
      ? []
      : [`we have ${ours.length} fills, the venue ${theirs.length}, or they differ`]),
  ]
}

function told(
  clientOrderId: string | undefined,
  price: Decimal | string,
  quantity: Decimal | string,
): string {
  const exact = (value: Decimal | string): string => new Decimal(value).toFixed()
  return `${clientOrderId ?? 'nobody'} ${exact(quantity)} at ${exact(price)}`
}

function balanceDifferences(
  core: TradingCore,
  world: Witnessed,
  account: AccountId,
): readonly string[] {
  const wallet = world.venue.accounts?.find('main')
  const [ourCost, theirCost] =
    world.kit.tellsResults === false ? heldCosts(core, world) : [ZERO, ZERO]
  return (wallet?.balances(world.kit.wallet) ?? []).flatMap((balance) => {
    const theirs = new Decimal(moneyText(balance.total)).minus(theirCost)
    const ours = core.portfolio.inventory(account, asset(balance.asset)).total.minus(ourCost)
    const differ = `${balance.asset}: ${ours.toFixed()}, at the venue ${theirs.toFixed()}`
    return ours.eq(theirs) ? [] : [differ]
  })
}

/** What is held cost, by our books and by the venue's; below 0 where short. */
function heldCosts(core: TradingCore, world: Witnessed): readonly [Decimal, Decimal] {
  const ours = core.portfolio.netted().positions.map(({ cost }) => cost)
  const theirs = (world.venue.accounts?.find('main')?.positions() ?? []).map(
    ({ quantity, openValue }) => new Decimal(moneyText(quantity < 0 ? -openValue : openValue)),
  )
  return [Decimal.sum(ZERO, ...ours), Decimal.sum(ZERO, ...theirs)]
}

function positionDifferences(
  core: TradingCore,
  world: Witnessed,
  ours: AccountId,
): readonly string[] {
  const account = world.venue.accounts?.find('main')
  return (account?.positions() ?? []).flatMap(({ instrument, quantity }) => {
    const { symbol, product, sizeScale } = instrument.spec
    const theirs = scaledText(quantity, sizeScale)
    const position = core.portfolio
      .netted()
      .positions.find(
        ({ account: whose, instrument: of }) =>
          whose === ours && of.symbol === symbol && of.product === product,
      )
    const held = position?.quantity.toFixed() ?? '0'
    return held === theirs ? [] : [`${symbol}: ${held}, at the venue ${theirs}`]
  })
}

/** Our id of what the venue has. */
function ownId(
  { kit }: Witnessed,
  { clientOrderId = '' }: Pick<SimOrder, 'clientOrderId'>,
): string {
  return clientOrderId === '' ? '' : (kit.ownId?.(clientOrderId) ?? clientOrderId)
}

function text(scaled: number, { instrument }: SimOrder): string {
  return new Decimal(scaledText(scaled, instrument.spec.sizeScale)).toFixed()
}

function duplicates(ids: readonly string[]): readonly string[] {
  return ids.filter((id, place) => ids.indexOf(id) !== place)
}
