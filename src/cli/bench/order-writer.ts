import {
  accountId,
  type ClientOrderId,
  Decimal,
  type ExchangeDriver,
  type Instrument,
  type OrderProtocol,
  Secret,
} from '../../core/index.ts'
import type { StreamMaker } from '../../sim/stream-maker.ts'
import { httpUrl } from '../../transport/index.ts'

const ACCOUNT = accountId('bench')
const NOW_US = 1_763_700_000_000_000
const DEADLINE_US = NOW_US + 5_000_000
const FIRST_ID = 2 ** 40

/** What an account's gateway does of an order: the venue's words, the signature, the URL. Nothing is sent. */
export class OrderWriter {
  readonly #orders: OrderProtocol
  readonly #instrument: Instrument
  /** The request written last. */
  latest = ''

  private constructor(orders: OrderProtocol, instrument: Instrument) {
    this.#orders = orders
    this.#instrument = instrument
  }

  /** An account with made-up keys. */
  static async open(
    driver: ExchangeDriver,
    { market, priceScale, sizeScale }: StreamMaker,
    symbol: string,
  ): Promise<OrderWriter> {
    const instrument = driver.inferInstrument(market, symbol)
    const credentials = { key: 'K'.repeat(64), secret: new Secret('S'.repeat(64)) }
    const protocol = await driver.account?.({ account: ACCOUNT, credentials })
    if (instrument === undefined || protocol === undefined)
      throw new Error(`crossbook does not trade ${symbol} at ${driver.facts.name}`)
    return new OrderWriter(protocol.orders, { ...instrument, priceScale, sizeScale })
  }

  /** Writes and signs a limit order; orders differ in side, price and id. */
  write(n: number): string {
    const { request } = this.#orders.call({
      type: 'place',
      clientOrderId: String(FIRST_ID + n) as ClientOrderId,
      request: 1,
      deadlineUs: DEADLINE_US,
      terms: {
        account: ACCOUNT,
        instrument: this.#instrument,
        side: n % 2 === 0 ? 'buy' : 'sell',
        type: 'limit',
        quantity: new Decimal('0.00125'),
        price: new Decimal(`${60_000 + (n % 997)}.5`),
        timeInForce: 'gtc',
        postOnly: false,
        reduceOnly: false,
      },
    })
    const signed = request.sign?.(request, { venueTimeUs: NOW_US, nonce: 1 }) ?? request
    this.latest = httpUrl('', signed)
    return this.latest
  }
}
