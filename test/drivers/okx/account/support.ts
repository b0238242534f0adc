import {
  type AccountEvent,
  type AccountProtocol,
  accountId,
  clientOrderId,
  Decimal,
  type HttpResponse,
  type Instrument,
  type OrderTerms,
  type PlaceRequest,
  Secret,
} from '../../../../src/core/index.ts'
import { asObject, parseJson } from '../../../../src/drivers/kit/fields.ts'
import { createInstrumentTable } from '../../../../src/drivers/kit/index.ts'
import { account as openAccount } from '../../../../src/drivers/okx/account/index.ts'
import { readInstrument } from '../../../../src/drivers/okx/instruments.ts'
import type { OkxOptions } from '../../../../src/drivers/okx/trade-mode.ts'
import { LISTED } from '../listed.ts'

/** The keys of the worked vectors: made up. docs-v5, overview, 2026-11-21. */
export const CREDENTIALS = {
  key: 'okx-fake-key-0001',
  secret: new Secret('OKXFAKESECRET00000000000000000001'),
  passphrase: new Secret('fake-pass'),
}

export const ACCOUNT = accountId('main')
export const OWN_ID = clientOrderId(1, 7)
export const SPOT = listed(LISTED.spot)
export const SWAP = listed(LISTED.swap)

export function open(options: OkxOptions = {}): AccountProtocol {
  return openAccount({ account: ACCOUNT, credentials: CREDENTIALS }, options)
}

export function terms(over: Partial<OrderTerms> = {}): OrderTerms {
  return {
    account: ACCOUNT,
    instrument: SPOT,
    side: 'buy',
    type: 'limit',
    quantity: new Decimal('0.01'),
    price: new Decimal('60000'),
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
    ...over,
  }
}

/** 2026-11-21T00:00:00Z and 5 s. */
const DEADLINE_US = 1_795_219_205_000_000

export function place(over: Partial<OrderTerms> = {}): PlaceRequest {
  return {
    type: 'place',
    clientOrderId: OWN_ID,
    request: 1,
    terms: terms(over),
    deadlineUs: DEADLINE_US,
  }
}

/** Terms without a price: `exactOptionalPropertyTypes` wants it gone, not undefined. */
export function unpriced(over: Partial<OrderTerms> = {}): OrderTerms {
  const { price: _, ...rest } = terms(over)
  return rest
}

export function response(body: unknown, status = 200, headers = {}): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers, body: new TextEncoder().encode(text) }
}

/** What a frame tells, by a decoder of its own or one that has told before. */
export function decoding(protocol = open()) {
  const table = createInstrumentTable()
  for (const instrument of [SPOT, SWAP]) table.add(instrument)
  const decoder = protocol.createDecoder(table, 'private')
  return {
    decoder,
    decode: (message: unknown) => {
      const events: AccountEvent[] = []
      const text = typeof message === 'string' ? message : JSON.stringify(message)
      const frame = new TextEncoder().encode(text)
      const outcome = decoder.decode(frame, 5_000_000, (event) => events.push(event))
      return { outcome, events }
    },
  }
}

function listed(row: object): Instrument {
  const text = new TextEncoder().encode(JSON.stringify(row))
  const instrument = readInstrument(asObject(parseJson(text), 'a row'))
  if (instrument === undefined) throw new Error('it is listed')
  return instrument
}
