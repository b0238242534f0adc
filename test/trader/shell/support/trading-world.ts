import type { AccountProtocol } from '../../../../src/core/index.ts'
import {
  type AccountId,
  accountId,
  asset,
  type ExchangeDriver,
  Secret,
  strategyId,
  venueId,
} from '../../../../src/core/index.ts'
import { account as bybitAccount } from '../../../../src/drivers/bybit/account/index.ts'
import { bybit } from '../../../../src/drivers/bybit/index.ts'
import { MarketData } from '../../../../src/market/index.ts'
import { type VirtualProcess, VirtualRuntime } from '../../../../src/runtime/virtual/index.ts'
import { simulatedBybit } from '../../../../src/sim/bybit/index.ts'
import { type FaultScript, type SimulatedVenue, venueOrigins } from '../../../../src/sim/index.ts'
import {
  Trader,
  type TraderEvent,
  type TraderOptions,
  VenueGateway,
} from '../../../../src/trader/index.ts'
import { churn } from './churn.ts'

export const ACCOUNT: AccountId = accountId('main')
export const CHURN = strategyId('churn')
const KEY = { key: 'KEY00000000000000001', secret: 'secret-of-the-simulated-account-0001' }

/** One life of the trader. */
export interface Life {
  readonly process: VirtualProcess
  readonly market: MarketData
  readonly trader: Trader
}

/** What differs from the plain world. */
export interface WorldOptions {
  readonly seed?: number
  readonly faults?: FaultScript
  readonly product?: 'spot' | 'linear'
  readonly trader?: Partial<TraderOptions>
}

/** A simulated venue with one account, on a virtual network, and a trader that comes and goes. */
export class TradingWorld {
  readonly runtime: VirtualRuntime
  readonly venue: SimulatedVenue
  readonly events: TraderEvent[] = []
  readonly #driver: ExchangeDriver = bybit()
  readonly #protocol: AccountProtocol
  readonly #options: WorldOptions

  constructor(options: WorldOptions = {}) {
    const { seed = 1, faults } = options
    this.#options = options
    this.runtime = new VirtualRuntime({ seed })
    this.#protocol = bybitAccount({
      account: ACCOUNT,
      credentials: { key: KEY.key, secret: new Secret(KEY.secret) },
    })
    const host = this.runtime.spawn('venue')
    this.venue = simulatedBybit({
      ports: host.ports,
      seed,
      ...(faults && { faults }),
      accounts: [
        {
          name: 'main',
          keys: [KEY],
          balances: { unified: { USDT: '100000', BTC: '2' } },
        },
      ],
    })
    for (const [origin, each] of venueOrigins(this.venue)) this.runtime.network.listen(origin, each)
    this.venue.start()
  }

  /** Opens market data and the trader, in a process of its own on the machine that keeps the journal. */
  async start(): Promise<Life> {
    const process = this.runtime.spawn('bot')
    const { ports } = process
    const { product = 'spot' } = this.#options
    const market = await this.runtime.settle(
      MarketData.open({ driver: this.#driver, ports, products: [product] }),
    )
    const pair = product === 'spot' ? 'BTC/USDT' : 'BTC/USDT:USDT'
    const instrument = market.instrument(pair)
    const gateway = new VenueGateway({
      account: ACCOUNT,
      protocol: this.#protocol,
      products: [product],
      instruments: market.instruments(),
      environment: 'production',
      ports,
      isHalted: () => false,
    })
    const trader = await this.runtime.settle(
      Trader.open({
        ports,
        // Everything is kept: what all records make together is compared with what the trader has.
        journal: { folder: 'journal', retainedSnapshots: false },
        markets: new Map([[venueId('bybit'), market]]),
        gateways: [gateway],
        definitions: [churn],
        strategies: [
          { strategy: CHURN, kind: 'churn', legs: [{ instrument, account: ACCOUNT }], events: [] },
        ],
        portfolio: { reportingAsset: asset('USDT') },
        unknown: { marginMs: 10_000 },
        onEvent: (event) => this.events.push(event),
        ...this.#options.trader,
      }),
    )
    return { process, market, trader }
  }

  /** Ends a life in good order. */
  async stop({ trader, market }: Life): Promise<void> {
    await this.runtime.settle(trader.close())
    await this.runtime.settle(market.close())
  }
}
