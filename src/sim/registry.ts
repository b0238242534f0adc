import type { SimulatedVenue, SimulatorOptions } from './simulated-venue.ts'

/** A venue that crossbook can simulate. */
export type SimulatedName = 'binance' | 'coinbase' | 'coinex' | 'kraken' | 'okx'

/** Makes a simulated venue. */
export type Simulator = (options: SimulatorOptions) => SimulatedVenue

/** The simulated venues by id, each loaded when it is asked for. */
export const SIMULATORS: Readonly<Record<SimulatedName, () => Promise<Simulator>>> = {
  binance: async () => (await import('./binance/index.ts')).simulatedBinance,
  coinbase: async () => (await import('./coinbase/index.ts')).simulatedCoinbase,
  coinex: async () => (await import('./coinex/index.ts')).simulatedCoinex,
  kraken: async () => (await import('./kraken/index.ts')).simulatedKraken,
  okx: async () => (await import('./okx/index.ts')).simulatedOkx,
}

/** All of them, by name. */
export const SIMULATED_NAMES: readonly SimulatedName[] = [
  'binance',
  'coinbase',
  'coinex',
  'kraken',
  'okx',
]
