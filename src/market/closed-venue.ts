import type { VenueFacts } from '../core/index.ts'
import type { Log } from '../runtime/ports.ts'

/**
 * Warns who opens a venue that has stopped trading: its servers may answer for months, with a listing that looks alive
 * and books that are empty.
 */
export function warnIfClosed({ venue, name, closedSince }: VenueFacts, log: Log): void {
  if (closedSince === undefined) return
  log.warn(`${name} has stopped trading: expect frozen prices, empty books or no answer`, () => ({
    venue,
    closedSince,
  }))
}
