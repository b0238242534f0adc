import {
  type AccountId,
  asset,
  type BalanceTold,
  type Instrument,
  type PositionTold,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { optionalAmountAt, positiveAmountAt } from '../../kit/amounts.ts'
import {
  arrayAt,
  asObject,
  given,
  optionalMsTimeAt,
  optionalTextAt,
  textAt,
} from '../../kit/fields.ts'
import { sumAt, unknownWord } from './order-rows.ts'

/** What rows of balances and positions say, in answers and on the channels. docs/venues/okx.md §Trading. */

/**
 * The balances of a row of `account`, one for each asset. `cashBal` has no unrealised profit in it; `ordFrozen` is what open
 * orders hold, where `frozenBal` also has the margin of positions. Fields are empty where they do not apply.
 */
export function balancesOf(
  row: JsonObject,
  account: AccountId,
  timeUs: number,
): readonly BalanceTold[] {
  // The time of a detail is that of its last change, older than what else moved it: that of the whole is used.
  const venueTimeUs = optionalMsTimeAt(row, 'uTime')
  return arrayAt(row, 'details').map((value) => {
    const detail = asObject(value, 'balance')
    return {
      type: 'balance',
      account,
      asset: asset(textAt(detail, 'ccy')),
      total: sumAt(detail, 'cashBal'),
      ...given('locked', optionalAmountAt(detail, 'ordFrozen')),
      timeUs,
      ...given('venueTimeUs', venueTimeUs),
    }
  })
}

const SIDES = { long: 'long', short: 'short', net: undefined } as const

/** A position. In net mode its sign is its side; in the mode of two sides it is told without one. */
export function positionOf(
  row: JsonObject,
  account: AccountId,
  instrument: Instrument,
  timeUs: number,
): PositionTold {
  const word = optionalTextAt(row, 'posSide') ?? 'net'
  if (!isSide(word)) throw unknownWord('posSide', word)
  const told = sumAt(row, 'pos')
  const quantity = word === 'short' ? told.abs().negated() : told
  return {
    type: 'position',
    account,
    instrument,
    ...given('positionSide', SIDES[word]),
    quantity: quantity.isZero() ? quantity.abs() : quantity,
    ...given('averageEntryPrice', quantity.isZero() ? undefined : positiveAmountAt(row, 'avgPx')),
    timeUs,
    ...given('venueTimeUs', optionalMsTimeAt(row, 'pTime') ?? optionalMsTimeAt(row, 'uTime')),
  }
}

function isSide(word: string): word is keyof typeof SIDES {
  return Object.hasOwn(SIDES, word)
}
