import type { Side } from '../../../src/core/index.ts'
import {
  type AccountRules,
  type LiveInstrument,
  moneyText,
  type PlaceTerms,
  type SimAccount,
  type SimAccountOptions,
  SimAccounts,
  type SimInstrumentOptions,
  SimMarket,
} from '../../../src/sim/index.ts'
import { ManualPorts } from '../support/ports.ts'

const SPOT: SimInstrumentOptions = {
  product: 'spot',
  symbol: 'AQ',
  base: 'A',
  quote: 'Q',
  tickSize: '0.01',
  lotSize: '0.001',
  startPrice: '100.00',
  flow: { levels: 20, maxOrderLots: 400 },
}
const SWAP: SimInstrumentOptions = {
  ...SPOT,
  product: 'swap',
  symbol: 'AQ-SWAP',
  kind: 'perpetual',
  settle: 'Q',
}
const INVERSE: SimInstrumentOptions = {
  ...SWAP,
  symbol: 'AUSD-SWAP',
  quote: 'USD',
  settle: 'A',
  lotSize: '1',
  inverseContractSize: '10',
}

export const RICH: SimAccountOptions = {
  name: 'rich',
  keys: [{ key: 'rich-key', secret: 'rich-secret' }],
  balances: { spot: { A: '1000', Q: '100000' }, futures: { A: '1000', Q: '100000' } },
}

export interface World {
  readonly ports: ManualPorts
  readonly market: SimMarket
  readonly accounts: SimAccounts
  readonly account: SimAccount
  readonly spot: LiveInstrument
  readonly swap: LiveInstrument
  readonly inverse: LiveInstrument
  run(steps: number): void
}

/** A market that stands still, and one account in it. */
export function world(
  rules: Partial<AccountRules> = {},
  options: SimAccountOptions = RICH,
  seed: string | number = 1,
): World {
  const ports = new ManualPorts()
  const market = new SimMarket(ports, { seed, instruments: [SPOT, SWAP, INVERSE] })
  const accounts = new SimAccounts(market, ports, rules)
  const account = accounts.open(options)
  const run = (steps: number): void => {
    for (let i = 0; i < steps; i += 1) {
      ports.advance(10)
      market.step()
    }
  }
  return {
    ports,
    market,
    accounts,
    account,
    spot: listed(market, SPOT),
    swap: listed(market, SWAP),
    inverse: listed(market, INVERSE),
    run,
  }
}

function listed(market: SimMarket, { product, symbol }: SimInstrumentOptions): LiveInstrument {
  const live = market.find(product, symbol)
  if (live === undefined) throw new Error(`${symbol} is not listed`)
  return live
}

/** A price so many ticks from the best of the own side, away from the market where above 0. */
export function priceBehind({ engine, spec }: LiveInstrument, side: Side, ticks = 0): string {
  const best = engine.best(side === 'buy' ? 'bid' : 'ask')?.price ?? spec.start
  const price = best + (side === 'buy' ? -ticks : ticks) * spec.tick
  return (price / 10 ** spec.priceScale).toFixed(spec.priceScale)
}

export function limit(
  instrument: LiveInstrument,
  side: Side,
  price: string,
  quantity = '1',
  more: Partial<PlaceTerms> = {},
): PlaceTerms {
  return { instrument, side, type: 'limit', price, quantity, ...more }
}

export function marketOrder(
  instrument: LiveInstrument,
  side: Side,
  quantity = '1',
  more: Partial<PlaceTerms> = {},
): PlaceTerms {
  return { instrument, side, type: 'market', quantity, ...more }
}

/** Money of an account as text: total, locked. */
export function money(account: SimAccount, wallet: string, asset: string): [string, string] {
  const { total, locked } = account.balance(wallet, asset)
  return [moneyText(total), moneyText(locked)]
}

export function kinds(account: SimAccount): string[] {
  return account.events.map(({ kind }) => kind)
}
