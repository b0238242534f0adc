import { ConfigError, type ExchangeDriver } from '../core/index.ts'

/** Loads each driver on first use, so that a program pays for the venues it names. */
const LOADERS = {
  amm: async (): Promise<ExchangeDriver> => (await import('./amm/index.ts')).amm(),
  binance: async (): Promise<ExchangeDriver> => (await import('./binance/index.ts')).binance(),
  bybit: async (): Promise<ExchangeDriver> => (await import('./bybit/index.ts')).bybit(),
  coinbase: async (): Promise<ExchangeDriver> => (await import('./coinbase/index.ts')).coinbase(),
  coinex: async (): Promise<ExchangeDriver> => (await import('./coinex/index.ts')).coinex(),
  hyperliquid: async (): Promise<ExchangeDriver> =>
    (await import('./hyperliquid/index.ts')).hyperliquid(),
  dydx: async (): Promise<ExchangeDriver> => (await import('./dydx/index.ts')).dydx(),
  gate: async (): Promise<ExchangeDriver> => (await import('./gate/index.ts')).gate(),
  htx: async (): Promise<ExchangeDriver> => (await import('./htx/index.ts')).htx(),
  kraken: async (): Promise<ExchangeDriver> => (await import('./kraken/index.ts')).kraken(),
  mexc: async (): Promise<ExchangeDriver> => (await import('./mexc/index.ts')).mexc(),
  kucoin: async (): Promise<ExchangeDriver> => (await import('./kucoin/index.ts')).kucoin(),
  okx: async (): Promise<ExchangeDriver> => (await import('./okx/index.ts')).okx(),
} as const

/** A venue that crossbook has a driver for. */
export type KnownVenue = keyof typeof LOADERS

/** All of them, by name. */
export const KNOWN_VENUES: readonly KnownVenue[] = Object.keys(LOADERS) as KnownVenue[]

/**
 * The driver of a venue named in code: a typo does not compile.
 */
export function loadDriver(venue: KnownVenue): Promise<ExchangeDriver> {
  return LOADERS[venue]()
}

/**
 * Reads a venue named by a person.
 *
 * @throws ConfigError `UNKNOWN_VENUE`, naming the venues there are.
 */
export function knownVenue(text: string): KnownVenue {
  const found = KNOWN_VENUES.find((venue) => venue === text)
  if (found !== undefined) return found
  throw new ConfigError(
    'UNKNOWN_VENUE',
    `Looking for a venue: there is no "${text}"; there are ${KNOWN_VENUES.join(', ')}`,
    { context: { found: text } },
  )
}
