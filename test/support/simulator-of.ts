import type { KnownVenue } from '../../src/drivers/registry.ts'
import { SIMULATORS, type Simulator, TICK_SIMULATORS } from '../../src/sim/index.ts'

/** The simulated venue of a driver of ours, whether it has books or not. */
export function simulatorOf(venue: KnownVenue): Promise<Simulator> {
  return { ...SIMULATORS, ...TICK_SIMULATORS }[venue]()
}
