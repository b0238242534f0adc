import type { MarketDataOptions, Ports } from 'crossbook'
import { SIMULATORS, type SimulatedName, serveVenue } from 'crossbook/sim'

/** Where a venue is found; dispose of it last. */
export interface Place extends AsyncDisposable {
  /** What `MarketData.open` needs to know of it: nothing for the real venue. */
  readonly options: Pick<MarketDataOptions, 'urls'>
}

/** With `--simulated` on the command line a venue in this process, on loopback ports; else the real one. */
export async function placeOf(name: SimulatedName, ports: Ports): Promise<Place> {
  if (!process.argv.includes('--simulated')) {
    return { options: {}, [Symbol.asyncDispose]: async () => {} }
  }
  const simulate = await SIMULATORS[name]()
  const venue = await serveVenue(simulate({ ports, warmUpMs: 5_000 }))
  const { streams, rest } = venue
  return { options: { urls: { streams, rest } }, [Symbol.asyncDispose]: () => venue.close() }
}
