import {
  type AccountId,
  type Asset,
  asset,
  Decimal,
  type Fee,
  type Fill,
  type FundingPaid,
  fillId,
  type Instrument,
  venueOrderId,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { amountAt, optionalAmountAt } from '../../kit/amounts.ts'
import { given, msTimeAt, optionalTextAt, textAt } from '../../kit/fields.ts'
import { ownOrderId } from '../../kit/own-order-id.ts'
import { sideAt } from './order-words.ts'

/** What an execution is: a fill of an order, a payment of funding, or a change of a position without an order. */
export type ExecutionKind = 'fill' | 'funding' | 'other'

/** The venue's words. A funding's quantity is the whole position: read as a fill it would double it. */
const KINDS: ReadonlyMap<string, ExecutionKind> = new Map([
  ['Trade', 'fill'],
  // By the venue's hand, in an order of its own making.
  ['AdlTrade', 'fill'],
  ['BustTrade', 'fill'],
  ['BlockTrade', 'fill'],
  ['FutureSpread', 'fill'],
  ['Funding', 'funding'],
  ['Delivery', 'other'],
  ['Settle', 'other'],
  ['MovePosition', 'other'],
  ['CorporateAction', 'other'],
])

/** What an execution is; a word that is not known is `other`: nobody can say what it did. */
export function executionKind(row: JsonObject): ExecutionKind {
  const kind = KINDS.get(textAt(row, 'execType')) ?? 'other'
  // Without an order there is nothing to attribute it to.
  return kind === 'fill' && optionalTextAt(row, 'orderId') === undefined ? 'other' : kind
}

/** Reads an execution as a fill. Its id is the same on the stream and in lists. */
export function readFill(row: JsonObject, instrument: Instrument, account: AccountId): Fill {
  const { isMaker } = row
  return {
    fillId: fillId(textAt(row, 'execId')),
    account,
    ...given('clientOrderId', ownOrderId(optionalTextAt(row, 'orderLinkId'))),
    venueOrderId: venueOrderId(textAt(row, 'orderId')),
    instrument,
    side: sideAt(row),
    price: amountAt(row, 'execPrice'),
    quantity: amountAt(row, 'execQty'),
    ...given('fee', feeOf(row, instrument)),
    ...given(
      'realisedPnl',
      instrument.contract === undefined ? undefined : optionalAmountAt(row, 'execPnl'),
    ),
    ...given('isMaker', typeof isMaker === 'boolean' ? isMaker : undefined),
    venueTimeUs: msTimeAt(row, 'execTime'),
  }
}

/** Reads an execution as a payment of funding: its fee above 0 was paid, below 0 received. */
export function readFunding(
  row: JsonObject,
  instrument: Instrument,
  account: AccountId,
  timeUs: number,
): FundingPaid {
  return {
    type: 'fundingPaid',
    account,
    instrument,
    asset: feeAsset(row, instrument, new Decimal(0)),
    amount: amountAt(row, 'execFee').negated(),
    paymentId: textAt(row, 'execId'),
    timeUs,
    venueTimeUs: msTimeAt(row, 'execTime'),
  }
}

/** What was paid, or below 0 received. Taxes of some regions (`extraFees`) come on top, and show in the balance only. */
function feeOf(row: JsonObject, instrument: Instrument): Fee | undefined {
  const amount = optionalAmountAt(row, 'execFee')
  return amount && { amount, asset: feeAsset(row, instrument, amount) }
}

/**
 * The venue names it, or it follows from the rule: contracts pay in what settles them; on spot who buys pays base and who
 * sells pays quote, but a maker who is paid gets the other of the two.
 */
function feeAsset(row: JsonObject, { base, quote, contract }: Instrument, amount: Decimal): Asset {
  const named = optionalTextAt(row, 'feeCurrency')
  if (named !== undefined) return asset(named)
  if (contract !== undefined) return contract.settle
  const isBuy = sideAt(row) === 'buy'
  return isBuy === amount.gte(0) ? base : quote
}
