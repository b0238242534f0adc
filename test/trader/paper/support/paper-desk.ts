import { MaintainedBook } from '../../../../src/book/index.ts'
import {
  type AccountEvent,
  type AmendRequest,
  accountId,
  asset,
  type BookState,
  BookUpdate,
  clientOrderId,
  Decimal,
  type DecimalText,
  type Fill,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type OrderEvent,
  type OrderTerms,
  pair,
  type Side,
  type VenueOrderId,
  venueSymbol,
} from '../../../../src/core/index.ts'
import { createBookHandle } from '../../../../src/market/book-handle.ts'
import { Router } from '../../../../src/market/index.ts'
import type { FillModel } from '../../../../src/trader/index.ts'
import { PaperAccount } from '../../../../src/trader/paper/paper-account.ts'
import { PaperLedger } from '../../../../src/trader/paper/paper-ledger.ts'
import { PaperMarket } from '../../../../src/trader/paper/paper-market.ts'
import type { PaperRecord } from '../../../../src/trader/paper/paper-record.ts'
import { queueModel } from '../../../../src/trader/paper/queue-model.ts'
import { instrument } from '../../../support/instrument.ts'

export const ACCOUNT = accountId('paper')

const rules = {
  priceScale: 0,
  sizeScale: 0,
  tickSize: '1' as DecimalText,
  lotSize: '1' as DecimalText,
  minQuantity: '1' as DecimalText,
  minNotional: '50' as DecimalText,
} satisfies Partial<Instrument>

/** Whole numbers, so that a test can be read. */
export const SPOT = instrument(rules)
export const LINEAR = instrument({
  ...rules,
  market: 'futures',
  kind: 'perpetual',
  pair: pair('BTC/USDT:USDT'),
  symbol: venueSymbol('BTCUSDT-PERP'),
  product: 'linear',
  contract: { direction: 'linear', multiplier: '1' as DecimalText, settle: asset('USDT') },
})

/** Price and size of a level. */
export type Level = readonly [price: number, size: number]

/** What may be said of an order; the rest is a limit order of 1, good till cancelled. */
export interface Wish extends Partial<Omit<OrderTerms, 'price' | 'quantity'>> {
  readonly price?: number
  readonly quantity?: number | string
  readonly late?: true
}

/** What differs from the plain desk. */
export interface DeskOptions {
  readonly instrument?: Instrument
  readonly model?: FillModel
  readonly balances?: Readonly<Record<string, string>>
  readonly leverage?: number
  readonly fees?: { readonly maker: string; readonly taker: string }
}

/** A paper account with one market, of which a test is the venue. Time stands still unless told. */
export class PaperDesk {
  readonly told: (AccountEvent | OrderEvent)[] = []
  readonly records: PaperRecord[] = []
  readonly ledger = new PaperLedger(ACCOUNT)
  readonly account: PaperAccount
  readonly market: PaperMarket
  readonly instrument: Instrument
  nowUs = 1_000_000
  readonly #slot: InstrumentSlot
  readonly #book: MaintainedBook
  readonly #update: BookUpdate
  #sequence = 0

  constructor(options: DeskOptions = {}) {
    const { instrument: traded = SPOT, model = queueModel(), leverage = 1 } = options
    const { balances = { USDT: '100000', BTC: '1000' } } = options
    const { maker, taker } = options.fees ?? { maker: '0', taker: '0' }
    this.instrument = traded
    this.#slot = new InstrumentSlot(instrumentIndex(0), traded)
    this.#book = new MaintainedBook(this.#slot, 'depth', 'full')
    this.#update = new BookUpdate(this.#slot)
    const router = new Router({
      venue: traded.venue,
      indexOf: () => 0,
      nowUs: () => this.nowUs,
      wholeBook: () => undefined,
      onHandlerError: (_, error) => {
        throw error
      },
    })
    this.market = new PaperMarket({
      slot: this.#slot,
      handle: createBookHandle({
        slot: this.#slot,
        view: this.#book.view,
        router,
        onClose: () => undefined,
      }),
      model,
      working: () => this.ledger.open(),
    })
    const amounts = Object.entries(balances).map(([name, text]) => ({
      asset: asset(name),
      amount: new Decimal(text),
    }))
    this.ledger.apply({ type: 'opened', balances: amounts, timeUs: 0 })
    this.account = new PaperAccount({
      options: {
        account: ACCOUNT,
        leverage,
        fees: { maker: new Decimal(maker), taker: new Decimal(taker) },
      },
      ledger: this.ledger,
      marketOf: (each) => (each.symbol === traded.symbol ? this.market : undefined),
      nowUs: () => this.nowUs,
      keep: (record) => this.records.push(record),
      tell: (event) => this.told.push(event),
    })
  }

