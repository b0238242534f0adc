import {
  type BookUpdate,
  ConfigError,
  type ExchangeDriver,
  type InstrumentSlot,
} from '../core/index.ts'
import type { HttpClient } from '../transport/index.ts'

/**
 * Fetches the book of a feed by REST.
 *
 * @throws ConfigError `UNSUPPORTED` where the driver describes no such call; and what the call fails with.
 */
export async function fetchSnapshot(
  driver: ExchangeDriver,
  http: HttpClient,
  slot: InstrumentSlot,
  feed: string,
): Promise<BookUpdate> {
  const call = driver.rest.bookSnapshot?.(slot, feed)
  if (call !== undefined) return http.send(call)
  throw new ConfigError(
    'UNSUPPORTED',
    `Fetching a book of feed "${feed}": the driver describes no such call`,
  )
}
