import type { Instrument } from '../../core/index.ts'
import { fromPlain, type Plain, toPlain } from '../oms/order-json.ts'
import type { Route } from './route.ts'
import { RouteBook } from './route-book.ts'

/** All routes of a writer as plain JSON data. */
export interface RouteSnapshot {
  /** How many were ever made. */
  readonly sequence: number
  /** Those that are kept, oldest first. */
  readonly routes: readonly Plain<Route>[]
}

/** Writes routes down. */
export function writeRoutes(book: RouteBook): RouteSnapshot {
  const { sequence, routes } = book
  return { sequence, routes: Array.from(routes.values(), (route) => toPlain<Route>(route)) }
}

/** Reads routes; `share` gives the one object that stands for an instrument. */
export function readRoutes(
  snapshot: RouteSnapshot,
  share: (told: unknown) => Instrument,
): RouteBook {
  return new RouteBook(
    snapshot.sequence,
    snapshot.routes.map((route) => fromPlain<Route>(route, share)),
  )
}
