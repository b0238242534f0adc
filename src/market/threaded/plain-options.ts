import { ConfigError } from '../../core/index.ts'
import type { MarketDataOptions } from '../market-data-options.ts'
import type { PlainMarketOptions } from '../thread/messages.ts'

/**
 * The options that a thread is sent.
 *
 * @throws ConfigError `INVALID_OPTIONS` for a tap: frames stay in the thread that reads them
 */
export function plainOptions(options: MarketDataOptions): PlainMarketOptions {
  const { driver, ports: _, tap, signal: __, ...plain } = options
  if (tap === undefined) return plain
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Opening market data of ${driver.facts.name} in a thread: expected no tap, which cannot be sent there; record them with threads: 'single'`,
  )
}
