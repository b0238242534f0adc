import { Decimal } from 'crossbook'
import type { CredentialSource, DaemonConfigInput } from 'crossbook/daemon'
import type { ServedVenue, SimAccountOptions, SimulatedName, SimulatedVenue } from 'crossbook/sim'
import { Secret } from 'crossbook/trader'

type Trading = NonNullable<DaemonConfigInput['trading']>

/** What is traded at a venue: a market maker on spot, and a grid beside it. */
interface Desk {
  /** Product lines of the account; all trade from one wallet. */
  readonly products: readonly string[]
  /** The wallet's name inside the simulated venue. */
  readonly wallet: string
  /** What it begins with. */
  readonly balances: Readonly<Record<string, string>>
  readonly maker: { readonly pair: string; readonly amount: string; readonly maxPosition: string }
  readonly grid: {
    readonly pair: string
    readonly product: string
    readonly symbol: string
    readonly amount: string
  }
}

const USDT_AND_BTC = { USDT: '100000', BTC: '2' } as const
const BTC_MAKER = { pair: 'BTC/USDT', amount: '0.002', maxPosition: '0.02' } as const

/** The venues that have simulated accounts here. Kraken's twin charges fees in another asset than its lists tell: not yet. */
const DESKS: Readonly<Partial<Record<SimulatedName, Desk>>> = {
  binance: {
    products: ['spot'],
    wallet: 'spot',
    balances: { ...USDT_AND_BTC, ETH: '20' },
    maker: BTC_MAKER,
    grid: { pair: 'ETH/USDT', product: 'spot', symbol: 'ETHUSDT', amount: '0.02' },
  },
  bybit: {
    products: ['spot', 'linear'],
    wallet: 'unified',
    balances: USDT_AND_BTC,
    maker: BTC_MAKER,
    grid: { pair: 'BTC/USDT:USDT', product: 'linear', symbol: 'BTCUSDT', amount: '0.002' },
  },
  okx: {
    products: ['spot', 'swap'],
    wallet: 'trading',
    balances: USDT_AND_BTC,
    maker: BTC_MAKER,
    grid: { pair: 'BTC/USDT:USDT', product: 'swap', symbol: 'BTC-USDT-SWAP', amount: '1' },
  },
}

/** Keys of accounts that exist in this process only. */
const KEY = {
  key: 'KEY00000000000000001',
  secret: 'secret-of-the-simulated-account-0001',
  passphrase: 'passphrase-1',
}
/** Ticks from the lowest to the highest price of a grid: simulated markets are calm. */
const GRID_TICKS = 32
const GRID_LEVELS = 9

/** Of those venues the ones that can be traded at. */
export function tradedVenues(names: readonly SimulatedName[]): readonly SimulatedName[] {
  return names.filter((name) => DESKS[name] !== undefined)
}

/** The account to open at a simulated venue; `undefined` where none can be. */
export function accountAt(name: SimulatedName): SimAccountOptions | undefined {
  const desk = DESKS[name]
  if (desk === undefined) return undefined
  return { name, keys: [KEY], balances: { [desk.wallet]: desk.balances } }
}

/** The wallet of the account at a simulated venue. */
export function walletAt(name: SimulatedName): string {
  return DESKS[name]?.wallet ?? ''
}

/** The keys of all of them. A real program takes `environmentCredentials(process.env)`. */
export const simulatedCredentials: CredentialSource = () => ({
  key: KEY.key,
  secret: new Secret(KEY.secret),
  passphrase: new Secret(KEY.passphrase),
})

/** A simulated venue, and where it is served. */
export interface ServedSimulation {
  readonly venue: SimulatedVenue
  readonly served: ServedVenue
}

/** What the daemon is to trade: at every venue a market maker and a grid. */
export function tradingConfig(
  venues: ReadonlyMap<SimulatedName, ServedSimulation>,
  folder: string,
): Trading {
  const desks = [...venues].flatMap(([name, place]) => {
    const desk = DESKS[name]
    return desk === undefined ? [] : [{ name, desk, ...place }]
  })
  return {
    reportingAsset: 'USDT',
    journal: { folder },
    accounts: desks.map(({ name, desk, served }) => ({
      mode: 'live',
      confirmLive: true,
      account: name,
      venue: name,
      products: desk.products,
      urls: { streams: served.accountStreams, rest: served.accountRest },
    })),
    strategies: desks.flatMap(({ name, desk, venue }) => [
      makerOf(name, desk),
      gridOf(name, desk, venue),
    ]),
    risk: {
      limits: [
        { name: 'maxOrdersPerSecond', scope: { type: 'global' }, value: '20' },
        // Answers are lost on purpose here: that must not stop the account, as it should elsewhere.
        { name: 'maxOrderErrors', scope: { type: 'global' }, value: '100' },
      ],
    },
    // Venues, daemon and terminal share a process here; elsewhere the 5 ms of the default are plenty.
    callBudget: { maxCallMs: 250 },
    reconcileEveryMs: 5_000,
    // A request that nobody answers is given up after 10 s; then its order is found, and cancelled.
    closeTimeoutMs: 15_000,
  }
}

function makerOf(name: SimulatedName, { maker }: Desk): Trading['strategies'][number] {
  const { pair, ...size } = maker
  return {
    strategy: `maker-${name}`,
    kind: 'marketMaking',
    legs: [{ account: name, pair }],
    params: { ...size, halfSpreadBps: 0, inventorySkewBps: 0.1, toleranceBps: 0.02 },
  }
}

function gridOf(
  name: SimulatedName,
  { grid }: Desk,
  venue: SimulatedVenue,
): Trading['strategies'][number] {
  return {
    strategy: `grid-${name}`,
    kind: 'grid',
    legs: [{ account: name, pair: grid.pair }],
    params: {
      ...pricesAround(venue, grid),
      levels: GRID_LEVELS,
      amount: grid.amount,
      startsWithSells: true,
    },
  }
}

/** The grid's ends, around where the simulated market is. */
function pricesAround(
  venue: SimulatedVenue,
  { product, symbol }: Desk['grid'],
): { readonly lower: string; readonly upper: string } {
  const listed = venue.market
    .instruments()
    .find(({ spec }) => spec.product === product && spec.symbol === symbol)
  const [best] = venue.truth(product, symbol)?.bids ?? []
  if (listed === undefined || best === undefined) throw new Error(`${symbol} is not traded`)
  const half = new Decimal(listed.spec.tickSize).times(GRID_TICKS / 2)
  const [price] = best
  return { lower: half.negated().plus(price).toFixed(), upper: half.plus(price).toFixed() }
}
