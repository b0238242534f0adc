import { SIMULATED_NAMES, type SimulatedName } from '../../src/sim/index.ts'
import type { VenueAdapter } from './support/adapter.ts'

const ADAPTERS: Readonly<Record<SimulatedName, () => Promise<VenueAdapter>>> = {
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

/** Every simulated venue; `CROSSBOOK_INTEROP_VENUE` leaves one. */
export const VENUES: readonly SimulatedName[] = SIMULATED_NAMES.filter(
  (name) => name === (process.env['CROSSBOOK_INTEROP_VENUE'] ?? name),
)

/** How the independent clients of a venue reach its simulator. */
export function adapterOf(venue: SimulatedName): Promise<VenueAdapter> {
  return ADAPTERS[venue]()
}
