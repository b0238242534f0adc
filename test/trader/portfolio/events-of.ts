import {
  accountId,
  asset,
  type ContractTerms,
  Decimal,
  type DecimalText,
  decimalText,
  fillId,
  type Instrument,
  pair,
  strategyId,
  venueId,
  venueOrderId,
  venueSymbol,
} from '../../../src/core/index.ts'
import { Portfolio, type PortfolioEvent, type PortfolioOptions } from '../../../src/trader/index.ts'

export const [USDT, BTC, BNB] = [asset('USDT'), asset('BTC'), asset('BNB')]
const USD = asset('USD')
export const ACCOUNT = accountId('main')
export const [GRID, MAKER] = [strategyId('grid'), strategyId('maker')]
export const DAY_US = 86_400_000_000

export const dec = (text: string | number): Decimal => new Decimal(text)

function instrumentOf(
  symbol: string,
  product: string,
  contract?: Pick<ContractTerms, 'direction'> & { multiplier: string; settle: string },
): Instrument {
  const quote = contract?.direction === 'inverse' ? USD : USDT
  return {
    venue: venueId('testvenue'),
    market: contract === undefined ? 'spot' : 'futures',
    kind: contract === undefined ? 'spot' : 'perpetual',
    pair: pair(`BTC/${quote}${contract === undefined ? '' : `:${contract.settle}`}`),
    symbol: venueSymbol(symbol),
    base: BTC,
    quote,
    ...(contract !== undefined && {
      contract: {
        direction: contract.direction,
        multiplier: decimalText(contract.multiplier),
        settle: asset(contract.settle),
      },
    }),
    product,
    status: 'trading',
    priceScale: 2,
    sizeScale: 4,
    isInferred: false,
  }
}

export const SPOT = instrumentOf('BTCUSDT', 'spot')
/** The same symbol as on spot; a contract is 0.01 BTC. */
export const LINEAR = instrumentOf('BTCUSDT', 'linear', {
  direction: 'linear',
  multiplier: '0.01',
  settle: 'USDT',
})
/** A contract is 100 USD. */
export const INVERSE = instrumentOf('BTCUSD', 'inverse', {
  direction: 'inverse',
  multiplier: '100',
  settle: 'BTC',
})

/** With another multiplier. */
export function withMultiplier(instrument: Instrument, multiplier: string): Instrument {
  const { contract } = instrument
  if (contract === undefined) throw new Error('no contract')
  return { ...instrument, contract: { ...contract, multiplier: multiplier as DecimalText } }
}

let ids = 0

export interface FillParts {
  readonly id?: string
  readonly strategy?: string
  readonly fee?: readonly [amount: string, asset: string]
  readonly positionSide?: 'long' | 'short'
  readonly timeUs?: number
  readonly order?: string
}

/** A fill: quantity below 0 sells. */
export function fill(
  instrument: Instrument,
  quantity: string,
  price: string,
  {
    id = `f${++ids}`,
    strategy = 'grid',
    fee,
    positionSide,
    timeUs = 1,
    order = '1',
  }: FillParts = {},
): PortfolioEvent & { readonly type: 'fill' } {
  const amount = dec(quantity)
  return {
    type: 'fill',
    ...(strategy !== '' && { strategy: strategyId(strategy) }),
    ...(positionSide !== undefined && { positionSide }),
    fill: {
      fillId: fillId(id),
      account: ACCOUNT,
      venueOrderId: venueOrderId(order),
      instrument,
      side: amount.isNegative() ? 'sell' : 'buy',
      price: dec(price),
      quantity: amount.abs(),
      ...(fee !== undefined && { fee: { amount: dec(fee[0]), asset: fee[1] } }),
      venueTimeUs: timeUs,
    },
  }
}

export function transfer(amount: string, of: string, timeUs = 0): PortfolioEvent {
  return { type: 'transfer', account: ACCOUNT, asset: asset(of), amount: dec(amount), timeUs }
}

export function mark(of: string | Instrument, price: string, timeUs = 0): PortfolioEvent {
  return typeof of === 'string'
    ? { type: 'assetMark', asset: asset(of), price: dec(price), timeUs }
    : { type: 'instrumentMark', instrument: of, price: dec(price), timeUs }
}

/** A portfolio in USDT after these events. */
export function portfolioOf(
  events: readonly PortfolioEvent[],
  options: Partial<PortfolioOptions> = {},
): Portfolio {
  const portfolio = new Portfolio({ reportingAsset: USDT, ...options })
  for (const event of events) portfolio.apply(event)
  return portfolio
}

/** Amounts by asset, as text; zeros are left out. */
export function amounts(
  rows: readonly { readonly asset: string; readonly amount: Decimal }[],
): Record<string, string> {
  return Object.fromEntries(
    rows
      .filter(({ amount }) => !amount.isZero())
      .map(({ asset: of, amount }) => [of, amount.toFixed()]),
  )
}

/** Quantity, average entry price, realised and unrealised of a position, as text. */
export function numbers(
  portfolio: Portfolio,
  instrument: Instrument,
  side: 'net' | 'long' | 'short' = 'net',
): (string | undefined)[] {
  const position = portfolio.position(ACCOUNT, instrument, side)
  return [
    position?.quantity.toFixed(),
    position?.averageEntryPrice?.toFixed(),
    position?.realised.toFixed(),
    position?.unrealised?.toFixed(),
  ]
}
