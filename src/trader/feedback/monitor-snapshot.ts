import type { Asset, ClientOrderId, StrategyId } from '../../core/index.ts'
import { type Codec, integer, type Json, map, object } from '../portfolio/codec.ts'
import { type Course, courseCodec } from '../portfolio/performance.ts'
import { type OrderCounts, type WatchedOrder, watchedOrderCodec } from './order-watch.ts'
import { type SlippageSum, slippageCodec } from './slippage.ts'

/** What is kept of one strategy. Never mutated: a change is a new object. */
export interface Tally {
  readonly counts: OrderCounts
  /** By settle asset. */
  readonly slippage: ReadonlyMap<Asset, SlippageSum>
  readonly unpricedFills: number
  /** The course of what it is worth. */
  readonly course: Course
}

/** Everything that a monitor knows beside how long calls took. */
export interface MonitorState {
  readonly orders: ReadonlyMap<ClientOrderId, WatchedOrder>
  readonly tallies: ReadonlyMap<StrategyId, Tally>
}

/** The same as JSON data: decimals are text, maps are lists of pairs in their order. */
export interface MonitorSnapshot {
  /** Orders that are remembered. */
  readonly orders: Json
  /** What was counted, by strategy. */
  readonly tallies: Json
}

const counts = object<OrderCounts>({
  placed: integer,
  amends: integer,
  cancels: integer,
  fills: integer,
  denied: integer,
  rejected: integer,
  unknown: integer,
})
// A map that is read is written as any other.
const slippage = map<Asset, SlippageSum>(slippageCodec) as Codec<ReadonlyMap<Asset, SlippageSum>>
const tally = object<Tally>({ counts, slippage, unpricedFills: integer, course: courseCodec })
const orders = map<ClientOrderId, WatchedOrder>(watchedOrderCodec)
const tallies = map<StrategyId, Tally>(tally)

/** Writes everything. */
export function writeMonitor(state: MonitorState): MonitorSnapshot {
  return {
    orders: orders.write(new Map(state.orders)),
    tallies: tallies.write(new Map(state.tallies)),
  }
}

/** Reads everything; nothing where there is none. @throws ConfigError `INVALID_OPTIONS` where it is no snapshot */
export function readMonitor(snapshot: MonitorSnapshot | undefined): MonitorState {
  if (snapshot === undefined) return { orders: new Map(), tallies: new Map() }
  return {
    orders: orders.read(snapshot.orders, 'feedback.orders'),
    tallies: tallies.read(snapshot.tallies, 'feedback.tallies'),
  }
}
