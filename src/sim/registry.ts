import type { SimulatedVenue, SimulatorOptions } from './simulated-venue.ts'

/** Makes a simulated venue. */
export type Simulator = (options: SimulatorOptions) => SimulatedVenue

/** The simulated venues by id, each loaded when it is asked for. */
export const SIMULATORS: Readonly<Record<string, () => Promise<Simulator>>> = {
  binance: async () => (await import('./binance/index.ts')).simulatedBinance,
}
