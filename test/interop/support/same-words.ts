import type { Exchange } from 'ccxt'
import type { AccountStatement } from '../../../src/trader/index.ts'
import type { Wallet } from './shared-account.ts'

/** What our client and ccxt see of an account, in the same words. */

const byId = <T extends { readonly id: string }>(rows: readonly T[]): readonly T[] =>
  rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))

export function ownOrders({ openOrders }: AccountStatement) {
  return byPrice(
    openOrders.map(({ venueOrderId, side, price, quantity, filledQuantity, status }) => ({
      id: String(venueOrderId),
      side,
      status,
      price: price?.toNumber() ?? 0,
      quantity: quantity.toNumber(),
      filled: filledQuantity.toNumber(),
    })),
  )
}

export async function ccxtOrders(client: Exchange, pair: string) {
  const orders = await client.fetchOpenOrders(pair)
  return byPrice(
    orders.map(({ id, side, status, price, amount, filled, info }) => ({
      id: String(id),
      side,
      status,
      // Of open derivatives of Kraken it leaves the limit in what the venue said.
      price: Number(price ?? info['limitPrice']),
      quantity: Number(amount),
      filled: Number(filled),
    })),
  )
}

const byPrice = <T extends { readonly price: number }>(rows: readonly T[]): readonly T[] =>
  rows.toSorted((a, b) => a.price - b.price)

export function ownFills({ fills }: AccountStatement) {
  return byId(
    fills.map(({ fillId, venueOrderId, side, price, quantity, fee }) => ({
      id: String(fillId),
      order: String(venueOrderId),
      side,
      price: price.toNumber(),
      quantity: quantity.toNumber(),
      fee: fee && `${fee.amount.toNumber()} ${fee.asset}`,
    })),
  )
}

/** A fill without its fee. */
export const withoutFee = <T extends { readonly fee: unknown }>(fill: T) => ({
  ...fill,
  fee: undefined,
})

export async function ccxtFills(client: Exchange, pair: string) {
  const fills = await client.fetchMyTrades(pair)
  return byId(
    fills.map(({ id, order, side, price, amount, fee }) => ({
      id: String(id),
      order: String(order),
      side,
      price: Number(price),
      quantity: Number(amount),
      fee: fee && `${Number(fee.cost)} ${fee.currency}`,
    })),
  )
}

export function ownBalances({ balances }: AccountStatement): Readonly<Record<string, number>> {
  return Object.fromEntries(balances.map(({ asset, total }) => [String(asset), total.toNumber()]))
}

export async function ccxtBalances(
  client: Exchange,
  params: Wallet['balance'],
): Promise<Readonly<Record<string, number>>> {
  const { total } = await client.fetchBalance(params)
  const held = Object.entries(total as unknown as Readonly<Record<string, number | undefined>>)
  return Object.fromEntries(held.filter(([, amount]) => (amount ?? 0) !== 0)) as Record<
    string,
    number
  >
}

export function ownPositions({ positions = [] }: AccountStatement) {
  return positions.map(({ quantity, averageEntryPrice }) => ({
    quantity: quantity.toNumber(),
    entryPrice: averageEntryPrice?.toNumber(),
  }))
}

export async function ccxtPositions(client: Exchange, pair: string) {
  const positions = await client.fetchPositions([pair])
  return positions.map(({ side, contracts, entryPrice }) => ({
    quantity: Number(contracts) * (side === 'short' ? -1 : 1),
    entryPrice: Number(entryPrice),
  }))
}