  /** Begins with what a process before had written down. Time went on. */
  restore(before: PaperDesk): void {
    for (const record of before.records) this.ledger.apply(record)
    this.records.push(...before.records)
    this.market.ordersChanged()
    this.nowUs = before.nowUs + 60_000_000
    this.#sequence = before.#sequence
  }

  /** The venue's book is this from now on. */
  book(bids: readonly Level[], asks: readonly Level[]): void {
    const update = this.#update
    this.nowUs += 1_000
    update.begin(this.#slot, 'depth', true, this.nowUs)
    update.venueUs = this.nowUs
    for (const [buffer, levels] of [
      [update.bids, bids],
      [update.asks, asks],
    ] as const) {
      levels.forEach(([price, size], i) => {
        buffer.prices[i] = price
        buffer.sizes[i] = size
      })
      buffer.count = levels.length
    }
    this.#book.apply(update)
    this.#book.state = 'live'
    this.account.onBook(this.market)
  }

  /** Nobody can vouch for the book, or somebody can again. */
  state(state: BookState): void {
    this.#book.state = state
    this.account.onBook(this.market)
  }

  /** Others trade: after the book as it is, unless told otherwise. */
  print(takerSide: Side, price: number, quantity: number, when: 'now' | 'before' = 'now'): void {
    if (when === 'now') this.nowUs += 1_000
    this.#print(takerSide, price, quantity, when === 'now' ? this.nowUs : 1)
  }

  /** The venue tells of a trade late: the book has it already. */
  printAsOfBook(takerSide: Side, price: number, quantity: number): void {
    this.#print(takerSide, price, quantity, this.nowUs)
  }

  /** An order arrives; its id, and what was told at once. */
  place(side: Side, wish: Wish = {}): string {
    const { price, quantity = 1, late, ...rest } = wish
    const id = clientOrderId(1, this.#sequence++)
    const terms: OrderTerms = {
      account: ACCOUNT,
      instrument: this.instrument,
      side,
      type: price === undefined ? 'market' : 'limit',
      quantity: new Decimal(quantity),
      ...(price !== undefined && { price: new Decimal(price) }),
      timeInForce: price === undefined ? 'ioc' : 'gtc',
      postOnly: false,
      reduceOnly: false,
      ...rest,
    }
    const deadlineUs = late ? this.nowUs : this.nowUs + 10_000_000
    this.account.arrive({ type: 'place', clientOrderId: id, request: 1, terms, deadlineUs })
    return id
  }

  /** A change of an order arrives. */
  amend(id: string, { price, quantity }: { price?: number; quantity?: number }): void {
    const { terms } = this.order(id)
    const request: AmendRequest = {
      type: 'amend',
      ...this.#about(id),
      price: price === undefined ? terms.price : new Decimal(price),
      quantity: quantity === undefined ? terms.quantity : new Decimal(quantity),
    }
    this.account.arrive(request)
  }

  /** The wish to end an order arrives. */
  cancel(id: string): void {
    this.account.arrive({ type: 'cancel', ...this.#about(id) })
  }

  /** An order at the venue. */
  order(id: string) {
    const order = this.ledger.orders().find(({ clientOrderId: own }) => own === id)
    if (order === undefined) throw new Error(`no order ${id}`)
    return order
  }

  /** What was told of an order: the kinds of events, and refusals by their code. */
  news(id: string): readonly string[] {
    return this.told.flatMap((event) => {
      if (!('order' in event) || !('clientOrderId' in event.order)) return []
      if (event.order.clientOrderId !== id) return []
      return ['code' in event ? `${event.type} ${event.code}` : event.type]
    })
  }

  /** Fills of an order as `quantity@price`. */
  fills(id: string): readonly string[] {
    return this.order(id).fills.map(
      ({ price, quantity }) => `${quantity.toFixed()}@${price.toFixed()}`,
    )
  }

  /** Every fill there was. */
  allFills(): readonly Fill[] {
    return this.told.flatMap((event) => (event.type === 'fill' ? [event.fill] : []))
  }

  /** What there is of an asset. */
  total(name: string): string {
    return this.ledger.total(asset(name)).toFixed()
  }

  #print(takerSide: Side, price: number, quantity: number, venueTimeUs: number): void {
    // The market hears of trades only while its book is live.
    if (this.market.live() === undefined) return
    this.account.onPrint(this.market, {
      price: new Decimal(price),
      quantity: new Decimal(quantity),
      takerSide,
      venueTimeUs,
    })
  }

  #about(id: string) {
    const { clientOrderId: own, terms } = this.order(id)
    const venueOrderId: VenueOrderId | undefined = undefined
    return {
      clientOrderId: own,
      venueOrderId,
      request: 2,
      terms,
      deadlineUs: this.nowUs + 10_000_000,
    }
  }
}
