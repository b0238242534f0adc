import {
  type AccountId,
  type AccountList,
  type BalanceTold,
  type Credentials,
  type Fill,
  type HttpResponse,
  type Instrument,
  type PositionTold,
  type RestCall,
  type VenueOrder,
} from '../../../../core/index.ts'
import type { JsonObject } from '../../../../wire/index.ts'
import { amountAt, positiveAmountAt } from '../../../kit/amounts.ts'
import { arrayAt, asObject, given, objectAt, optionalTextAt, textAt } from '../../../kit/fields.ts'
import { futuresResult } from '../../account/answer.ts'
import type { FuturesQueries } from '../../account/by-product.ts'
import { answerError } from '../../account/errors.ts'
import type { Fields } from '../../account/signed-call.ts'
import { isoText, isoTimeAt, optionalIsoTimeAt } from '../../times.ts'
import { inferContract } from '../instruments.ts'
import { readFillRow, readHistoryElement, readOpenRow } from './order-rows.ts'
import { futuresRequest } from './signed-call.ts'
import { readAccounts } from './wallets.ts'

const API = '/derivatives/api/v3'
const HISTORY = '/api/history/v3'

/** Fills of one answer at most. */
const PAGE_FILLS = 100

/** Asking derivatives for what is so. docs/venues/kraken.md §Trading; checked 2026-11-21. */
export function futuresQueries(account: AccountId, credentials: Credentials): FuturesQueries {
  const get = (path: string, weight: number, fields: Fields = {}): RestCall<unknown>['request'] =>
    futuresRequest({ method: 'GET', path: `${API}/${path}`, weight, fields }, credentials)

  const open = (
    choose: (row: JsonObject) => Instrument | undefined,
  ): RestCall<AccountList<VenueOrder>> => ({
    request: get('openorders', 2),
    parse: (response) =>
      listOf(response, (message) =>
        arrayAt(message, 'openOrders').flatMap((item) => {
          const row = asObject(item, 'openOrders')
          const instrument = choose(row)
          return instrument === undefined ? [] : [readOpenRow(row, instrument)]
        }),
      ),
  })

  /** Orders, then triggers: stops that never became orders stand in a list of their own. Of one order, until it is found. */
  const history = (
    instrument: Instrument,
    fields: Fields,
    wanted: Wanted = ALL,
    kind: 'orders' | 'triggers' = 'orders',
    token?: string,
  ): RestCall<AccountList<VenueOrder>> => ({
    request: futuresRequest(
      {
        service: 'futures-history',
        method: 'GET',
        path: `${HISTORY}/${kind}`,
        weight: 1,
        fields: {
          tradeable: instrument.symbol,
          ...fields,
          ...(token === undefined ? {} : { continuation_token: token }),
        },
      },
      credentials,
    ),
    parse: (response) =>
      listOf(response, (message) => ended(message, instrument).filter(wanted.keep)),
    next: (response) => {
      if (answerError(response) !== undefined) return undefined
      const message = futuresResult(response)
      if (wanted.isOne && ended(message, instrument).some(wanted.keep)) return undefined
      const following = optionalTextAt(message, 'continuationToken')
      if (following !== undefined) return history(instrument, fields, wanted, kind, following)
      return kind === 'orders' ? history(instrument, fields, wanted, 'triggers') : undefined
    },
  })

  const fills = (
    instrument: Instrument,
    sinceUs: number,
    beforeUs?: number,
  ): RestCall<AccountList<Fill>> => ({
    request:
      beforeUs === undefined
        ? get('fills', 2)
        : get('fills', 25, { lastFillTime: isoText(beforeUs) }),
    parse: (response) =>
      listOf(response, (message) =>
        arrayAt(message, 'fills').flatMap((item) => {
          const row = asObject(item, 'fills')
          return textAt(row, 'symbol') === instrument.symbol
            ? [readFillRow(row, instrument, account)]
            : []
        }),
      ),
    next: (response) => {
      const followingUs = olderFillsUs(response, sinceUs, beforeUs)
      return followingUs === undefined ? undefined : fills(instrument, sinceUs, followingUs)
    },
  })

  return {
    order: ({ clientOrderId, venueOrderId, instrument, sinceUs }) => {
      const isIt = (order: VenueOrder): boolean =>
        order.clientOrderId === clientOrderId ||
        (venueOrderId !== undefined && order.venueOrderId === venueOrderId)
      const listed = open((row) => only(instrument, row))
      return {
        request: listed.request,
        parse: (response, localTimeUs) => filtered(listed.parse(response, localTimeUs), isIt),
        next: (response) => {
          if (answerError(response) !== undefined) return undefined
          const isOpen = listed.parse(response, 0).items.some(isIt)
          if (isOpen) return undefined
          const since = sinceUs === undefined ? {} : { since: Math.floor(sinceUs / 1000) }
          return history(instrument, { ...since, sort: 'desc' }, { keep: isIt, isOne: true })
        },
      }
    },
    openOrders: (instrument) => open((row) => only(instrument, row)),
    allOpenOrders: () => [open((row) => inferContract(textAt(row, 'symbol')))],
    history: (instrument, sinceUs) =>
      history(instrument, { since: Math.floor(sinceUs / 1000), sort: 'asc' }),
    fills: (instrument, sinceUs) => fills(instrument, sinceUs),
    balances: () => ({
      request: get('accounts', 2),
      parse: (response, localTimeUs): AccountList<BalanceTold> =>
        listOf(response, (message, venueTimeUs) =>
          readAccounts(objectAt(message, 'accounts'), account, localTimeUs, venueTimeUs),
        ),
    }),
    positions: () => [
      {
        request: get('openpositions', 2),
        parse: (response, localTimeUs): AccountList<PositionTold> =>
          listOf(response, (message, venueTimeUs) =>
            arrayAt(message, 'openPositions').flatMap((item) =>
              readPosition(asObject(item, 'openPositions'), account, localTimeUs, venueTimeUs),
            ),
          ),
      },
    ],
  }
}

