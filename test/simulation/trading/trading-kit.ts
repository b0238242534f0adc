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
import { account as okxAccount } from '../../../src/drivers/okx/account/index.ts'
import { okx } from '../../../src/drivers/okx/index.ts'
import { simulatedBinance } from '../../../src/sim/binance/index.ts'
import { simulatedBybit } from '../../../src/sim/bybit/index.ts'
import type { Simulator } from '../../../src/sim/index.ts'
import { simulatedOkx } from '../../../src/sim/okx/index.ts'

/** A wallet at a venue that a trader trades from, and what a simulated one is opened with. */
export interface TradingKit {
  /** Venue and product. */
  readonly name: string
  readonly driver: ExchangeDriver
  readonly protocol: AccountProtocol
  readonly simulate: Simulator
  readonly product: string
  readonly pair: string
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
  quantity: '0.002',
  keys: [BINANCE_KEY],
} as const

/**
 * Every wallet that whole runs trade from. Kraken is not among them yet: its simulated twin charges fees in base where its lists
 * tell them in quote, and a fill that only a list told makes another balance.
 */
export const TRADING_KITS: readonly TradingKit[] = [
  { ...BYBIT, name: 'bybit spot', product: 'spot', pair: 'BTC/USDT' },
  { ...BYBIT, name: 'bybit linear', product: 'linear', pair: 'BTC/USDT:USDT' },
  { ...OKX, name: 'okx spot', product: 'spot', pair: 'BTC/USDT', quantity: '0.002' },
  { ...OKX, name: 'okx swap', product: 'swap', pair: 'BTC/USDT:USDT', quantity: '2' },
  {
    ...BINANCE,
    name: 'binance spot',
    product: 'spot',
    pair: 'BTC/USDT',
    wallet: 'spot',
    balances: { USDT: '100000', BTC: '2' },
  },
  {
    ...BINANCE,
    name: 'binance usdm',
    product: 'usdm',
    pair: 'BTC/USDT:USDT',
    wallet: 'futures',
    balances: { USDT: '100000' },
  },
]

/** The kit of that name. */
export function tradingKit(name: string): TradingKit {
  const kit = TRADING_KITS.find((each) => each.name === name)
  if (kit === undefined) throw new Error(`there is no trading kit ${name}`)
  return kit
}
