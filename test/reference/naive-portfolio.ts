import type { Instrument } from '../../src/core/index.ts'
import type { PortfolioEvent } from '../../src/trader/index.ts'

/**
 * What a portfolio must be worth, told without positions, costs and averages: what came less what went, and what is held at
 * its price now. Big integers of 60 fraction digits; every sum from the whole history.
 */

type Fixed = bigint

const PLACES = 60
const ONE = 10n ** BigInt(PLACES)

/** Decimal text of a value. */
export function fixed(text: string): Fixed {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  const value = BigInt(whole + fraction.padEnd(PLACES, '0'))
  return text.startsWith('-') ? -value : value
}

/** A value as decimal text without padding. */
function fixedText(value: Fixed): string {
  const digits = (value < 0n ? -value : value).toString().padStart(PLACES + 1, '0')
  const text = `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`.replace(/\.?0+$/, '')
  return value < 0n ? `-${text}` : text
}

function product(a: Fixed, b: Fixed): Fixed {
  if ((a * b) % ONE !== 0n) throw new Error('the twin is too short for these inputs')
  return (a * b) / ONE
}

/** 1 ÷ price, half to even at 24 significant digits. */
function reciprocal(price: Fixed): Fixed {
  const exact = 10n ** BigInt(3 * PLACES) / price // 120 fraction digits, cut
  const step = 10n ** BigInt(exact.toString().length - 24)
  const [digits, rest] = [exact / step, exact % step]
  const isUp = rest * 2n > step || (rest * 2n === step && digits % 2n === 1n)
  return ((digits + (isUp ? 1n : 0n)) * step) / 10n ** BigInt(PLACES)
}

/** Value of a quantity of 1 of a futures instrument. */
function unitValue({ contract }: Instrument, price: Fixed): Fixed {
  const multiplier = fixed(contract?.multiplier ?? '1')
  if (contract?.direction === 'inverse') return -product(multiplier, reciprocal(price))
  return product(multiplier, price)
}

const keyOf = ({ product, symbol }: Instrument): string => `${product} ${symbol}`

/** The equity after these events, as text, where all that is held has a mark; fills are told once each, with their fees. */
export function naiveEquity(
  events: readonly PortfolioEvent[],
  reportingAsset: string,
): string | undefined {
  const assets = new Map<string, Fixed>()
  const futures = new Map<string, { instrument: Instrument; quantity: Fixed; flow: Fixed }>()
  const marks = new Map<string, Fixed>([[reportingAsset, ONE]])
  const add = (asset: string, amount: Fixed): void => {
    assets.set(asset, (assets.get(asset) ?? 0n) + amount)
  }
  const trade = (instrument: Instrument, quantity: Fixed, price: Fixed): void => {
    if (instrument.market === 'spot') {
      add(instrument.base, quantity)
      add(instrument.quote, -product(quantity, price))
      return
    }
    const held = futures.get(keyOf(instrument)) ?? { instrument, quantity: 0n, flow: 0n }
    held.quantity += quantity
    held.flow -= product(quantity, unitValue(instrument, price))
    futures.set(keyOf(instrument), held)
  }
  for (const event of events) {
    switch (event.type) {
      case 'fill': {
        const { instrument, side, fee, price } = event.fill
        const quantity = fixed(event.fill.quantity.toFixed()) * (side === 'buy' ? 1n : -1n)
        if (fee !== undefined) add(fee.asset, -fixed(fee.amount.toFixed()))
        trade(instrument, quantity, fixed(price.toFixed()))
        break
      }
      case 'funding':
      case 'transfer':
      case 'balanceAdjust':
        add(event.asset, fixed(event.amount.toFixed()))
        break
      case 'assetMark':
        marks.set(event.asset, fixed(event.price.toFixed()))
        break
      case 'instrumentMark':
        marks.set(keyOf(event.instrument as Instrument), fixed(event.price.toFixed()))
        break
      case 'positionAdjust': {
        const { instrument, quantity, price } = event
        trade(instrument as Instrument, fixed(quantity.toFixed()), fixed(price.toFixed()))
        break
      }
      case 'lock':
      case 'opened':
        break
    }
  }
  for (const [key, { instrument, quantity, flow }] of futures) {
    const mark = marks.get(key)
    if (quantity !== 0n && mark === undefined) return undefined
    const value = quantity === 0n ? 0n : product(quantity, unitValue(instrument, mark ?? 0n))
    add(instrument.contract?.settle ?? '', flow + value)
  }
  let sum = 0n
  for (const [asset, amount] of assets) {
    const mark = marks.get(asset)
    if (amount !== 0n && mark === undefined) return undefined
    sum += product(amount, mark ?? 0n)
  }
  return fixedText(sum)
}

interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

const minus = (a: Fraction, b: Fraction): Fraction => ({
  over: a.over * b.under - b.over * a.under,
  under: a.under * b.under,
})

/** Trades of one linear position in fractions, by the definition of average cost. */
export function naiveAverageCost(trades: readonly (readonly [quantity: bigint, price: bigint])[]): {
  quantity: bigint
  average: Fraction
  realised: Fraction
} {
  let quantity = 0n
  let average: Fraction = { over: 0n, under: 1n }
  let realised: Fraction = { over: 0n, under: 1n }
  for (const [traded, price] of trades) {
    const isClosing = quantity !== 0n && quantity < 0n !== traded < 0n
    const size = (value: bigint): bigint => (value < 0n ? -value : value)
    // What is closed has the sign of what was held.
    const closed = !isClosing ? 0n : size(traded) < size(quantity) ? -traded : quantity
    const gain = { over: price * average.under - average.over, under: average.under }
    realised = minus(realised, { over: -closed * gain.over, under: gain.under })
    quantity -= closed
    const opened = traded + closed
    if (opened !== 0n) {
      const cost = { over: quantity * average.over, under: average.under }
      const sum = minus(cost, { over: -opened * price, under: 1n })
      quantity += opened
      average = { over: sum.over, under: sum.under * quantity }
    }
  }
  return { quantity, average, realised }
}
