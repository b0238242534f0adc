import {
  type AccountEvent,
  type AmendRequest,
  accountId,
  type CancelRequest,
  type ClientOrderId,
  type Credentials,
  clientOrderId,
  Decimal,
  type HttpRequest,
  type HttpResponse,
  type Instrument,
  type OrderTerms,
  type PlaceRequest,
  Secret,
  type Stamp,
} from '../../../../src/core/index.ts'
import { account } from '../../../../src/drivers/bybit/account/index.ts'
import { bybit } from '../../../../src/drivers/bybit/index.ts'
import { createInstrumentTable } from '../../../../src/drivers/kit/instrument-table.ts'

/** The fake key of the worked examples. */
export const CREDENTIALS: Credentials = {
  key: 'BYBITFAKEKEY00000001',
  secret: new Secret('bybit-fake-secret-for-docs-000000000001'),
}
export const ACCOUNT = accountId('main')
/** A Friday in November 2025, epoch µs. */
export const NOW_US = 1_763_700_000_000_000
export const STAMP: Stamp = { venueTimeUs: NOW_US, nonce: 1 }
export const ID: ClientOrderId = clientOrderId(7, 41)

export const protocol = account({ account: ACCOUNT, credentials: CREDENTIALS })

export const SPOT = inferred('spot', 'BTCUSDT')
export const LINEAR = inferred('futures', 'BTCUSDT')
export const INVERSE = inferred('futures', 'BTCUSD')

export function inferred(market: 'spot' | 'futures', symbol: string): Instrument {
  const instrument = bybit().inferInstrument(market, symbol)
  if (instrument === undefined) throw new Error(`${symbol} breaks the naming rule`)
  return instrument
}

export function terms(over: Partial<OrderTerms> = {}): OrderTerms {
  return {
    account: ACCOUNT,
    instrument: LINEAR,
    side: 'buy',
    type: 'limit',
    quantity: new Decimal('0.01'),
    ...(over.type === 'market' || over.type === 'stopMarket'
      ? {}
      : { price: new Decimal('60000') }),
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
    ...over,
  }
}

const BASE = { clientOrderId: ID, request: 1, deadlineUs: NOW_US + 3_000_000 } as const

export function place(over: Partial<OrderTerms> = {}, id: ClientOrderId = ID): PlaceRequest {
  return { type: 'place', ...BASE, clientOrderId: id, terms: terms(over) }
}

export function amend(over: Partial<AmendRequest> = {}): AmendRequest {
  return {
    type: 'amend',
    ...BASE,
    request: 2,
    terms: terms(),
    venueOrderId: undefined,
    price: new Decimal('60001.5'),
    quantity: new Decimal('0.02'),
    ...over,
  }
}

export function cancel(over: Partial<CancelRequest> = {}): CancelRequest {
  return { type: 'cancel', ...BASE, request: 3, terms: terms(), venueOrderId: undefined, ...over }
}

/** The request as it is sent. */
export function signed(request: HttpRequest, stamp: Stamp = STAMP): HttpRequest {
  return request.sign?.(request, stamp) ?? request
}

/** Its body. */
export function bodyOf(request: HttpRequest): unknown {
  return JSON.parse(request.body ?? 'null')
}

export function answer(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers, body: new TextEncoder().encode(text) }
}

export const TIME_MS = 1_763_700_000_250

export function ok(result: unknown, retExtInfo: unknown = {}): HttpResponse {
  return answer({ retCode: 0, retMsg: 'OK', result, retExtInfo, time: TIME_MS })
}

export function refusal(retCode: number, retMsg = 'words', status = 200): HttpResponse {
  return answer({ retCode, retMsg, result: {}, retExtInfo: {}, time: TIME_MS }, status)
}

/** A decoder with both BTCUSDT listed, and what it tells. */
export function decoding() {
  const table = createInstrumentTable()
  for (const instrument of [SPOT, LINEAR]) table.add(instrument)
  const decoder = protocol.createDecoder(table, 'private')
  const decode = (frame: unknown) => {
    const events: AccountEvent[] = []
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame)
    const outcome = decoder.decode(new TextEncoder().encode(text), NOW_US, (event) =>
      events.push(event),
    )
    return { outcome, events }
  }
  return { decoder, decode }
}
