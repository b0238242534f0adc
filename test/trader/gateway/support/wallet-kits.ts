import { loadDriver } from '../../../../src/drivers/registry.ts'
import { simulatedBinance } from '../../../../src/sim/binance/index.ts'
import { simulatedBybit } from '../../../../src/sim/bybit/index.ts'
import type { Simulator } from '../../../../src/sim/index.ts'
import { simulatedKraken } from '../../../../src/sim/kraken/index.ts'
import { simulatedOkx } from '../../../../src/sim/okx/index.ts'

/** Keys of an account, as somebody typed them. */
export interface TypedKeys {
  readonly key: string
  readonly secret: string
  readonly passphrase?: string
}

/** A wallet at a simulated venue, and what it is traded with. */
export interface WalletKit {
  /** Venue and product. */
  readonly name: string
  readonly venue: 'binance' | 'okx' | 'bybit' | 'kraken'
  readonly product: string
  readonly market: 'spot' | 'futures'
  readonly symbol: string
  readonly simulate: Simulator
  readonly wallet: string
  readonly balances: Readonly<Record<string, string>>
  readonly keys: TypedKeys
}

const KEY = 'KEYOFTHECANARY000001'
const SECRET = 'canary-secret-that-nobody-may-see-01'
const HEX_KEYS = { key: KEY, secret: SECRET }
const OKX_KEYS = { ...HEX_KEYS, passphrase: 'canary-passphrase-02' }
// Kraken's secrets are base64.
const KRAKEN_KEYS = { key: KEY, secret: Buffer.from(SECRET).toString('base64') }

const BINANCE = { venue: 'binance', simulate: simulatedBinance, keys: HEX_KEYS } as const
const BYBIT = {
  venue: 'bybit',
  simulate: simulatedBybit,
  wallet: 'unified',
  keys: HEX_KEYS,
} as const
const OKX = { venue: 'okx', simulate: simulatedOkx, wallet: 'trading', keys: OKX_KEYS } as const
const KRAKEN = { venue: 'kraken', simulate: simulatedKraken, keys: KRAKEN_KEYS } as const
const SPOT = { product: 'spot', market: 'spot' } as const
const USDT = { USDT: '1000', BTC: '0.5' }

/** Both wallets of each venue. */
const WALLET_KITS = {
  'binance spot': { ...BINANCE, ...SPOT, symbol: 'BTCUSDT', wallet: 'spot', balances: USDT },
  'binance usdm': {
    ...BINANCE,
    product: 'usdm',
    market: 'futures',
    symbol: 'BTCUSDT',
    wallet: 'futures',
    balances: { USDT: '1000' },
  },
  'okx spot': { ...OKX, ...SPOT, symbol: 'BTC-USDT', balances: USDT },
  'okx swap': {
    ...OKX,
    product: 'swap',
    market: 'futures',
    symbol: 'BTC-USDT-SWAP',
    balances: { USDT: '1000' },
  },
  'bybit spot': { ...BYBIT, ...SPOT, symbol: 'BTCUSDT', balances: USDT },
  'bybit linear': {
    ...BYBIT,
    product: 'linear',
    market: 'futures',
    symbol: 'BTCUSDT',
    balances: { USDT: '1000' },
  },
  'kraken spot': {
    ...KRAKEN,
    ...SPOT,
    symbol: 'BTC/USD',
    wallet: 'spot',
    balances: { USD: '1000', BTC: '0.5' },
  },
  'kraken futures': {
    ...KRAKEN,
    product: 'futures',
    market: 'futures',
    symbol: 'PF_XBTUSD',
    wallet: 'futures',
    balances: { USD: '1000' },
  },
} as const satisfies Readonly<Record<string, Omit<WalletKit, 'name'>>>

/** The name of a kit. */
export type WalletName = keyof typeof WALLET_KITS

/** All names. */
export const WALLET_NAMES = Object.keys(WALLET_KITS) as readonly WalletName[]

/** The kit of that name. */
export function walletKit(name: WalletName): WalletKit {
  return { name, ...WALLET_KITS[name] }
}

/** Its driver. */
export const driverOf = ({ venue }: WalletKit) => loadDriver(venue)
