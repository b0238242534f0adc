import type { LiveInstrument } from '../live-instrument.ts'
import { isAlive, type SimFill, type SimOrder } from './sim-order.ts'

/** Names an order by the venue's id or by its owner's. */
export type OrderName = { readonly orderId: string } | { readonly clientOrderId: string }

/** Which part of a history is asked for. Every condition given must hold. */
export interface HistoryQuery {
  /** Of this instrument. */
  readonly instrument?: LiveInstrument
  /** Of this order. */
  readonly orderId?: string
  /** Of this moment or later, epoch µs: of a fill its time, of an order its creation. */
  readonly fromUs?: number
  /** Of this moment or earlier, epoch µs. */
  readonly untilUs?: number
  /** Behind this id: of a fill, or of an order. */
  readonly afterId?: string
  /** Before this id. */
  readonly beforeId?: string
  /** Most rows. @defaultValue 500 */
  readonly limit?: number
  /** Which end the rows are counted from; they come oldest first all the same. @defaultValue `'oldest'` */
  readonly end?: 'oldest' | 'newest'
}

const USUAL_LIMIT = 500

/** The orders and fills of an account, by all their names. Nothing is forgotten by itself. */
export class OrderStore {
  readonly #orders = new Map<string, SimOrder>()
  readonly #alive = new Map<string, SimOrder>()
  readonly #byClientId = new Map<string, string>()
  readonly #fills: SimFill[] = []

  /** Puts an order in place of what it was. Returns what it was. */
  put(order: SimOrder): SimOrder | undefined {
    const before = this.#orders.get(order.orderId)
    this.#orders.set(order.orderId, order)
    if (isAlive(order)) this.#alive.set(order.orderId, order)
    else this.#alive.delete(order.orderId)
    if (before === undefined && order.clientOrderId !== undefined) {
      this.#byClientId.set(order.clientOrderId, order.orderId)
    }
    return before
  }

  /** Loses an order that has ended; its fills stay. Whether there was one. */
  forget(orderId: string): boolean {
    const order = this.#orders.get(orderId)
    if (order === undefined || isAlive(order)) return false
    this.#orders.delete(orderId)
    const { clientOrderId = '' } = order
    if (this.#byClientId.get(clientOrderId) === orderId) this.#byClientId.delete(clientOrderId)
    return true
  }

  /** Remembers a fill. */
  addFill(fill: SimFill): void {
    this.#fills.push(fill)
  }

  /** An order; by the owner's id the last one that had it. */
  find(name: OrderName): SimOrder | undefined {
    const orderId = 'orderId' in name ? name.orderId : this.#byClientId.get(name.clientOrderId)
    return orderId === undefined ? undefined : this.#orders.get(orderId)
  }

  /** Orders that have not ended, oldest first. */
  alive(instrument?: LiveInstrument): SimOrder[] {
    const all = [...this.#alive.values()]
    return instrument === undefined ? all : all.filter((order) => order.instrument === instrument)
  }

  /** All orders that a query asks for, oldest first. */
  orders(query: HistoryQuery = {}): SimOrder[] {
    return page([...this.#orders.values()], query, ({ orderId, createdUs }) => [orderId, createdUs])
  }

  /** The fills that a query asks for, oldest first. */
  fills(query: HistoryQuery = {}): SimFill[] {
    return page(this.#fills, query, ({ fillId, timeUs }) => [fillId, timeUs])
  }

  /** The fills behind the first `count`. */
  fillsAfter(count: number): readonly SimFill[] {
    return this.#fills.slice(count)
  }

  /** How many fills there were. */
  get fillCount(): number {
    return this.#fills.length
  }
}

function page<Row extends SimOrder | SimFill>(
  rows: readonly Row[],
  query: HistoryQuery,
  keyOf: (row: Row) => readonly [id: string, timeUs: number],
): Row[] {
  const { instrument, orderId, fromUs, untilUs, afterId, beforeId, limit = USUAL_LIMIT } = query
  const asked = rows.filter((row) => {
    const [id, timeUs] = keyOf(row)
    if (instrument !== undefined && row.instrument !== instrument) return false
    if (orderId !== undefined && row.orderId !== orderId) return false
    if (fromUs !== undefined && timeUs < fromUs) return false
    if (untilUs !== undefined && timeUs > untilUs) return false
    if (afterId !== undefined && BigInt(id) <= BigInt(afterId)) return false
    return beforeId === undefined || BigInt(id) < BigInt(beforeId)
  })
  if (query.end !== 'newest') return asked.slice(0, limit)
  return asked.slice(Math.max(0, asked.length - limit))
}
