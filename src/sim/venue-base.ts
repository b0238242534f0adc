import { ConfigError } from '../core/index.ts'
import type { Host } from '../runtime/virtual/host.ts'
import type { AccountRules } from './account/account-rules.ts'
import { SimAccounts } from './account/sim-accounts.ts'
import { TradingDesk } from './account/trading-desk.ts'
import { FaultInjector } from './fault-injector.ts'
import type { LiveInstrument } from './live-instrument.ts'
import { listInstrument, type SimInstrumentOptions } from './sim-instrument.ts'
import { SimMarket } from './sim-market.ts'
import type { SimPorts } from './sim-ports.ts'
import type { SimulatedVenue, SimulatorOptions } from './simulated-venue.ts'
import { type Dialect, venueHost } from './venue-host.ts'

/** What a venue lists. */
export interface VenueListing {
  /** Its instruments at the start. */
  readonly instruments: readonly SimInstrumentOptions[]
  /** Its product lines. @defaultValue any */
  readonly products?: readonly string[]
}

/** Where a venue's orders are taken. */
interface VenueTrading {
  /** Who trades. */
  readonly accounts: SimAccounts
  /** What every request about orders goes through. */
  readonly desk: TradingDesk
}

/** What every simulated venue stands on: one market on the venue's own clock, and what goes wrong with it. */
export interface VenueBase {
  /** Timers, and the clock as the venue reads it, skewed by its faults. */
  readonly ports: SimPorts
  /** The members that are the same at every venue. */
  readonly members: Pick<SimulatedVenue, 'market' | 'faults' | 'start' | 'stop'>
  /** A host of the venue, with its faults between it and the clients. */
  readonly host: (name: string, dialect: Dialect) => Host
  /**
   * Opens the accounts of the options, kept by the venue's rules, and the desk that its order requests go through. Once, and
   * before any stream of the market is made: what an account hears comes before what everybody does.
   *
   * @throws ConfigError `INVALID_OPTIONS` for a name or a key that is taken or empty
   */
  readonly openAccounts: (rules?: Partial<AccountRules>) => VenueTrading
  /** Lists one more instrument; throws as {@link venueBase}. */
  readonly list: (instrument: SimInstrumentOptions) => LiveInstrument
}

/**
 * Lists the instruments of a venue in a market that stands still.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument of an unknown product.
 */
export function venueBase(options: SimulatorOptions, listing: VenueListing): VenueBase {
  const { seed = 1, stepMs = 10, warmUpMs = 0 } = options
  const { instruments, products } = listing
  for (const instrument of instruments) checkProduct(instrument, products)
  const faults = new FaultInjector(options.ports.wallClock, `${seed}/faults`, options.faults)
  const ports: SimPorts = { timers: options.ports.timers, wallClock: faults.skewedClock() }
  const market = new SimMarket(ports, { seed, instruments, stepMs, warmUpMs })
  return {
    ports,
    members: {
      market,
      faults,
      start() {
        faults.restart()
        market.start()
      },
      stop: () => market.stop(),
    },
    host: (name, dialect) => venueHost(name, dialect, options.ports, faults),
    openAccounts(rules) {
      const accounts = new SimAccounts(market, ports, rules)
      for (const account of options.accounts ?? []) accounts.open(account)
      return { accounts, desk: new TradingDesk(faults, ports.timers) }
    },
    list(instrument) {
      checkProduct(instrument, products)
      return market.list(listInstrument(instrument))
    },
  }
}

function checkProduct(
  { symbol, product }: SimInstrumentOptions,
  products: readonly string[] | undefined,
): void {
  if (products === undefined || products.includes(product)) return
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Listing ${symbol}: product is one of ${products.join(', ')}, was ${product}`,
  )
}
