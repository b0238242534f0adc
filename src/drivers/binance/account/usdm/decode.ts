import type { AccountEvent, ClientOrderId } from '../../../../core/index.ts'
import type { JsonObject } from '../../../../wire/index.ts'
import { amountAt, optionalAmountAt } from '../../../kit/amounts.ts'
import { given, msTimeAt, objectAt, optionalTextAt, textAt } from '../../../kit/fields.ts'
import { ownOrderId } from '../../../kit/own-order-id.ts'
import { addressOf, type ExecutedOrder, readExecution, readFill } from '../execution.ts'
import { orderIdAt, priceAt } from '../order-rows.ts'
import { type ReadingContext, type Told, UNLISTED } from '../told.ts'
import { readAccountUpdate } from './account-update.ts'
import { stopOrderId, stopStateAt, triggeredIdAt } from './stops.ts'

/**
 * Reads the user data of USDⓈ-M, of one connection. It remembers the stop orders that wait: an ordinary order that shows
 * the id of one of them is what that one became, whichever message comes first. Dossier §7; checked 2026-11-27.
 */
export class UsdmReader {
  readonly #waiting = new Set<ClientOrderId>()

  /** Reads an event. @throws ProtocolError `MALFORMED_RESPONSE` */
  read(event: JsonObject, context: ReadingContext): Told {
    const type = textAt(event, 'e')
    switch (type) {
      case 'ORDER_TRADE_UPDATE':
        return this.#onOrder(objectAt(event, 'o'), context)
      case 'TRADE_LITE':
        return readLiteFill(event, context)
      case 'ACCOUNT_UPDATE':
        return readAccountUpdate(event, context)
      case 'ALGO_UPDATE':
        return this.#onStop(event, objectAt(event, 'o'), context)
      default:
        return `event type ${type.slice(0, 40)} is not carried`
    }
  }

  #onOrder(row: JsonObject, context: ReadingContext): Told {
    const executed = executedOf(row, 'c', context)
    if (executed === undefined) return UNLISTED
    const told = readExecution(row, executed, context)
    const { clientOrderId } = executed
    if (clientOrderId === undefined || !this.#waiting.delete(clientOrderId)) return told
    const triggered: AccountEvent = {
      type: 'amended',
      order: addressOf(row, executed, context),
      venueOrderId: orderIdAt(row, 'i'),
      quantity: amountAt(row, 'q'),
      ...priceAt(row, 'p'),
      timeUs: context.localTimeUs,
      venueTimeUs: msTimeAt(row, 'T'),
    }
    return [triggered, ...(typeof told === 'string' ? [] : told)]
  }

  #onStop(event: JsonObject, row: JsonObject, context: ReadingContext): Told {
    const executed = executedOf(row, 'caid', context)
    if (executed === undefined) return UNLISTED
    const { clientOrderId, instrument } = executed
    const venueOrderId = stopOrderId(textAt(row, 'aid'))
    const { account, localTimeUs } = context
    const base = {
      order: { ...given('clientOrderId', clientOrderId), venueOrderId, account, instrument },
      timeUs: localTimeUs,
      venueTimeUs: msTimeAt(event, 'T'),
    }
    const state = stopStateAt(row, 'X')
    if (clientOrderId !== undefined) {
      if (state === 'open') this.#waiting.add(clientOrderId)
      else this.#waiting.delete(clientOrderId)
    }
    switch (state) {
      case 'open':
        return textAt(row, 'X') === 'NEW'
          ? [{ ...base, type: 'acknowledged', venueOrderId }]
          : 'a stop order is about to trigger'
      case 'ordinary': {
        const ordinaryId = triggeredIdAt(row, 'ai')
        if (ordinaryId === undefined) return 'a stop order has no ordinary order yet'
        return [
          {
            ...base,
            type: 'amended',
            venueOrderId: ordinaryId,
            quantity: amountAt(row, 'q'),
            ...priceAt(row, 'p'),
            ...given('filledQuantity', optionalAmountAt(row, 'aq')),
          },
        ]
      }
      case 'rejected': {
        const text = optionalTextAt(row, 'rm') ?? 'no reason'
        return [{ ...base, type: 'rejected', code: 'REJECTED', text: text.slice(0, 200) }]
      }
      case 'cancelled':
      case 'expired':
        return [{ ...base, type: state }]
      case 'filled':
        return 'a stop order is filled as an ordinary order'
    }
  }
}

/** A fill before its ordinary message, which comes with the fee: the same id, so that both are one. */
function readLiteFill(event: JsonObject, context: ReadingContext): Told {
  const executed = executedOf(event, 'c', context)
  if (executed === undefined) return UNLISTED
  return [
    {
      type: 'fill',
      order: addressOf(event, executed, context),
      fill: readFill(event, executed, context),
      timeUs: context.localTimeUs,
      venueTimeUs: msTimeAt(event, 'T'),
    },
  ]
}

function executedOf(
  row: JsonObject,
  idKey: 'c' | 'caid',
  { table }: ReadingContext,
): ExecutedOrder | undefined {
  const slot = table.bySymbol('futures', textAt(row, 's'))
  if (slot === undefined) return undefined
  return { clientOrderId: ownOrderId(optionalTextAt(row, idKey)), instrument: slot.instrument }
}
