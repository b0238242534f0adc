import {
  type AccountId,
  type Instrument,
  type PositionTold,
  ProtocolError,
} from '../../../../core/index.ts'
import type { JsonObject } from '../../../../wire/index.ts'
import { amountAt, positiveAmountAt } from '../../../kit/amounts.ts'
import { given, textAt } from '../../../kit/fields.ts'

/** The names that stream and listing have for the same things. */
export interface PositionWords {
  /** `BOTH`, or one of the two of hedge mode. */
  readonly side: string
  /** How much, below 0 where short. */
  readonly quantity: string
  /** Average entry price, 0 where flat. */
  readonly entryPrice: string
}

const SIDES: Readonly<Record<string, Pick<PositionTold, 'positionSide'>>> = {
  BOTH: {},
  LONG: { positionSide: 'long' },
  SHORT: { positionSide: 'short' },
}

/** Reads a position. @throws ProtocolError `MALFORMED_RESPONSE` */
export function readPosition(
  row: JsonObject,
  words: PositionWords,
  of: { readonly account: AccountId; readonly instrument: Instrument; readonly timeUs: number },
): PositionTold {
  const word = textAt(row, words.side)
  const side = Object.hasOwn(SIDES, word) ? SIDES[word] : undefined
  if (side === undefined) {
    throw new ProtocolError(
      'MALFORMED_RESPONSE',
      `Reading ${words.side}: expected BOTH, LONG or SHORT, was "${word.slice(0, 40)}"`,
      { context: { field: words.side } },
    )
  }
  return {
    type: 'position',
    ...of,
    ...side,
    quantity: amountAt(row, words.quantity),
    ...given('averageEntryPrice', positiveAmountAt(row, words.entryPrice)),
  }
}
