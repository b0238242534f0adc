import type { Exchange } from 'ccxt'
import {
  accountId,
  clientOrderId,
  Decimal,
  type HttpRequest,
  type OrderTerms,
  Secret,
} from '../../../src/core/index.ts'
import { loadDriver } from '../../../src/drivers/registry.ts'
import { httpUrl } from '../../../src/transport/http-url.ts'
import type { ExchangeName } from '../venues.ts'

/** What a client asked a venue for: where, and every field but those that say who and when. */
export interface SentOrder {
  readonly method: string
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
}

const NOW_US = 1_795_780_800_000_000
const SECRET = Buffer.from('a secret of nobody').toString('base64')
const CREDENTIALS = {
  key: 'a-key',
  secret: new Secret(SECRET),
  passphrase: new Secret('a passphrase'),
}

/** Who asks, when, under which name, and what the answer is to have in it. */
const ENVELOPE: ReadonlySet<string> = new Set([
  ...['timestamp', 'recvWindow', 'signature', 'newClientOrderId', 'newOrderRespType'],
  ...['orderLinkId', 'clOrdId', 'tag', 'nonce', 'cl_ord_id', 'deadline', 'cliOrdId'],
  ...['processBefore', 'clientAlgoId', 'algoClOrdId'],
])

/** The order as crossbook asks for it. */
export async function ownOrder(
  venue: ExchangeName,
  [market, symbol]: readonly ['spot' | 'futures', string],
  terms: Partial<OrderTerms>,
): Promise<SentOrder> {
  const driver = await loadDriver(venue)
  const protocol = await driver.account?.({
    account: accountId('main'),
    credentials: CREDENTIALS,
  })
  const instrument = driver.inferInstrument(market, symbol)
  if (protocol === undefined || instrument === undefined) throw new Error(`${venue} ${symbol}`)
  const { request } = protocol.orders.call({
    type: 'place',
    clientOrderId: clientOrderId(1, 7),
    request: 1,
    deadlineUs: NOW_US + 2_000_000,
    terms: {
      account: accountId('main'),
      instrument,
      side: 'buy',
      type: 'limit',
      quantity: new Decimal('0.01'),
      timeInForce: 'gtc',
      postOnly: false,
      reduceOnly: false,
      ...(terms.type === 'market' || terms.type === 'stopMarket'
        ? {}
        : { price: new Decimal('50000') }),
      ...terms,
    },
  })
  const stamp = { venueTimeUs: NOW_US, nonce: 1 }
  const signed: HttpRequest = request.sign?.(request, stamp) ?? request
  return sentOrder(signed.method, httpUrl('http://venue', signed), signed.body)
}

/** The order as ccxt asks for it; nothing is sent. */
export async function ccxtOrder(
  client: Exchange,
  ask: (client: Exchange) => Promise<unknown>,
): Promise<SentOrder> {
  Object.assign(client, { apiKey: 'a-key', secret: SECRET, password: 'a passphrase' })
  let sent: SentOrder | undefined
  client.fetch = async (url, method = 'GET', _headers, body) => {
    sent = sentOrder(method, String(url), body as string | undefined)
    throw new Error('nothing is sent')
  }
  await ask(client).catch(() => undefined)
  if (sent === undefined) throw new Error('ccxt asked for nothing')
  return sent
}

function sentOrder(method: string, url: string, body = ''): SentOrder {
  const { pathname, searchParams } = new URL(url)
  const fields = [...searchParams, ...bodyFields(body)]
    .filter(([name]) => !ENVELOPE.has(name))
    .map(([name, value]) => [name, plain(value)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { method, path: pathname, fields: Object.fromEntries(fields) }
}

function bodyFields(body: string): readonly (readonly [string, string])[] {
  if (!/^[[{]/.test(body)) return [...new URLSearchParams(body)]
  const read: unknown = JSON.parse(body)
  // A venue may take one order as a list of one.
  const order = (Array.isArray(read) ? read[0] : read) as Readonly<Record<string, unknown>>
  return Object.entries(order).map(([name, value]) => [name, String(value)])
}

/** Numbers without the zeros that some write. */
function plain(text: string): string {
  return /^\d+(\.\d+)?$/.test(text) ? new Decimal(text).toFixed() : text
}