/** Which orders of the history are wanted, and whether one is all. */
interface Wanted {
  readonly keep: (order: VenueOrder) => boolean
  readonly isOne: boolean
}

const ALL: Wanted = { keep: () => true, isOne: false }

function ended(message: JsonObject, instrument: Instrument): readonly VenueOrder[] {
  return arrayAt(message, 'elements').flatMap(
    (item) => readHistoryElement(asObject(item, 'elements'), instrument) ?? [],
  )
}

const only = (instrument: Instrument, row: JsonObject): Instrument | undefined =>
  textAt(row, 'symbol') === instrument.symbol ? instrument : undefined

function listOf<T>(
  response: HttpResponse,
  read: (message: JsonObject, venueTimeUs: number | undefined) => readonly T[],
): AccountList<T> {
  const message = futuresResult(response)
  const venueTimeUs = optionalIsoTimeAt(message, 'serverTime')
  return {
    items: read(message, venueTimeUs),
    ...given('venueTimeUs', venueTimeUs),
    isComplete: true,
  }
}

function filtered<T>(list: AccountList<T>, keep: (item: T) => boolean): AccountList<T> {
  return { ...list, items: list.items.filter(keep) }
}

/**
 * Before which moment the next page of fills ends; `undefined` where the fills asked for are all there. One ms later than
 * the oldest, so that none of the same ms is lost: what comes twice is one by its id.
 */
function olderFillsUs(
  response: HttpResponse,
  sinceUs: number,
  beforeUs = Number.POSITIVE_INFINITY,
): number | undefined {
  if (answerError(response) !== undefined) return undefined
  const times = arrayAt(futuresResult(response), 'fills').map((item) =>
    isoTimeAt(asObject(item, 'fills'), 'fillTime'),
  )
  const oldestUs = Math.min(...times)
  if (times.length < PAGE_FILLS || oldestUs < sinceUs) return undefined
  return oldestUs + 1000 < beforeUs ? oldestUs + 1000 : oldestUs
}

function readPosition(
  row: JsonObject,
  account: AccountId,
  timeUs: number,
  venueTimeUs: number | undefined,
): readonly PositionTold[] {
  const instrument = inferContract(textAt(row, 'symbol'))
  if (instrument === undefined) return []
  const size = amountAt(row, 'size')
  return [
    {
      type: 'position',
      account,
      instrument,
      // Sizes have no sign of their own.
      quantity: textAt(row, 'side') === 'short' ? size.negated() : size,
      ...given('averageEntryPrice', positiveAmountAt(row, 'price')),
      timeUs,
      ...given('venueTimeUs', venueTimeUs),
    },
  ]
}
