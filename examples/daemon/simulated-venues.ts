import type { Ports } from 'crossbook'
import type { DaemonConfigInput } from 'crossbook/daemon'
import {
  type FaultScript,
  type ServedVenue,
  SIMULATORS,
  type SimulatedName,
  serveVenue,
} from 'crossbook/sim'

/** Frames lost, a connection cut, a connection that goes silent: each book must notice, and come back by itself. */
const FAULTS: FaultScript = [
  { fault: { kind: 'drop' }, when: { fromMs: 3_000, most: 3, probability: 0.05 } },
  {
    fault: { kind: 'corrupt', how: 'syntax' },
    when: { fromMs: 4_000, most: 1, probability: 0.02 },
  },
  { fault: { kind: 'cutMidFrame' }, when: { fromMs: 6_000, most: 1, probability: 0.05 } },
]

/** Venues that run in this process, on loopback ports. */
export interface SimulatedVenues {
  /** Where the daemon finds them, as its configuration says it. */
  readonly venues: DaemonConfigInput['venues']
  /** Stops them. */
  close(): Promise<void>
}

/** Starts simulated venues and says where they are. */
export async function startSimulatedVenues(
  names: readonly SimulatedName[],
  ports: Ports,
  hasFaults: boolean,
): Promise<SimulatedVenues> {
  const served = new Map<SimulatedName, ServedVenue>()
  for (const name of names) {
    const simulate = await SIMULATORS[name]()
    const venue = simulate({
      ports,
      warmUpMs: 5_000,
      ...(hasFaults ? { faults: FAULTS } : {}),
    })
    served.set(name, await serveVenue(venue))
  }
  return {
    venues: [...served].map(([venue, { streams, rest }]) => ({ venue, urls: { streams, rest } })),
    close: async () => {
      await Promise.all([...served.values()].map((each) => each.close()))
    },
  }
}
