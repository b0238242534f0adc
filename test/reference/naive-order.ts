import type { Fill, OrderInput, OrderStatus } from '../../src/core/index.ts'

/** What is true of an order, by all that its venue ever said of it, in whatever order and however often. */
export interface NaiveOrder {
  /** How it ended; `undefined`: it lives. */
  readonly ended: OrderStatus | undefined
  readonly quantity: string
  readonly filledQuantity: string
  /** Σ (price × quantity) of the fills; the average is this by the filled quantity. */
  readonly paid: string
  /** Asset → sum of the fees. */
  readonly fees: Readonly<Record<string, string>>
  readonly fillIds: readonly string[]
}

/** An order that is obviously right: sets and sums over all events, and no state. Whole numbers only. */
export function naiveOrder(placedQuantity: number, events: readonly OrderInput[]): NaiveOrder {
  const fills = new Map<string, Fill>()
  for (const event of events) {
    if (event.type !== 'fill') continue
    const known = fills.get(event.fill.fillId)
    // A fill may be told twice, the second time with its fee.
    if (known?.fee === undefined) fills.set(event.fill.fillId, event.fill)
  }
  const amends = events
    .flatMap((event) => (event.type === 'amended' ? [event] : []))
    .sort((a, b) => Number(a.request) - Number(b.request))
  const quantity = BigInt(amends.at(-1)?.quantity?.toFixed() ?? placedQuantity)
  const fees: Record<string, bigint> = {}
  let filled = 0n
  let paid = 0n
  for (const fill of fills.values()) {
    filled += BigInt(fill.quantity.toFixed())
    paid += BigInt(fill.quantity.toFixed()) * BigInt(fill.price.toFixed())
    if (fill.fee === undefined) continue
    fees[fill.fee.asset] = (fees[fill.fee.asset] ?? 0n) + BigInt(fill.fee.amount.toFixed())
  }
  const end = events.find(({ type }) => type === 'cancelled' || type === 'expired')
  return {
    ended: filled >= quantity ? 'filled' : (end?.type as OrderStatus | undefined),
    quantity: String(quantity),
    filledQuantity: String(filled),
    paid: String(paid),
    fees: Object.fromEntries(
      Object.entries(fees)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([asset, sum]) => [asset, String(sum)]),
    ),
    fillIds: [...fills.keys()].sort(),
  }
}
