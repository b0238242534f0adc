import type { AccountId, Asset, Decimal } from '../../core/index.ts'
import type { Changes } from './changes.ts'
import { minus, plus, times, ZERO } from './exact.ts'
import type { Exposure } from './exposure.ts'
import {
  charged,
  flatPosition,
  type Position,
  type PositionSide,
  positionKey,
  traded,
  tradedAsTold,
} from './position.ts'
import { instrumentKey, keyOf, type Priced, type TradedInstrument } from './traded-instrument.ts'

/** An amount of an asset in an account. */
export interface AccountAmount {
  /** The account. */
  readonly account: AccountId
  /** The asset. */
  readonly asset: Asset
  /** How much; below 0 where more went than came. */
  readonly amount: Decimal
}

/** What a line adds up by account and asset. */
export const LINE_SUMS = ['holdings', 'fees', 'funding', 'transfers', 'adjustments'] as const

/** One of {@link LINE_SUMS}. */
export type LineSum = (typeof LINE_SUMS)[number]

/** Where a position is: account, instrument, side. */
export interface PositionPlace {
  /** Whose. */
  readonly account: AccountId
  /** Of what. */
  readonly instrument: TradedInstrument
  /** Which of the instrument's positions. */
  readonly side: PositionSide
}

/** One line of the portfolio: a strategy's, the account's own, or what all lines make together as the venues net it. */
export class Line {
  /** Sums by key of account and asset. */
  readonly sums: { readonly [Sum in LineSum]: Map<string, AccountAmount> } = {
    holdings: new Map(),
    fees: new Map(),
    funding: new Map(),
    transfers: new Map(),
    adjustments: new Map(),
  }
  /** Positions by their key. */
  readonly positions: Map<string, Position> = new Map()
  readonly #changes: Changes
  readonly #exposure: Exposure | undefined

  /** An empty line; what is held is told to the exposure too, where there is one. */
  constructor(changes: Changes, exposure?: Exposure) {
    this.#changes = changes
    this.#exposure = exposure
  }

  /** Adds to a sum, and for all but holdings to the holdings as well: fees take from them. */
  add(sum: LineSum, { account, asset, amount }: AccountAmount): void {
    this.#addTo(sum, account, asset, amount)
    if (sum === 'holdings') this.#exposure?.add(asset, amount)
    else
      this.add('holdings', { account, asset, amount: sum === 'fees' ? amount.negated() : amount })
  }

  /**
   * Books a signed quantity at a price: into the position, and what it moves into the holdings. `told` is what it realised by
   * the venue's reckoning; without it, by ours.
   */
  trade(place: PositionPlace, quantity: Decimal, { price, unit }: Priced, told?: Decimal): void {
    const { account, instrument } = place
    const { base, quote, settle, market } = instrument
    const before = this.position(place)
    const after =
      told === undefined
        ? traded(before, quantity, unit)
        : tradedAsTold(before, quantity, unit, told)
    this.#changes.put(this.positions, keyOfPlace(place), after)
    if (market === 'spot') {
      const paid = times(quantity, price).negated()
      this.add('holdings', { account, asset: base, amount: quantity })
      this.add('holdings', { account, asset: quote, amount: paid })
      return
    }
    const result = minus(after.realised, before.realised)
    if (!result.isZero()) this.add('holdings', { account, asset: settle, amount: result })
    const cost = minus(after.cost, before.cost)
    this.#exposure?.hold(instrument, quantity, cost)
  }

  /** The venue says that what a fill realised was more by so much: that leaves the cost, and goes to the holdings. */
  restate(place: PositionPlace, more: Decimal): void {
    if (more.isZero()) return
    const { account, instrument } = place
    const position = this.position(place)
    const cost = plus(position.cost, more)
    const realised = plus(position.realised, more)
    this.#changes.put(this.positions, keyOfPlace(place), { ...position, cost, realised })
    this.add('holdings', { account, asset: instrument.settle, amount: more })
    this.#exposure?.hold(instrument, ZERO, more)
  }

  /**
   * Changes a spot position by a fee in its base at the price of its fill, without moving holdings (the fee itself does):
   * a buy of 1 with a fee of 0.001 leaves a position of 0.999, which a sale of 0.999 closes.
   */
  takeBaseFee(place: PositionPlace, fee: Decimal, { unit }: Priced): void {
    if (fee.isZero()) return
    const position = traded(this.position(place), fee.negated(), unit)
    this.#changes.put(this.positions, keyOfPlace(place), position)
  }

  /** Counts a fee in the round trip of a position. */
  charge(place: PositionPlace, fee: Decimal): void {
    this.#changes.put(this.positions, keyOfPlace(place), charged(this.position(place), fee))
  }

  /** A position as it is. */
  position(place: PositionPlace): Position {
    const { account, instrument, side } = place
    const known = this.positions.get(keyOfPlace(place))
    if (known === undefined) return flatPosition(account, instrument, side)
    return known.instrument === instrument ? known : { ...known, instrument }
  }

  #addTo(sum: LineSum, account: AccountId, asset: Asset, amount: Decimal): void {
    const [sums, key] = [this.sums[sum], keyOf(account, asset)]
    const total = plus(sums.get(key)?.amount ?? ZERO, amount)
    this.#changes.put(sums, key, { account, asset, amount: total })
  }
}

function keyOfPlace({ account, instrument, side }: PositionPlace): string {
  return positionKey(account, instrumentKey(instrument), side)
}
