/**
 * The program of threads that keep market data: a thread is opened with this module, where no other is named.
 *
 * @module
 */
import { knownVenue, loadDriver } from '../../drivers/registry.ts'
import { nodePorts } from '../../runtime/node/index.ts'
import type { ThreadProgram } from '../../runtime/ports.ts'
import { marketThread } from './market-thread.ts'

export { type MarketThreadParts, marketThread } from './market-thread.ts'

/** Keeps the venues of this package, with their default options, by Node's own ports. */
export const thread: ThreadProgram = marketThread({
  loadDriver: async (venue) => await loadDriver(knownVenue(venue)),
  ports: () => nodePorts(),
})
