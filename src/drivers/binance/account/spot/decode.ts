import { asset } from '../../../../core/index.ts'
import type { JsonObject } from '../../../../wire/index.ts'
import { amountAt } from '../../../kit/amounts.ts'
import { arrayAt, asObject, msTimeAt, optionalTextAt, textAt } from '../../../kit/fields.ts'
import { ownOrderId } from '../../../kit/own-order-id.ts'
import { readExecution } from '../execution.ts'
import { missed, type ReadingContext, type Told, UNLISTED } from '../told.ts'

/** Reads an event of spot's user data. Dossier §7; checked 2026-11-27. @throws ProtocolError `MALFORMED_RESPONSE` */
export function readSpotEvent(event: JsonObject, context: ReadingContext): Told {
  const type = textAt(event, 'e')
  switch (type) {
    case 'executionReport':
      return executionReport(event, context)
    case 'outboundAccountPosition':
      return balances(event, context)
    case 'balanceUpdate':
      return transfer(event, context)
    case 'externalLockUpdate':
      // A change of what is locked, without what it is now.
      return missed(`${textAt(event, 'a')} was locked or released from outside`, context)
    case 'listStatus':
      return 'order lists are not placed by this driver'
    default:
      return `event type ${type.slice(0, 40)} is not carried`
  }
}

/** `c` names the request: on cancels that is the cancel, and the order's own id is `C`, which is empty otherwise. */
function executionReport(event: JsonObject, context: ReadingContext): Told {
  const slot = context.table.bySymbol('spot', textAt(event, 's'))
  if (slot === undefined) return UNLISTED
  const id = optionalTextAt(event, 'C') ?? optionalTextAt(event, 'c')
  const executed = { clientOrderId: ownOrderId(id), instrument: slot.instrument }
  return readExecution(event, executed, context)
}

/** What there is of the assets that may have changed. */
function balances(event: JsonObject, { account, localTimeUs }: ReadingContext): Told {
  return arrayAt(event, 'B').map((item) => {
    const row = asObject(item, 'a balance')
    const locked = amountAt(row, 'l')
    return {
      type: 'balance',
      account,
      asset: asset(textAt(row, 'a')),
      total: amountAt(row, 'f').plus(locked),
      locked,
      timeUs: localTimeUs,
      venueTimeUs: msTimeAt(event, 'u'),
    }
  })
}

/** A deposit, a withdrawal, a transfer: a change. */
function transfer(event: JsonObject, { account, localTimeUs }: ReadingContext): Told {
  return [
    {
      type: 'transfer',
      account,
      asset: asset(textAt(event, 'a')),
      amount: amountAt(event, 'd'),
      timeUs: localTimeUs,
      venueTimeUs: msTimeAt(event, 'T'),
    },
  ]
}
