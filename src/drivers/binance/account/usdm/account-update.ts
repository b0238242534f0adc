import { type AccountEvent, asset, type PositionTold } from '../../../../core/index.ts'
import type { JsonObject } from '../../../../wire/index.ts'
import { amountAt, optionalAmountAt } from '../../../kit/amounts.ts'
import { arrayAt, asObject, given, msTimeAt, objectAt, textAt } from '../../../kit/fields.ts'
import type { ReadingContext, Told } from '../told.ts'
import { readPosition } from './positions.ts'

/** Reasons for which money came in or went out. */
const TRANSFERS: ReadonlySet<string> = new Set([
  'DEPOSIT',
  'WITHDRAW',
  'WITHDRAW_REJECT',
  'ADMIN_DEPOSIT',
  'ADMIN_WITHDRAW',
  'ASSET_TRANSFER',
  'AUTO_EXCHANGE',
  'COIN_SWAP_DEPOSIT',
  'COIN_SWAP_WITHDRAW',
])

/**
 * `ACCOUNT_UPDATE`: balances and positions that changed, as they are now, and why. Positions of instruments that are not
 * listed are left out. Funding of a cross margin position comes without the position.
 */
export function readAccountUpdate(event: JsonObject, context: ReadingContext): Told {
  const venueTimeUs = msTimeAt(event, 'T')
  const update = objectAt(event, 'a')
  const positions = arrayAt(update, 'P').flatMap((item) => {
    const row = asObject(item, 'a position')
    const instrument = context.table.bySymbol('futures', textAt(row, 's'))?.instrument
    return instrument === undefined ? [] : [positionOf(row, instrument, venueTimeUs, context)]
  })
  const balances = arrayAt(update, 'B').flatMap((item) =>
    balanceEvents(asObject(item, 'a balance'), textAt(update, 'm'), positions, {
      ...context,
      venueTimeUs,
    }),
  )
  return [...balances, ...positions]
}

function positionOf(
  row: JsonObject,
  instrument: PositionTold['instrument'],
  venueTimeUs: number,
  { account, localTimeUs }: ReadingContext,
): PositionTold {
  const words = { side: 'ps', quantity: 'pa', entryPrice: 'ep' }
  return { ...readPosition(row, words, { account, instrument, timeUs: localTimeUs }), venueTimeUs }
}

/** What there is now, and the payment or transfer that made it so: `bc` is the change that no trade made. */
function balanceEvents(
  row: JsonObject,
  reason: string,
  positions: readonly PositionTold[],
  context: ReadingContext & { readonly venueTimeUs: number },
): readonly AccountEvent[] {
  const { account, localTimeUs, venueTimeUs } = context
  const base = { account, asset: asset(textAt(row, 'a')), timeUs: localTimeUs, venueTimeUs }
  const amount = optionalAmountAt(row, 'bc')
  const events: AccountEvent[] = [{ ...base, type: 'balance', total: amountAt(row, 'wb') }]
  if (amount === undefined || amount.isZero()) return events
  if (reason === 'FUNDING_FEE') {
    const [only, another] = positions
    const instrument = another === undefined ? only?.instrument : undefined
    events.push({ ...base, type: 'fundingPaid', ...given('instrument', instrument), amount })
  } else if (TRANSFERS.has(reason)) events.push({ ...base, type: 'transfer', amount })
  return events
}
