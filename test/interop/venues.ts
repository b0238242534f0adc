import { SIMULATED_NAMES, type SimulatedName } from '../../src/sim/index.ts'
import type { VenueAdapter } from './support/adapter.ts'

/** Nodes of a chain are no exchange: ccxt has no class for them, and their answers are checked by published numbers. */
export type ExchangeName = Exclude<SimulatedName, 'amm'>

const ADAPTERS: Readonly<Record<ExchangeName, () => Promise<VenueAdapter>>> = {
  binance: async () => (await import('./binance.ts')).adapter,
  bybit: async () => (await import('./bybit.ts')).adapter,
  coinbase: async () => (await import('./coinbase.ts')).adapter,
  coinex: async () => (await import('./coinex.ts')).adapter,
  hyperliquid: async () => (await import('./hyperliquid.ts')).adapter,
  dydx: async () => (await import('./dydx.ts')).adapter,
  gate: async () => (await import('./gate.ts')).adapter,
  htx: async () => (await import('./htx.ts')).adapter,
  kraken: async () => (await import('./kraken.ts')).adapter,
  mexc: async () => (await import('./mexc.ts')).adapter,
  kucoin: async () => (await import('./kucoin.ts')).adapter,
  okx: async () => (await import('./okx.ts')).adapter,
}

/** Every simulated exchange; `-t` with a name leaves one. */
export const VENUES: readonly ExchangeName[] = SIMULATED_NAMES.filter(
  (name): name is ExchangeName => name !== 'amm',
)

/** How the independent clients of a venue reach its simulator. */
export function adapterOf(venue: ExchangeName): Promise<VenueAdapter> {
  return ADAPTERS[venue]()
}
