import { asset, strategyId } from '../../../src/core/index.ts'
import { type MarketFeed, Markets } from '../../../src/market/index.ts'
import { marketThread } from '../../../src/market/thread/index.ts'
import type { Ports } from '../../../src/runtime/index.ts'
import {
  type VirtualProcess,
  VirtualRuntime,
  VirtualThreads,
} from '../../../src/runtime/virtual/index.ts'
import { type FaultScript, type SimulatedVenue, venueOrigins } from '../../../src/sim/index.ts'
import {
  Rehearsal,
  Trader,
  type TraderEvent,
  type TraderOptions,
  VenueGateway,
} from '../../../src/trader/index.ts'
import { churn } from './churn.ts'
import { ACCOUNT, type TradingKit } from './trading-kit.ts'

export const CHURN = strategyId('churn')

/** One life of the trader. */
export interface Life {
  readonly process: VirtualProcess
  readonly market: MarketFeed
  /** The threads that may keep its market data. */
  readonly threads?: VirtualThreads
  readonly trader: Trader
  /** Its rehearsals. */
  readonly rehearsal?: Rehearsal
}

/** What differs from the plain world. */
export interface WorldOptions {
  readonly seed?: number
  readonly faults?: FaultScript
  readonly durability?: 'process' | 'power'
  /** Whether the trader's disk takes appends at once. @defaultValue false */
  readonly takesAtOnce?: boolean
  readonly trader?: Partial<TraderOptions>
  /** How orders go out. @defaultValue by REST */
  readonly orders?: 'rest' | 'socket'
  /** How often orders are rehearsed meanwhile, in ms. @defaultValue never */
  readonly rehearseEveryMs?: number
  /** Where market data are kept; threads have to be loaded before. @defaultValue `'single'` */
  readonly threads?: 'single' | 'marketData'
}

/** A simulated venue with one account, on a virtual network, and a trader that comes and goes. */
export class TradingWorld {
  readonly runtime: VirtualRuntime
  readonly venue: SimulatedVenue
  readonly events: TraderEvent[] = []
  /** How often the trader was started. */
  lives = 0
  /** How many orders were unknown at some time. */
  unknowns = 0
  readonly kit: TradingKit
  readonly #options: WorldOptions

  constructor(kit: TradingKit, options: WorldOptions = {}) {
    this.kit = kit
    const { seed = 1, faults } = options
    this.#options = options
    this.runtime = new VirtualRuntime({ seed })
    const host = this.runtime.spawn('venue')
    const { wallet, balances, keys, product, symbol } = kit
    this.venue = kit.simulate({
      // The market of what nobody trades would take half of a run's time.
      instruments: kit.listed.filter((each) => each.product === product && each.symbol === symbol),
      ports: host.ports,
      seed,
      ...(faults && { faults }),
      accounts: [{ name: 'main', keys, balances: { [wallet]: balances } }],
    })
    for (const [origin, each] of venueOrigins(this.venue)) this.runtime.network.listen(origin, each)
    this.venue.start()
  }

  /** Opens market data and the trader, in a process of its own on the machine that keeps the journal. */
  start(): Promise<Life> {
    return this.runtime.settle(this.open())
  }

  /** As {@link start}, while others run the world: a process that dies meanwhile never opens. */
  async open(wrap: (process: VirtualProcess) => Ports = ({ ports }) => ports): Promise<Life> {
    this.lives += 1
    const process = this.runtime.spawn('bot')
    process.disk.setAtOnce(this.#options.takesAtOnce ?? false)
    const ports = wrap(process)
    const { driver, protocol, product, pair, quantity } = this.kit
    const threads = new VirtualThreads({
      ports,
      load: (_, own) => marketThread({ loadDriver: async () => driver, ports: () => own }),
    })
    const isThreaded = this.#options.threads === 'marketData'
    const markets = new Markets({
      ports,
      threadPort: threads,
      threads: isThreaded ? { marketData: 1, module: 'virtual:market', waiting: 'spin' } : 'single',
    })
    const market = await markets.open({ driver, products: [product] })
    const instrument = market.instrument(pair)
    const gateway = new VenueGateway({
      account: ACCOUNT,
      protocol,
      products: [product],
      instruments: market.instruments(),
      environment: 'production',
      ports,
      isHalted: () => false,
      orders: this.#options.orders ?? 'rest',
    })
    const options: TraderOptions = {
      ports,
      // Everything is kept: what all records make together is compared with what the trader has.
      journal: {
        folder: 'journal',
        retainedSnapshots: false,
        durability: this.#options.durability ?? 'process',
      },
      markets: new Map([[driver.facts.venue, market]]),
      gateways: [gateway],
      definitions: [churn],
      strategies: [
        {
          strategy: CHURN,
          kind: 'churn',
          legs: [{ instrument, account: ACCOUNT }],
          events: [],
          params: quantity,
        },
      ],
      portfolio: { reportingAsset: asset(instrument.quote) },
      unknown: { marginMs: 10_000 },
      onEvent: (event) => this.#note(event),
      ...this.#options.trader,
    }
    const trader = await Trader.open(options)
    const everyMs = this.#options.rehearseEveryMs
    if (everyMs === undefined) return { process, market, threads, trader }
    const rehearsal = await Rehearsal.open(options, { everyMs })
    return { process, market, threads, trader, rehearsal }
  }

  /** Ends a life in good order. */
  async stop({ trader, market, rehearsal }: Life): Promise<void> {
    if (rehearsal !== undefined) await this.runtime.settle(rehearsal.close())
    await this.runtime.settle(trader.close())
    await this.runtime.settle(market.close())
  }

  #note(event: TraderEvent): void {
    this.events.push(event)
    if (event.type === 'publish' && event.order.status === 'unknown') this.unknowns += 1
  }
}
