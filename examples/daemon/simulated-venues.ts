import type { Ports } from 'crossbook'
import type { DaemonConfigInput } from 'crossbook/daemon'
import { SIMULATORS, type SimulatedName, serveVenue } from 'crossbook/sim'
import { MARKET_FAULTS, ORDER_FAULTS } from './faults.ts'
import { accountAt, type ServedSimulation } from './trading.ts'

/** Venues that run in this process, on loopback ports. */
export interface SimulatedVenues {
  /** Where the daemon finds them, as its configuration says it. */
  readonly venues: DaemonConfigInput['venues']
  /** The venues themselves, and where they are served. */
  readonly places: ReadonlyMap<SimulatedName, ServedSimulation>
  /** Stops them. */
  close(): Promise<void>
}

/** Starts simulated venues, each with an account where it can have one, and says where they are. */
export async function startSimulatedVenues(
  names: readonly SimulatedName[],
  ports: Ports,
  hasFaults: boolean,
): Promise<SimulatedVenues> {
  const places = new Map<SimulatedName, ServedSimulation>()
  for (const name of names) {
    const simulate = await SIMULATORS[name]()
    const account = accountAt(name)
    const venue = simulate({
      ports,
      warmUpMs: 5_000,
      ...(hasFaults && { faults: [...MARKET_FAULTS, ...ORDER_FAULTS] }),
      ...(account && { accounts: [account] }),
    })
    places.set(name, { venue, served: await serveVenue(venue) })
  }
  return {
    venues: [...places].map(
      ([
        venue,
        {
          served: { streams, rest },
        },
      ]) => ({
        venue,
        urls: { streams, rest },
      }),
    ),
    places,
    close: async () => {
      await Promise.all([...places.values()].map(({ served }) => served.close()))
    },
  }
}
