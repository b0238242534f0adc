import {
  accountId,
  type ClientOrderId,
  Decimal,
  type Instrument,
  type OrderProtocol,
  Secret,
} from '../../src/core/index.ts'
import { account } from '../../src/drivers/binance/account/index.ts'
import { binance } from '../../src/drivers/binance/index.ts'
import { httpUrl } from '../../src/transport/http-url.ts'
import type { AskedOrder, SignCase, SignInput } from './cases.ts'

const ACCOUNT = accountId('main')
const BASE = 'https://api.binance.com'
const NOW_US = 1_763_700_000_000_000
const US_PER_S = 1_000_000

/** What the gateway does of a request: the venue's words, the signature, the URL. */
export class OwnSigner implements SignCase {
  readonly #orders: OrderProtocol
  readonly #instrument: Instrument

  constructor({ key, secret, symbol }: SignInput) {
    const instrument = binance().inferInstrument('spot', symbol)
    if (instrument === undefined) throw new Error(`The naming rule does not know ${symbol}`)
    this.#instrument = instrument
    this.#orders = account({
      account: ACCOUNT,
      credentials: { key, secret: new Secret(secret) },
    }).orders
  }

  onOrder({ side, quantity, price, clientOrderId }: AskedOrder): string {
    const { request } = this.#orders.call({
      type: 'place',
      clientOrderId: clientOrderId as ClientOrderId,
      request: 1,
      deadlineUs: NOW_US + 5 * US_PER_S,
      terms: {
        account: ACCOUNT,
        instrument: this.#instrument,
        side,
        type: 'limit',
        quantity: new Decimal(quantity),
        price: new Decimal(price),
        timeInForce: 'gtc',
        postOnly: false,
        reduceOnly: false,
      },
    })
    const signed = request.sign?.(request, { venueTimeUs: NOW_US, nonce: 1 }) ?? request
    const url = httpUrl(BASE, signed)
    return url.slice(url.indexOf('?') + 1)
  }
}
