import {
  type ClientOrderId,
  type Fill,
  fillId,
  type Instrument,
  type OrderAddress,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { amountAt, optionalAmountAt } from '../../kit/amounts.ts'
import { booleanAt, given, msTimeAt, optionalTextAt, textAt } from '../../kit/fields.ts'
import { orderIdAt, priceAt } from './order-rows.ts'
import { sideAt } from './order-words.ts'
import { missed, type ReadingContext, type Told } from './told.ts'

/** Whose execution it is. */
export interface ExecutedOrder {
  /** Our id; absent where the order is somebody else's. */
  readonly clientOrderId: ClientOrderId | undefined
  /** The instrument. */
  readonly instrument: Instrument
}

/**
 * What an execution of a private stream says. Spot writes it bare, USDⓈ-M inside `o`, with the same letters; case matters
 * (`t` is the trade, `T` the time). Dossier §7; checked 2026-11-27. @throws ProtocolError `MALFORMED_RESPONSE`
 */
export function readExecution(
  row: JsonObject,
  executed: ExecutedOrder,
  context: ReadingContext,
): Told {
  const base = {
    order: addressOf(row, executed, context),
    timeUs: context.localTimeUs,
    venueTimeUs: msTimeAt(row, 'T'),
  }
  const filledQuantity = amountAt(row, 'z')
  const word = textAt(row, 'x')
  switch (word) {
    case 'NEW':
      return [{ ...base, type: 'acknowledged', venueOrderId: orderIdAt(row, 'i'), filledQuantity }]
    case 'TRADE':
      return [{ ...base, type: 'fill', fill: readFill(row, executed, context) }]
    case 'CALCULATED':
      // The venue closes a position: liquidation, deleveraging, settlement.
      return amountAt(row, 'l').isZero()
        ? 'nothing was executed'
        : [{ ...base, type: 'fill', fill: readFill(row, executed, context) }]
    case 'CANCELED':
      return [{ ...base, type: 'cancelled', filledQuantity }]
    case 'EXPIRED':
      return [{ ...base, type: 'expired', filledQuantity }]
    case 'REPLACED':
    case 'AMENDMENT': {
      const quantity = amountAt(row, 'q')
      return [{ ...base, type: 'amended', quantity, ...priceAt(row, 'p'), filledQuantity }]
    }
    case 'REJECTED': {
      const code = textAt(row, 'r')
      return [{ ...base, type: 'rejected', code, text: `rejected: ${code}` }]
    }
    case 'TRADE_PREVENTION':
      // Self-trade prevention ends an order, or takes from its quantity what is told nowhere else.
      return textAt(row, 'X') === 'EXPIRED_IN_MATCH'
        ? [{ ...base, type: 'expired', filledQuantity }]
        : missed('self-trade prevention took from an order', context)
    default:
      return missed(`an order had execution type ${word.slice(0, 40)}`, context)
  }
}

/** The fill in an execution; `N` and `n` are missing, or null, where nothing is charged or it is told later. */
export function readFill(
  row: JsonObject,
  { clientOrderId, instrument }: ExecutedOrder,
  { account }: ReadingContext,
): Fill {
  const feeAsset = optionalTextAt(row, 'N')
  const fee = feeAsset === undefined ? undefined : { amount: amountAt(row, 'n'), asset: feeAsset }
  return {
    fillId: fillId(textAt(row, 't')),
    account,
    ...given('clientOrderId', clientOrderId),
    venueOrderId: orderIdAt(row, 'i'),
    instrument,
    side: sideAt(row, 'S'),
    price: amountAt(row, 'L'),
    quantity: amountAt(row, 'l'),
    ...given('fee', fee),
    // Only USDⓈ-M says it.
    ...given('realisedPnl', optionalAmountAt(row, 'rp')),
    isMaker: booleanAt(row, 'm'),
    venueTimeUs: msTimeAt(row, 'T'),
  }
}

/** Which order an execution is of. */
export function addressOf(
  row: JsonObject,
  { clientOrderId, instrument }: ExecutedOrder,
  { account }: ReadingContext,
): OrderAddress {
  const venueOrderId = orderIdAt(row, 'i')
  return { ...given('clientOrderId', clientOrderId), venueOrderId, account, instrument }
}
