import type { Host } from '../runtime/virtual/host.ts'
import type { SimAccountOptions } from './account/account-rules.ts'
import type { SimAccounts } from './account/sim-accounts.ts'
import type { FaultInjector } from './fault-injector.ts'
import type { FaultScript } from './fault-rules.ts'
import type { SimInstrumentOptions } from './sim-instrument.ts'
import type { BookTruth, SimMarket } from './sim-market.ts'
import type { SimPorts } from './sim-ports.ts'

/** What every simulated venue can be told. */
export interface SimulatorOptions {
  /** Clock and timers; any `Ports` has them. */
  readonly ports: SimPorts
  /** One seed gives one history of the market, and one of the faults for the same traffic. @defaultValue 1 */
  readonly seed?: string | number
  /** What is listed; `product` is one of the venue's product lines. @defaultValue the venue's own list */
  readonly instruments?: readonly SimInstrumentOptions[]
  /** What goes wrong. @defaultValue nothing */
  readonly faults?: FaultScript
  /** Accounts to open, at venues whose private part is simulated. @defaultValue none */
  readonly accounts?: readonly SimAccountOptions[]
  /** Length of one market step, in ms. @defaultValue 10 */
  readonly stepMs?: number
  /** How long the market has been trading when the venue is made, in ms. @defaultValue 0 */
  readonly warmUpMs?: number
}

/** Where one endpoint of a simulated venue is found. */
export interface EndpointPlace {
  /** Key in `hosts`. */
  readonly host: string
  /** Origin of the real venue's endpoint, as in `wss://stream.example.com`: a virtual network answers it with the host. */
  readonly origin: string
  /** What follows the origin; empty or starting with `/`. */
  readonly path: string
}

/** A venue in a box: hosts that speak its wire protocol over one simulated market. */
export interface SimulatedVenue {
  /** Its name in the words of its dialect's folder. */
  readonly venue: string
  /** Its hosts by name. */
  readonly hosts: Readonly<Record<string, Host>>
  /** Stream endpoints by the name that drivers give them. */
  readonly streams: Readonly<Record<string, EndpointPlace>>
  /** Private stream endpoints by the name that accounts give them. Absent where the private part is not simulated. */
  readonly accountStreams?: Readonly<Record<string, EndpointPlace>>
  /** REST services by the name that drivers give them. */
  readonly rest: Readonly<Record<string, EndpointPlace>>
  /** REST services by the name that accounts give them, public ones included. Absent where they are those of `rest`. */
  readonly accountRest?: Readonly<Record<string, EndpointPlace>>
  /** What is traded. */
  readonly market: SimMarket
  /** The faults: what happened, and more of them at any time. */
  readonly faults: FaultInjector
  /** The accounts: what they own and did, whatever clients were told. Absent where the private part is not simulated. */
  readonly accounts?: SimAccounts
  /** The book inside the venue: of now, or after an update id. */
  truth(product: string, symbol: string, updateId?: number): BookTruth | undefined
  /** Lets the market run on timers. */
  start(): void
  /** Stops the market. Connections stay open and quiet. Idempotent. */
  stop(): void
}

/** The hosts of a venue by the origins of the real one, for a virtual network to answer. */
export function venueOrigins(venue: SimulatedVenue): ReadonlyMap<string, Host> {
  const origins = new Map<string, Host>()
  const { streams, accountStreams = {}, rest } = venue
  for (const place of [streams, accountStreams, rest].flatMap((each) => Object.values(each))) {
    const host = venue.hosts[place.host]
    if (host !== undefined) origins.set(place.origin, host)
  }
  return origins
}
