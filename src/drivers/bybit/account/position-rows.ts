import type { AccountId, Decimal, Instrument, PositionTold } from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { amountAt, positiveAmountAt } from '../../kit/amounts.ts'
import { given, integerAt, optionalMsTimeAt } from '../../kit/fields.ts'
import { sideAt } from './order-words.ts'

/** Which leg `positionIdx` is: 0 in one-way mode, 1 and 2 in hedge mode. */
const LEGS = [undefined, 'long', 'short'] as const

/** Reads a position. The average entry is `entryPrice` on the stream and `avgPrice` in lists. */
export function readPosition(
  row: JsonObject,
  instrument: Instrument,
  account: AccountId,
  timeUs: number,
): PositionTold {
  const quantity = signedSize(row)
  const price = positiveAmountAt(row, 'entryPrice') ?? positiveAmountAt(row, 'avgPrice')
  return {
    type: 'position',
    account,
    instrument,
    ...given('positionSide', LEGS[integerAt(row, 'positionIdx')]),
    quantity,
    ...given('averageEntryPrice', quantity.isZero() ? undefined : price),
    timeUs,
    ...given('venueTimeUs', optionalMsTimeAt(row, 'updatedTime')),
  }
}

/** `size` has no sign, and `side` is empty where there is no position. */
function signedSize(row: JsonObject): Decimal {
  const size = amountAt(row, 'size')
  return size.isZero() || sideAt(row) === 'buy' ? size : size.negated()
}
