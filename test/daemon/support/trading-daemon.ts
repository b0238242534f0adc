import { type Credentials, Secret } from '../../../src/core/index.ts'
import {
  type CredentialSource,
  Daemon,
  type DaemonConfigInput,
  type DaemonOptions,
  readDaemonConfig,
} from '../../../src/daemon/index.ts'
// Loaded with the file: a first `import()` in a run would wait on the real world.
import '../../../src/drivers/bybit/account/index.ts'
import { bybit } from '../../../src/drivers/bybit/index.ts'
import { marketThread } from '../../../src/market/thread/index.ts'
import {
  type VirtualProcess,
  VirtualRuntime,
  VirtualThreads,
} from '../../../src/runtime/virtual/index.ts'
import { simulatedBybit } from '../../../src/sim/bybit/index.ts'
import {
  type FaultScript,
  type SimAccount,
  type SimulatedVenue,
  venueOrigins,
} from '../../../src/sim/index.ts'

const KEY = { key: 'KEY00000000000000001', secret: 'secret-of-the-simulated-account-0001' }

/** A market maker on spot and a grid on perpetuals of one account. */
export const TRADING: NonNullable<DaemonConfigInput['trading']> = {
  reportingAsset: 'USDT',
  journal: { folder: 'state' },
  accounts: [
    {
      mode: 'live',
      confirmLive: true,
      account: 'main',
      venue: 'bybit',
      products: ['spot', 'linear'],
      credentialVariables: { key: 'BYBIT_KEY', secret: 'BYBIT_SECRET' },
    },
  ],
  strategies: [
    {
      strategy: 'maker',
      kind: 'marketMaking',
      legs: [{ account: 'main', pair: 'BTC/USDT' }],
      params: { amount: '0.002', maxPosition: '0.02', halfSpreadBps: 0, toleranceBps: 0 },
    },
    {
      strategy: 'grid',
      kind: 'grid',
      legs: [{ account: 'main', pair: 'BTC/USDT:USDT' }],
      params: { lower: '61690', upper: '61730', levels: 9, amount: '0.002' },
    },
  ],
  // Each line of the grid has an order of its own.
  risk: {
    limits: [
      { name: 'maxOpenOrders', scope: { type: 'global' }, value: '150' },
      { name: 'maxOrdersPerSecond', scope: { type: 'global' }, value: '200' },
      { name: 'maxOrdersPerMinute', scope: { type: 'global' }, value: '6000' },
    ],
  },
}

/** What the world is made of. */
export interface TradingDaemonOptions {
  readonly faults?: FaultScript
}

/** A simulated venue with an account, and daemons that come and go on one machine. */
export class TradingDaemons {
  readonly runtime: VirtualRuntime
  readonly venue: SimulatedVenue
  /** For which accounts keys were asked. */
  readonly asked: string[] = []
  /** Gives the keys that the venue knows. */
  readonly credentials: CredentialSource = ({ account }): Credentials => {
    this.asked.push(account)
    return { key: KEY.key, secret: new Secret(KEY.secret) }
  }

  constructor({ faults = [] }: TradingDaemonOptions = {}) {
    this.runtime = new VirtualRuntime({ seed: 'trading daemon' })
    this.venue = simulatedBybit({
      ports: this.runtime.spawn('venue').ports,
      seed: 1,
      faults,
      accounts: [
        {
          name: 'main',
          keys: [KEY],
          balances: { unified: { USDT: '100000', BTC: '2' } },
        },
      ],
    })
    for (const [origin, host] of venueOrigins(this.venue)) this.runtime.network.listen(origin, host)
    this.venue.start()
  }

  /** The account, as the venue has it. */
  get account(): SimAccount {
    const account = this.venue.accounts?.find('main')
    if (account === undefined) throw new Error('the venue has no account')
    return account
  }

  /** Starts a daemon in a process of its own. */
  async start(
    config: Partial<DaemonConfigInput>,
    options: Partial<DaemonOptions> = {},
  ): Promise<{
    readonly daemon: Daemon
    readonly process: VirtualProcess
    /** Those that keep its market data, where the configuration has threads. */
    readonly threads: VirtualThreads
  }> {
    const process = this.runtime.spawn('bot')
    const threads = new VirtualThreads({
      ports: process.ports,
      load: (_, ports) => marketThread({ loadDriver: async () => bybit(), ports: () => ports }),
    })
    const daemon = await this.runtime.settle(
      Daemon.start({
        ports: process.ports,
        loadDriver: async () => bybit(),
        config: readDaemonConfig({
          venues: [{ venue: 'bybit', products: ['spot', 'linear'] }],
          subscriptions: [{ venue: 'bybit', pair: 'BTC/USDT', channels: ['book'] }],
          trading: TRADING,
          ...config,
        }),
        credentials: this.credentials,
        threadPort: threads,
        threadModule: 'virtual:market',
        ...options,
      }),
    )
    return { daemon, process, threads }
  }
}
