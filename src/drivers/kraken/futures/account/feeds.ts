import {
  type AccountEvent,
  type AccountId,
  asset,
  Decimal,
  type Fill,
  fillId,
  type Instrument,
  type InstrumentTable,
  type PositionTold,
  venueOrderId,
} from '../../../../core/index.ts'
import type { JsonObject } from '../../../../wire/index.ts'
import { amountAt, optionalAmountAt, positiveAmountAt } from '../../../kit/amounts.ts'
import {
  arrayAt,
  asObject,
  given,
  msTimeAt,
  optionalMsTimeAt,
  optionalTextAt,
  textAt,
} from '../../../kit/fields.ts'
import { ownOrderId } from '../../../kit/own-order-id.ts'
import { optionalIsoTimeAt } from '../../times.ts'
import { assetOf } from './wallets.ts'

/** What reading a private feed needs. */
export interface FeedContext {
  /** Whose. */
  readonly account: AccountId
  /** The instruments. */
  readonly table: InstrumentTable
  /** When the frame arrived, epoch µs. */
  readonly localTimeUs: number
}

/** The contract that a feed names, in any case; `undefined` where it is not listed. */
export function contractOf(table: InstrumentTable, symbol: string): Instrument | undefined {
  const upper = symbol === symbol.toLowerCase() ? symbol.toUpperCase() : symbol
  return table.bySymbol('futures', upper)?.instrument
}

/** Fills of `fills`, and of its snapshot, which repeats the last ones: a fill that comes twice is one, by its id. */
export function readFills(message: JsonObject, context: FeedContext): readonly AccountEvent[] {
  return arrayAt(message, 'fills').flatMap((item): AccountEvent[] => {
    const fill = readFill(asObject(item, 'fills'), context)
    if (fill === undefined) return []
    const { account, clientOrderId, venueOrderId: id, instrument, venueTimeUs } = fill
    const order = {
      ...given('clientOrderId', clientOrderId),
      venueOrderId: id,
      account,
      instrument,
    }
    return [{ type: 'fill', order, timeUs: context.localTimeUs, venueTimeUs, fill }]
  })
}

function readFill(row: JsonObject, { account, table }: FeedContext): Fill | undefined {
  const instrument = contractOf(table, textAt(row, 'instrument'))
  if (instrument === undefined) return undefined
  const kind = optionalTextAt(row, 'fill_type')
  const feePaid = optionalAmountAt(row, 'fee_paid')
  const currency = optionalTextAt(row, 'fee_currency')
  const hasFee = feePaid !== undefined && currency !== undefined
  return {
    fillId: fillId(textAt(row, 'fill_id')),
    account,
    ...given('clientOrderId', ownOrderId(optionalTextAt(row, 'cli_ord_id'))),
    venueOrderId: venueOrderId(textAt(row, 'order_id')),
    instrument,
    side: row['buy'] === true ? 'buy' : 'sell',
    price: amountAt(row, 'price'),
    quantity: amountAt(row, 'qty'),
    ...(hasFee ? { fee: { amount: feePaid, asset: assetOf(currency) } } : {}),
    ...given('isMaker', isMakerOf(kind)),
    venueTimeUs: msTimeAt(row, 'time'),
  }
}

/** Whether a kind of fill says that the order rested; liquidations and assignments say nothing of it. */
export function isMakerOf(kind: string | undefined): boolean | undefined {
  if (kind === 'maker') return true
  return kind === 'taker' ? false : undefined
}

/** Positions of one connection: each message lists all there are, so what is no longer listed is flat. */
export class Positions {
  #held = new Map<string, Instrument>()

  /** Reads a message of `open_positions`. */
  take(message: JsonObject, { account, table, localTimeUs }: FeedContext): readonly PositionTold[] {
    const head = {
      type: 'position',
      account,
      timeUs: localTimeUs,
      ...given('venueTimeUs', optionalMsTimeAt(message, 'timestamp')),
    } as const
    const before = this.#held
    this.#held = new Map()
    const told = arrayAt(message, 'positions').flatMap((item): PositionTold[] => {
      const row = asObject(item, 'positions')
      const instrument = contractOf(table, textAt(row, 'instrument'))
      if (instrument === undefined) return []
      const quantity = amountAt(row, 'balance')
      const price = quantity.isZero() ? undefined : positiveAmountAt(row, 'entry_price')
      this.#held.set(instrument.symbol, instrument)
      return [{ ...head, instrument, quantity, ...given('averageEntryPrice', price) }]
    })
    const flat = [...before.values()]
      .filter(({ symbol }) => !this.#held.has(symbol))
      .map((instrument) => ({ ...head, instrument, quantity: new Decimal(0) }))
    return [...told, ...flat]
  }
}

/** Funding in an entry of `account_log`; its other entries are told by other feeds. */
export function readLogEntry(message: JsonObject, context: FeedContext): readonly AccountEvent[] {
  const entry = asObject(message['new_entry'], 'new_entry')
  const amount = optionalAmountAt(entry, 'realized_funding')
  const venueTimeUs = optionalIsoTimeAt(entry, 'date')
  if (amount === undefined || amount.isZero() || venueTimeUs === undefined) return []
  const contract = optionalTextAt(entry, 'contract')
  const instrument = contract === undefined ? undefined : contractOf(context.table, contract)
  return [
    {
      type: 'fundingPaid',
      account: context.account,
      ...given('instrument', instrument),
      asset: asset(assetOf(textAt(entry, 'asset'))),
      amount,
      ...given('paymentId', optionalTextAt(entry, 'booking_uid')),
      timeUs: context.localTimeUs,
      venueTimeUs,
    },
  ]
}
