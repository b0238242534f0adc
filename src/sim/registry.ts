import type { SimulatedVenue, SimulatorOptions } from './simulated-venue.ts'
import type { StreamMaker } from './stream-maker.ts'

/** Makes a simulated venue. */
export type Simulator = (options: SimulatorOptions) => SimulatedVenue

/** The simulated venues by id, each loaded when it is asked for. */
export const SIMULATORS = {
  amm: async (): Promise<Simulator> => (await import('./amm/index.ts')).simulatedAmm,
  binance: async (): Promise<Simulator> => (await import('./binance/index.ts')).simulatedBinance,
  bybit: async (): Promise<Simulator> => (await import('./bybit/index.ts')).simulatedBybit,
  coinbase: async (): Promise<Simulator> => (await import('./coinbase/index.ts')).simulatedCoinbase,
  coinex: async (): Promise<Simulator> => (await import('./coinex/index.ts')).simulatedCoinex,
  dydx: async (): Promise<Simulator> => (await import('./dydx/index.ts')).simulatedDydx,
  gate: async (): Promise<Simulator> => (await import('./gate/index.ts')).simulatedGate,
  htx: async (): Promise<Simulator> => (await import('./htx/index.ts')).simulatedHtx,
  hyperliquid: async (): Promise<Simulator> =>
    (await import('./hyperliquid/index.ts')).simulatedHyperliquid,
  kraken: async (): Promise<Simulator> => (await import('./kraken/index.ts')).simulatedKraken,
  kucoin: async (): Promise<Simulator> => (await import('./kucoin/index.ts')).simulatedKucoin,
  mexc: async (): Promise<Simulator> => (await import('./mexc/index.ts')).simulatedMexc,
  okx: async (): Promise<Simulator> => (await import('./okx/index.ts')).simulatedOkx,
} as const

/** Sources of ticks without books, likewise: who keeps the books of all venues leaves them out. */
export const TICK_SIMULATORS = {
  dukascopy: async (): Promise<Simulator> =>
    (await import('./dukascopy/index.ts')).simulatedDukascopy,
  mt5: async (): Promise<Simulator> => (await import('./mt5/index.ts')).simulatedMt5,
} as const

/** The venue whose streams can be made up at any depth; a driver that trades reads them. */
export const MADE_STREAMS = {
  venue: 'binance',
  load: async (): Promise<StreamMaker> =>
    (await import('./binance/generated-streams.ts')).generatedStreams,
} as const

/** A venue that crossbook can simulate. */
export type SimulatedName = keyof typeof SIMULATORS

/** All of them, by name. */
export const SIMULATED_NAMES: readonly SimulatedName[] = Object.keys(SIMULATORS) as SimulatedName[]
