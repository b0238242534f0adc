import { asset, Decimal, strategyId } from '../../../src/core/index.ts'
import { type MarketFeed, Markets } from '../../../src/market/index.ts'
import type { Ports } from '../../../src/runtime/index.ts'
import { type VirtualProcess, VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { type FaultScript, type SimulatedVenue, venueOrigins } from '../../../src/sim/index.ts'
import { marketMaking } from '../../../src/strategies/index.ts'
import {
  Rehearsal,
  type StrategyDefinition,
  Trader,
  type TraderEvent,
  type TraderOptions,
  VenueGateway,
} from '../../../src/trader/index.ts'
import { MarketThreads } from '../market-threads.ts'
import type { ThreadsPlan } from '../threads-plan.ts'
import { churn } from './churn.ts'
import { listening, Told } from './told.ts'
import { ACCOUNT, type TradingKit } from './trading-kit.ts'

export const CHURN = strategyId('churn')

/** One life of the trader. */
export interface Life {
  readonly process: VirtualProcess
  readonly markets: Markets
  readonly market: MarketFeed
  /** The threads that keep its market data. */
  readonly threads?: MarketThreads
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
  /** What trades. @defaultValue `'churn'` */
  readonly strategy?: 'churn' | 'marketMaking'
  /** How orders go out. @defaultValue by REST */
  readonly orders?: 'rest' | 'socket'
  /** How often orders are rehearsed meanwhile, in ms. @defaultValue never */
  readonly rehearseEveryMs?: number
  /** The threads that keep market data; what they are made of has to be loaded before. @defaultValue none */
  readonly threads?: Pick<ThreadsPlan, 'marketData' | 'hopMs'>
}

/** A simulated venue with one account, on a virtual network, and a trader that comes and goes. */
export class TradingWorld {
  readonly runtime: VirtualRuntime
  readonly venue: SimulatedVenue
  readonly events: TraderEvent[] = []
  /** How often the trader was started. */
  lives = 0
  /** How often a thread of its market data was ended. */
  threadEnds = 0
  /** How many orders were unknown at some time. */
  unknowns = 0
  /** What the strategy of the newest life knows of its orders. */
  told = new Told()
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
    const threads = this.#threads(ports)
    const markets = this.#markets(ports, threads)
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
      definitions: [this.#listening(churn), this.#listening(marketMaking)],
      strategies: [
        {
          strategy: CHURN,
          legs: [{ instrument, account: ACCOUNT }],
          ...(this.#options.strategy === 'marketMaking'
            ? { kind: 'marketMaking', events: ['book'], params: quotesOf(quantity) }
            : { kind: 'churn', events: [], params: quantity }),
        },
      ],
      portfolio: { reportingAsset: asset(instrument.quote) },
      unknown: { marginMs: 10_000 },
      onEvent: (event) => this.#note(event),
      ...this.#options.trader,
    }
    const trader = await Trader.open(options)
    const everyMs = this.#options.rehearseEveryMs
    const life = { process, markets, market, trader, ...(threads && { threads }) }
    if (everyMs === undefined) return life
    const rehearsal = await Rehearsal.open(options, { everyMs })
    return { ...life, rehearsal }
  }

  /** Ends a life in good order. */
  async stop({ trader, markets, rehearsal }: Life): Promise<void> {
    if (rehearsal !== undefined) await this.runtime.settle(rehearsal.close())
    await this.runtime.settle(trader.close())
    await this.runtime.settle(markets.close())
  }

  #listening<Params>(definition: StrategyDefinition<Params>): StrategyDefinition {
    const onMade = (told: Told): void => {
      this.told = told
    }
    return listening(definition, onMade) as StrategyDefinition
  }

  #threads(ports: Ports): MarketThreads | undefined {
    const { threads } = this.#options
    if (threads === undefined) return undefined
    return new MarketThreads({ ports, hopMs: threads.hopMs, loadDriver: () => this.kit.driver })
  }

  #markets(ports: Ports, threads: MarketThreads | undefined): Markets {
    if (threads === undefined) return new Markets({ ports })
    const { threadPort, threadModule: module } = threads.options
    const { marketData = 1 } = this.#options.threads ?? {}
    return new Markets({ ports, threadPort, threads: { marketData, module, waiting: 'spin' } })
  }

  #note(event: TraderEvent): void {
    this.events.push(event)
    if (event.type === 'publish' && event.order.status === 'unknown') this.unknowns += 1
  }
}

/** At the touch, where the flow trades, and moved with it. */
function quotesOf(amount: string) {
  const maxPosition = new Decimal(amount).times(10).toFixed()
  return { amount, maxPosition, halfSpreadBps: 0, toleranceBps: 0 }
}
