import {
  type AccountEvent,
  type AccountList,
  type AmendRequest,
  accountId,
  type CancelRequest,
  type ClientOrderId,
  clientOrderId,
  Decimal,
  type HttpRequest,
  type HttpResponse,
  type Instrument,
  type Market,
  type OrderEvent,
  type OrderTerms,
  type PlaceRequest,
  type RestCall,
  Secret,
  venueOrderId,
} from '../../../../src/core/index.ts'
import { account } from '../../../../src/drivers/binance/account/index.ts'
import { binance } from '../../../../src/drivers/binance/index.ts'
import { createInstrumentTable } from '../../../../src/drivers/kit/instrument-table.ts'

/** The example key that Binance publishes. */
export const KEY = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A'
/** Its secret. */
export const SECRET = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j'

const MAIN = accountId('main')
export const protocol = account({
  account: MAIN,
  credentials: { key: KEY, secret: new Secret(SECRET) },
})

const driver = binance()

/** A table that knows every instrument by its name. */
const anyTable = () =>
  createInstrumentTable({ infer: (market, symbol) => driver.inferInstrument(market, symbol) })

export function instrumentOf(market: Market, symbol = 'BTCUSDT'): Instrument {
  const instrument = driver.inferInstrument(market, symbol)
  if (instrument === undefined) throw new Error(symbol)
  return instrument
}

/** One of our ids. */
export const ID: ClientOrderId = clientOrderId(1, 7)
export const OTHER_ID: ClientOrderId = clientOrderId(1, 8)
/** 2026-11-27 12:00:00 UTC. */
export const NOW_US = 1_795_780_800_000_000
const STAMP = { venueTimeUs: NOW_US, nonce: 1 }

export function termsOf(market: Market, terms: Partial<OrderTerms> = {}): OrderTerms {
  return {
    account: MAIN,
    instrument: instrumentOf(market),
    side: 'buy',
    type: 'limit',
    quantity: new Decimal('0.010'),
    price: new Decimal('60000.0'),
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
    ...terms,
  }
}

/** Terms without a price. */
export function pricelessTerms(market: Market, terms: Partial<OrderTerms> = {}): OrderTerms {
  const { price: _, ...rest } = termsOf(market, { type: 'market', timeInForce: 'ioc', ...terms })
  return rest
}

const base = (terms: OrderTerms) => ({
  clientOrderId: ID,
  request: 1,
  terms,
  deadlineUs: NOW_US + 2_000_000,
})

export const place = (terms: OrderTerms, id: ClientOrderId = ID): PlaceRequest => ({
  ...base(terms),
  clientOrderId: id,
  type: 'place',
})

export const cancel = (terms: OrderTerms, id?: string): CancelRequest => ({
  ...base(terms),
  request: 2,
  type: 'cancel',
  venueOrderId: id === undefined ? undefined : venueOrderId(id),
})

export const amend = (terms: OrderTerms, change: Partial<AmendRequest>): AmendRequest => ({
  ...base(terms),
  request: 2,
  type: 'amend',
  venueOrderId: undefined,
  price: terms.price,
  quantity: terms.quantity,
  ...change,
})

/** A request as one line, without its time window and signature. */
export function shown({ method, path, query = {}, weight }: HttpRequest): string {
  const text = Object.entries(query).map(([name, value]) => `${name}=${value}`)
  return `${method} ${path}?${text.join('&')} weight ${weight}`
}

/** The request as it leaves. */
export function signed({ request }: Pick<RestCall<unknown>, 'request'>): HttpRequest {
  if (request.sign === undefined) throw new Error('nothing is signed')
  return request.sign(request, STAMP)
}

export function answerOf(
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers, body: Buffer.from(text) }
}

/** Reads an answer to a call, as plain data: decimals as text, instruments as their symbol. */
export function read<T>(call: RestCall<T>, response: HttpResponse): unknown {
  return plainOf(call.parse(response, 5))
}

/** What an order call makes of an answer. */
export const eventsOf = (call: RestCall<readonly OrderEvent[]>, response: HttpResponse) =>
  read(call, response)

export function plainOf(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      key === 'instrument' ? (inner as Instrument).symbol : inner,
    ) ?? 'null',
  )
}

/** Decodes frames on one connection of an endpoint. */
export function decoding(endpoint: string) {
  const decoder = protocol.createDecoder(anyTable(), endpoint)
  return (frame: unknown) => {
    const events: AccountEvent[] = []
    const bytes = Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame))
    const outcome = decoder.decode(bytes, 5, (event) => void events.push(event))
    return {
      outcome,
      events: plainOf(events) as readonly Record<string, unknown>[],
      ...(outcome === 'ignored' ? { reason: decoder.ignoredReason } : {}),
      ...(outcome === 'fault' ? { fault: decoder.fault?.message } : {}),
    }
  }
}

/** The answer's moment, as a header. */
export const AT_NOW = { date: 'Fri, 27 Nov 2026 12:00:00 GMT' }

/** Reads a list and the requests of its following pages, given an answer for each. */
export function pagesOf<T>(call: RestCall<AccountList<T>>, answers: readonly HttpResponse[]) {
  const pages: { request: string; list: unknown }[] = []
  let next: RestCall<AccountList<T>> | undefined = call
  for (const answer of answers) {
    if (next === undefined) break
    pages.push({ request: shown(next.request), list: read(next, answer) })
    next = next.next?.(answer)
  }
  return { pages, rest: next && shown(next.request) }
}
