import {
  type AccountId,
  accountId,
  asset,
  strategyId,
  venueId,
} from '../../../../src/core/index.ts'
import { binance } from '../../../../src/drivers/binance/index.ts'
import { MarketData } from '../../../../src/market/index.ts'
import { type VirtualProcess, VirtualRuntime } from '../../../../src/runtime/virtual/index.ts'
import { type SimulatedBinance, simulatedBinance } from '../../../../src/sim/binance/index.ts'
import { type FaultScript, venueOrigins } from '../../../../src/sim/index.ts'
import {
  type GatewayHandlers,
  openGateway,
  type PaperOptions,
  type StrategyDefinition,
  type StrategySetup,
  Trader,
  type TraderEvent,
  type TraderOptions,
} from '../../../../src/trader/index.ts'
import { PaperGateway } from '../../../../src/trader/paper/index.ts'
import { churn } from '../../../simulation/trading/churn.ts'

export const ACCOUNT: AccountId = accountId('paper')
const CHURN = strategyId('churn')
export const SPOT = 'BTC/USDT'
export const LINEAR = 'BTC/USDT:USDT'

/** One life of the trader, with the paper account that it trades on. */
export interface Life {
  readonly market: MarketData
  readonly gateway: PaperGateway
  readonly trader: Trader
}

/** What differs from the plain world. */
export interface WorldOptions {
  readonly seed?: number
  readonly faults?: FaultScript
  readonly pairs?: readonly string[]
  readonly definition?: StrategyDefinition
  readonly paper?: Partial<PaperOptions>
  readonly trader?: Partial<TraderOptions>
  readonly setup?: Partial<StrategySetup>
}

/** A simulated Binance on a virtual network, and a trader on paper that comes and goes. */
export class PaperWorld {
  readonly runtime: VirtualRuntime
  readonly venue: SimulatedBinance
  readonly events: TraderEvent[] = []
  readonly #options: WorldOptions
  #process: VirtualProcess | undefined
  #another: VirtualProcess | undefined

  constructor(options: WorldOptions = {}) {
    const { seed = 1, faults } = options
    this.#options = options
    this.runtime = new VirtualRuntime({ seed })
    const { ports } = this.runtime.spawn('venue')
    this.venue = simulatedBinance({ ports, seed, warmUpMs: 5_000, ...(faults && { faults }) })
    for (const [origin, host] of venueOrigins(this.venue)) this.runtime.network.listen(origin, host)
    this.venue.start()
  }

  /**
   * Opens market data, the paper account and the trader, in a new process on the machine that keeps the journals; its strategy
   * set up with the changes.
   */
  async start(changes: Partial<StrategySetup> = {}): Promise<Life> {
    this.#process = this.runtime.spawn('bot')
    const { ports } = this.#process
    const { pairs = [SPOT], paper, definition = churn, trader: over, setup } = this.#options
    const { kind } = definition
    const market = await this.runtime.settle(MarketData.open({ driver: binance(), ports }))
    const gateway = await this.runtime.settle(
      openGateway({
        mode: 'paper',
        account: ACCOUNT,
        market,
        pairs,
        balances: { USDT: '100000', BTC: '2' },
        journal: { folder: 'paper' },
        leverage: 3,
        ports,
        ...paper,
      }),
    )
    if (!(gateway instanceof PaperGateway)) throw new Error('expected a paper gateway')
    const legs = pairs.map((pair) => ({ instrument: market.instrument(pair), account: ACCOUNT }))
    const trader = await this.runtime.settle(
      Trader.open({
        ports,
        journal: { folder: 'journal' },
        markets: new Map([[venueId('binance'), market]]),
        gateways: [gateway],
        definitions: [definition],
        strategies: [
          {
            strategy: CHURN,
            kind,
            legs,
            events: [],
            ...(definition.params !== undefined && { params: '0.002' }),
            ...setup,
            ...changes,
          },
        ],
        portfolio: { reportingAsset: asset('USDT') },
        onEvent: (event) => this.events.push(event),
        ...over,
      }),
    )
    return { market, gateway, trader }
  }

  /** A second paper account on the same market, without a trader. */
  async openAnother(onEvent: GatewayHandlers['onEvent']): Promise<PaperGateway> {
    this.#another = this.runtime.spawn('another')
    const { ports } = this.#another
    const market = await this.runtime.settle(MarketData.open({ driver: binance(), ports }))
    const account = accountId('another')
    const balances = { USDT: '1000' }
    const gateway = new PaperGateway({
      account,
      market,
      pairs: [SPOT],
      balances,
      journal: { folder: 'paper' },
      ports,
    })
    const nothing = (): void => undefined
    const handlers = {
      onEvent,
      onConnected: nothing,
      onLost: nothing,
      onRefused: nothing,
      onFault: nothing,
    }
    await this.runtime.settle(gateway.start(handlers))
    return gateway
  }

  /** The disk of the second account takes no more. */
  breakDisk(): void {
    this.#another?.disk.setFault('broken')
  }

  /** Lets nothing new be asked for, and what is on its way arrive. */
  async calm({ trader }: Life, forMs = 5_000): Promise<void> {
    trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'test' })
    await this.runtime.run({ forMs })
  }

  /** Kills the process in which trader and paper account live. */
  kill(): void {
    this.#process?.kill()
  }

  /** Ends a life in good order. */
  async stop({ trader, market }: Life): Promise<void> {
    await this.runtime.settle(trader.close())
    await this.runtime.settle(market.close())
  }
}
