import {
  type AccountId,
  type AccountProtocol,
  accountId,
  type ExchangeDriver,
  Secret,
} from '../../../src/core/index.ts'
import { account as binanceAccount } from '../../../src/drivers/binance/account/index.ts'
import { binance } from '../../../src/drivers/binance/index.ts'
import { account as bybitAccount } from '../../../src/drivers/bybit/account/index.ts'
import { bybit } from '../../../src/drivers/bybit/index.ts'
import { account as krakenAccount } from '../../../src/drivers/kraken/account/index.ts'
import { kraken } from '../../../src/drivers/kraken/index.ts'
import { account as okxAccount } from '../../../src/drivers/okx/account/index.ts'
import { okx } from '../../../src/drivers/okx/index.ts'
import {
  DEFAULT_INSTRUMENTS as BINANCE_LIST,
  simulatedBinance,
} from '../../../src/sim/binance/index.ts'
import { DEFAULT_INSTRUMENTS as BYBIT_LIST, simulatedBybit } from '../../../src/sim/bybit/index.ts'
import type { SimInstrumentOptions, Simulator } from '../../../src/sim/index.ts'
import {
  DEFAULT_INSTRUMENTS as KRAKEN_LIST,
  simulatedKraken,
} from '../../../src/sim/kraken/index.ts'
import { DEFAULT_INSTRUMENTS as OKX_LIST, simulatedOkx } from '../../../src/sim/okx/index.ts'

/** A wallet at a venue that a trader trades from, and what a simulated one is opened with. */
export interface TradingKit {
  /** Venue and product. */
  readonly name: string
  readonly driver: ExchangeDriver
  readonly protocol: AccountProtocol
  readonly simulate: Simulator
  /** What the venue lists where nothing else is asked for. */
  readonly listed: readonly SimInstrumentOptions[]
  /**
   * Whether fills say what they realised. Where they do not, how much of a position's cost a fill takes with it is a matter of
   * rounding and of the order in which fills are counted; a balance less the cost of what is held is not.
   *
   * @defaultValue true
   */
  readonly tellsResults?: boolean
  /** Our id of an order that the venue has in a form of its own. */
  readonly ownId?: (clientOrderId: string) => string
  readonly product: string
  readonly pair: string
  /** The venue's own name of it. */
  readonly symbol: string
  /** How much an order is for, decimal text. */
  readonly quantity: string
  /** The wallet's name inside the simulated venue. */
  readonly wallet: string
  readonly balances: Readonly<Record<string, string>>
  readonly keys: readonly {
    readonly key: string
    readonly secret: string
    readonly passphrase?: string
  }[]
}

export const ACCOUNT: AccountId = accountId('main')

const BYBIT_KEY = { key: 'KEY00000000000000001', secret: 'secret-of-the-simulated-account-0001' }
const BYBIT = {
  driver: bybit(),
  protocol: bybitAccount({
    account: ACCOUNT,
    credentials: { key: BYBIT_KEY.key, secret: new Secret(BYBIT_KEY.secret) },
  }),
  simulate: simulatedBybit,
  listed: BYBIT_LIST,
  quantity: '0.002',
  wallet: 'unified',
  balances: { USDT: '100000', BTC: '2' },
  keys: [BYBIT_KEY],
} as const

const OKX_KEY = {
  key: 'KEY00000000000000001',
  secret: 'secret-of-the-simulated-account-0001',
  passphrase: 'passphrase-1',
}
const OKX = {
  driver: okx(),
  protocol: okxAccount({
    account: ACCOUNT,
    credentials: {
      key: OKX_KEY.key,
      secret: new Secret(OKX_KEY.secret),
      passphrase: new Secret(OKX_KEY.passphrase),
    },
  }),
  simulate: simulatedOkx,
  listed: OKX_LIST,
  wallet: 'trading',
  balances: { USDT: '100000', BTC: '2' },
  keys: [OKX_KEY],
} as const

const BINANCE_KEY = { key: 'KEY00000000000000001', secret: 'secret-of-the-simulated-account-0001' }
const BINANCE = {
  driver: binance(),
  protocol: binanceAccount({
    account: ACCOUNT,
    credentials: { key: BINANCE_KEY.key, secret: new Secret(BINANCE_KEY.secret) },
  }),
  simulate: simulatedBinance,
  listed: BINANCE_LIST,
  quantity: '0.002',
  keys: [BINANCE_KEY],
} as const

const KRAKEN_KEY = {
  key: 'KEY00000000000000001',
  secret: Buffer.from('secret of the simulated account').toString('base64'),
}
const KRAKEN = {
  driver: kraken(),
  protocol: krakenAccount(
    {
      account: ACCOUNT,
      credentials: { key: KRAKEN_KEY.key, secret: new Secret(KRAKEN_KEY.secret) },
    },
    'legacy',
  ),
  simulate: simulatedKraken,
  listed: KRAKEN_LIST,
  quantity: '0.002',
  keys: [KRAKEN_KEY],
} as const

/** Every wallet that whole runs trade from. */
export const TRADING_KITS: readonly TradingKit[] = [
  { ...BYBIT, name: 'bybit spot', product: 'spot', pair: 'BTC/USDT', symbol: 'BTCUSDT' },
  { ...BYBIT, name: 'bybit linear', product: 'linear', pair: 'BTC/USDT:USDT', symbol: 'BTCUSDT' },
  {
    ...OKX,
    name: 'okx spot',
    product: 'spot',
    pair: 'BTC/USDT',
    symbol: 'BTC-USDT',
    quantity: '0.002',
  },
  {
    ...OKX,
    name: 'okx swap',
    product: 'swap',
    pair: 'BTC/USDT:USDT',
    symbol: 'BTC-USDT-SWAP',
    quantity: '2',
  },
  {
    ...BINANCE,
    name: 'binance spot',
    product: 'spot',
    pair: 'BTC/USDT',
    symbol: 'BTCUSDT',
    wallet: 'spot',
    balances: { USDT: '100000', BTC: '2' },
  },
  {
    ...BINANCE,
    name: 'binance usdm',
    product: 'usdm',
    pair: 'BTC/USDT:USDT',
    symbol: 'BTCUSDT',
    wallet: 'futures',
    balances: { USDT: '100000' },
  },
  {
    ...KRAKEN,
    name: 'kraken spot',
    ownId: (id) => BigInt(id).toString(),
    product: 'spot',
    pair: 'BTC/USD',
    symbol: 'BTC/USD',
    wallet: 'spot',
    balances: { USD: '100000', BTC: '2' },
  },
  {
    ...KRAKEN,
    name: 'kraken futures',
    tellsResults: false,
    product: 'futures',
    pair: 'BTC/USD:USD',
    symbol: 'PF_XBTUSD',
    wallet: 'futures',
    balances: { USD: '100000' },
  },
]

/** The kit of that name. */
export function tradingKit(name: string): TradingKit {
  const kit = TRADING_KITS.find((each) => each.name === name)
  if (kit === undefined) throw new Error(`there is no trading kit ${name}`)
  return kit
}
