import {
  type AccountEvent,
  type AccountProtocol,
  accountId,
  type ClientOrderId,
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
import { createInstrumentTable } from '../../../../src/drivers/kit/instrument-table.ts'
import { kraken } from '../../../../src/drivers/kraken/index.ts'

/** The secret of the venue's own test vector of spot. */
export const SPOT_SECRET =
  'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg=='
export const ACCOUNT = accountId('main')
export const ID: ClientOrderId = clientOrderId(7, 42)
export const ID_WIRE = '0x000007000000002a'
export const NOW_US = 1_763_683_200_000_000
export const STAMP: Stamp = { venueTimeUs: NOW_US, nonce: NOW_US + 1 }

const driver = kraken()

export async function open(secret = SPOT_SECRET): Promise<AccountProtocol> {
  const credentials = { key: 'public-key', secret: new Secret(secret) }
  const protocol = await driver.account?.({ account: ACCOUNT, credentials })
  if (protocol === undefined) throw new Error('no account')
  return protocol
}

function instrument(market: 'spot' | 'futures', symbol: string): Instrument {
  const found = driver.inferInstrument(market, symbol)
  if (found === undefined) throw new Error(`no instrument ${symbol}`)
  return found
}

export const SPOT = instrument('spot', 'BTC/USD')
export const PERPETUAL = instrument('futures', 'PF_XBTUSD')

export function termsOf(of: Instrument, more: Partial<OrderTerms> = {}): OrderTerms {
  return {
    account: ACCOUNT,
    instrument: of,
    side: 'buy',
    type: 'limit',
    quantity: new Decimal('0.5'),
    price: new Decimal('50000.1'),
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
    ...more,
  }
}

export function place(of: Instrument, more: Partial<OrderTerms> = {}): PlaceRequest {
  return {
    type: 'place',
    clientOrderId: ID,
    request: 1,
    terms: termsOf(of, more),
    deadlineUs: NOW_US + 5_000_000,
  }
}

/** Terms without a price, as orders at market have them. */
export function unpriced(terms: OrderTerms): OrderTerms {
  const { price: _, ...rest } = terms
  return rest
}

export function signed(request: HttpRequest): HttpRequest {
  return request.sign?.(request, STAMP) ?? request
}

/** What a form has, in its order. */
export function form(request: HttpRequest): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(signed(request).body))
}

export function answer(
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers, body: Buffer.from(text) }
}

/** A decoder of a private stream, and what a frame comes to. */
export async function reader(endpoint: 'spot-private' | 'futures-private') {
  const protocol = await open()
  const table = createInstrumentTable({ infer: driver.inferInstrument })
  const decoder = protocol.createDecoder(table, endpoint)
  return (frame: unknown) => {
    const events: AccountEvent[] = []
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame)
    const outcome = decoder.decode(Buffer.from(text), NOW_US, (event) => events.push(event))
    return { outcome, events, decoder }
  }
}
