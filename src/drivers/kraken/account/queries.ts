import {
  type AccountId,
  type AccountList,
  type AccountQueries,
  type BalanceTold,
  type Credentials,
  type Fill,
  type HttpResponse,
  type Instrument,
  type RestCall,
  VenueError,
  type VenueOrder,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { amountAt } from '../../kit/amounts.ts'
import { answerTimeUs } from '../../kit/answer-time.ts'
import { asObject, given, isObject, objectAt, optionalIntegerAt, textAt } from '../../kit/fields.ts'
import { spotResult } from './answer.ts'
import { toWire } from './client-order-id.ts'
import { answerError } from './errors.ts'
import { spotFeeRates } from './fee-rates.ts'
import { readOrderRow, readTradeRow } from './order-rows.ts'
import { instrumentOfPair } from './rest-pair.ts'
import { type Fields, spotRequest } from './signed-call.ts'
import { isNameOf, walletAsset } from './wallet-asset.ts'

/** Rows of a page of closed orders and of trades. */
const PAGE_ROWS = 50

/** Which instrument a pair's name means here; `undefined` leaves its rows out. */
type Choose = (pair: string) => Instrument | undefined

/** Asking spot for what is so. docs/venues/kraken.md §Trading; checked 2026-11-21. */
export function spotQueries(account: AccountId, credentials: Credentials): AccountQueries {
  const ask = (method: string, fields: Fields, weight = 1): RestCall<unknown>['request'] =>
    spotRequest({ service: 'spot-private', method, fields, weight }, credentials)
  const only =
    (instrument: Instrument): Choose =>
    (pair) =>
      isNameOf(instrument, pair) ? instrument : undefined

  const open = (choose: Choose, fields: Fields = {}): RestCall<AccountList<VenueOrder>> => ({
    request: ask('OpenOrders', fields),
    parse: (response) => orders(response, 'open', choose),
  })
  const closed = (
    choose: Choose,
    fields: Fields,
    offset = 0,
  ): RestCall<AccountList<VenueOrder>> => ({
    request: ask('ClosedOrders', { ...fields, closetime: 'close', ofs: offset }, 2),
    parse: (response) => orders(response, 'closed', choose),
    next: (response) =>
      isLastPage(response, 'closed', offset)
        ? undefined
        : closed(choose, fields, offset + PAGE_ROWS),
  })
  const trades = (
    instrument: Instrument,
    fields: Fields,
    offset = 0,
  ): RestCall<AccountList<Fill>> => ({
    request: ask('TradesHistory', { ...fields, ofs: offset }, 2),
    parse: (response) => fills(response, instrument, account),
    next: (response) =>
      isLastPage(response, 'trades', offset)
        ? undefined
        : trades(instrument, fields, offset + PAGE_ROWS),
  })
  return {
    order: ({ clientOrderId, venueOrderId, instrument }) => {
      const choose = only(instrument)
      if (venueOrderId !== undefined) {
        return {
          request: ask('QueryOrders', { txid: venueOrderId }),
          parse: (response) => orders(response, undefined, choose),
        }
      }
      const fields = { cl_ord_id: toWire(clientOrderId) }
      return {
        ...open(choose, fields),
        next: (response) => {
          const isAnswered = answerError(response) === undefined
          const isOpen = isAnswered && rowsUnder(response, 'open').length > 0
          return isAnswered && !isOpen ? closed(choose, fields) : undefined
        },
      }
    },
    openOrders: (instrument) => open(only(instrument)),
    allOpenOrders: () => [open(instrumentOfPair)],
    history: (instrument, sinceUs) => closed(only(instrument), { start: startOf(sinceUs) }),
    fills: (instrument, sinceUs) =>
      // Joined trades would have other ids than the stream tells.
      trades(instrument, { start: startOf(sinceUs), consolidate_taker: false }),
    feeRates: (instrument) => spotFeeRates(credentials, instrument),
    balances: () => ({
      request: ask('BalanceEx', {}),
      parse: (response, localTimeUs) => balances(response, account, localTimeUs),
    }),
  }
}

/** The start of a range is exclusive and in seconds: one second earlier asks for what happened then, too. */
const startOf = (sinceUs: number): number => Math.max(0, Math.floor(sinceUs / 1_000_000) - 1)

type Row = readonly [id: string, row: JsonObject]

/** The rows of a list; none where the venue says that it has no such order. */
function rowsOf(response: HttpResponse, key: string | undefined): readonly Row[] {
  try {
    const result = spotResult(response)
    const rows = key === undefined ? result : objectAt(result, key)
    return Object.entries(rows).map(([id, row]) => [id, asObject(row, id)])
  } catch (error) {
    if (error instanceof VenueError && error.code === 'ORDER_NOT_FOUND') return []
    throw error
  }
}

/** The same of an answer that may be a refusal, which has no more pages. */
function rowsUnder(response: HttpResponse, key: string): readonly string[] {
  if (answerError(response) !== undefined) return []
  const rows = spotResult(response)[key]
  return isObject(rows) ? Object.keys(rows) : []
}

/** Whether nothing comes after a page: its count says so, or, where it does not count, its length. */
function isLastPage(response: HttpResponse, key: string, offset: number): boolean {
  const rows = rowsUnder(response, key)
  if (rows.length === 0) return true
  const count = optionalIntegerAt(spotResult(response), 'count')
  return count === undefined ? rows.length < PAGE_ROWS : offset + rows.length >= count
}

function listOf<T>(response: HttpResponse, items: readonly T[]): AccountList<T> {
  return { items, ...given('venueTimeUs', answerTimeUs(response)), isComplete: true }
}

function orders(
  response: HttpResponse,
  key: string | undefined,
  choose: Choose,
): AccountList<VenueOrder> {
  const told = rowsOf(response, key).flatMap(([id, row]) => {
    const instrument = choose(textAt(objectAt(row, 'descr'), 'pair'))
    return instrument === undefined ? [] : [readOrderRow(id, row, instrument)]
  })
  const items = told.filter((order) => order !== undefined)
  return { ...listOf(response, items), isComplete: items.length === told.length }
}

function fills(
  response: HttpResponse,
  instrument: Instrument,
  account: AccountId,
): AccountList<Fill> {
  const items = rowsOf(response, 'trades').flatMap(([id, row]) =>
    isNameOf(instrument, textAt(row, 'pair')) ? [readTradeRow(id, row, instrument, account)] : [],
  )
  return listOf(response, items)
}

function balances(
  response: HttpResponse,
  account: AccountId,
  timeUs: number,
): AccountList<BalanceTold> {
  const venueTime = given('venueTimeUs', answerTimeUs(response))
  const items = rowsOf(response, undefined).flatMap(([code, row]): BalanceTold[] => {
    const asset = walletAsset(code)
    const total = amountAt(row, 'balance')
    if (asset === undefined || total.isZero()) return []
    const locked = amountAt(row, 'hold_trade')
    return [{ type: 'balance', account, asset, total, locked, timeUs, ...venueTime }]
  })
  return listOf(response, items)
}
