import {
  type AccountEvent,
  type AmendRequest,
  type Asset,
  type ClientOrderId,
  Decimal,
  type Fee,
  type Fill,
  fillId,
  type Instrument,
  type OrderEvent,
  type OrderTerms,
  type PlaceRequest,
  refused,
  type SaidRefusal,
  unanswered,
  type VenueRequest,
} from '../../core/index.ts'
import { fillEvent } from '../gateway/row-events.ts'
import { minus, times } from '../portfolio/exact.ts'
import { isSameInstrument } from '../strategy/same-instrument.ts'
import type { MarketPrint, ModelFill } from './fill-model.ts'
import { judgeOrder, type PaperVenue } from './judge-order.ts'
import type { LiquidityPart } from './liquidity.ts'
import { reducible, refusal } from './paper-checks.ts'
import { commitmentOf, heldOf, neededAsset, valueOf } from './paper-funds.ts'
import type { PaperMarket } from './paper-market.ts'
import { leavesOf, paperOrderId } from './paper-order.ts'
import type { PaperRecord } from './paper-record.ts'

/** What a {@link PaperAccount} is made of. */
export interface PaperAccountParts extends PaperVenue {
  /** Now, epoch µs. */
  readonly nowUs: () => number
  /** Writes down what has changed in the books. */
  readonly keep: (record: PaperRecord) => void
  /** Takes what the venue tells of it. */
  readonly tell: (event: AccountEvent | OrderEvent) => void
}

/**
 * The paper venue: takes or refuses requests when they arrive, and fills orders when the market says so. Synchronous, without
 * clock and timers of its own; what happened first is decided first.
 */
export class PaperAccount {
  readonly #parts: PaperAccountParts
  readonly #touched = new Set<Asset>()

  /** Does nothing yet. */
  constructor(parts: PaperAccountParts) {
    this.#parts = parts
  }

  /** A request has arrived. */
  arrive(request: VenueRequest): void {
    const nowUs = this.#parts.nowUs()
    if (request.deadlineUs <= nowUs)
      this.#refuse(request, refusal('DEADLINE_PASSED', 'the request came after its deadline'))
    else if (request.type === 'place') this.#place(request)
    else if (request.type === 'amend') this.#amend(request)
    else this.#cancel(request)
    this.#tellBalances()
  }

  /** The book of a market has changed. */
  onBook(market: PaperMarket): void {
    this.#fillResting(market.fillsByBook())
  }

  /** Others traded in a market. */
  onPrint(market: PaperMarket, print: MarketPrint): void {
    this.#fillResting(market.fillsByPrint(print))
  }

  /** Ends orders whose time is over. */
  expire(): void {
    const nowUs = this.#parts.nowUs()
    for (const { clientOrderId, terms } of this.#parts.ledger.open())
      if (terms.expireTimeUs !== undefined && terms.expireTimeUs <= nowUs)
        this.#end(clientOrderId, 'expired')
    this.#tellBalances()
  }

  #place(request: PlaceRequest): void {
    const { clientOrderId, terms } = request
    const { ledger, tell, nowUs } = this.#parts
    if (ledger.isUsed(clientOrderId)) {
      // Not a refusal of the order that has this id: what became of that one is to be asked.
      tell(unanswered(request, 'unreadable', nowUs()))
      return
    }
    const parts = judgeOrder(this.#parts, { terms, leaves: terms.quantity })
    if ('code' in parts) {
      this.#refuse(request, parts)
      return
    }
    const timeUs = nowUs()
    this.#change({ type: 'accepted', clientOrderId, terms, timeUs })
    this.#touched.add(neededAsset(terms))
    tell({
      type: 'acknowledged',
      order: { clientOrderId },
      venueOrderId: paperOrderId(clientOrderId),
      timeUs,
      venueTimeUs: timeUs,
    })
    this.#work(clientOrderId, parts)
  }

  /** Takes what can be taken, and lets the rest rest or end. */
  #work(clientOrderId: ClientOrderId, parts: readonly LiquidityPart[]): void {
    const { ledger, marketOf } = this.#parts
    const placed = ledger.order(clientOrderId)
    const market = placed && marketOf(placed.terms.instrument)
    if (placed === undefined || market === undefined) return
    const { type, timeInForce, side } = placed.terms
    const isAllOrNone = timeInForce === 'fok'
    const missing = parts.reduce((left, { quantity }) => minus(left, quantity), leavesOf(placed))
    if (!isAllOrNone || missing.isZero()) {
      market.liquidity.take(side, parts)
      for (const { price, quantity } of parts)
        this.#fill(clientOrderId, { price, quantity, isMaker: false })
    }
    const order = ledger.order(clientOrderId)
    if (order?.status !== 'open') return
    if (type === 'market' || timeInForce === 'ioc' || isAllOrNone)
      this.#end(clientOrderId, 'expired')
    else market.joins(order)
  }

  #amend(request: AmendRequest): void {
    const { clientOrderId, request: number, quantity } = request
    const { ledger, tell, nowUs } = this.#parts
    const order = ledger.order(clientOrderId)
    const before = order?.terms.price
    if (order?.status !== 'open' || before === undefined) {
      this.#refuse(request, refusal('UNKNOWN_ORDER', 'no such order works'))
      return
    }
    const price = request.price ?? before
    const leaves = minus(quantity, order.filledQuantity)
    if (leaves.lte(0)) {
      this.#refuse(request, refusal('BELOW_FILLED', 'no more than was filled already'))
      return
    }
    const keepsPlace = price.eq(before) && quantity.lte(order.terms.quantity)
    const terms = { ...order.terms, price, quantity }
    const parts = judgeOrder(this.#parts, { terms, leaves, instead: order })
    if ('code' in parts) {
      this.#refuse(request, parts)
      return
    }
    const timeUs = nowUs()
    this.#change({
      type: 'amended',
      clientOrderId,
      price,
      quantity,
      losesPlace: !keepsPlace,
      timeUs,
    })
    this.#touched.add(neededAsset(terms))
    tell({
      type: 'amended',
      order: { clientOrderId },
      request: number,
      price,
      quantity,
      filledQuantity: order.filledQuantity,
      timeUs,
      venueTimeUs: timeUs,
    })
    if (!keepsPlace) this.#work(clientOrderId, parts)
  }

  #cancel(request: VenueRequest): void {
    if (this.#parts.ledger.order(request.clientOrderId)?.status === 'open')
      this.#end(request.clientOrderId, 'cancelled')
    else this.#refuse(request, refusal('UNKNOWN_ORDER', 'no such order works'))
  }

  #refuse(request: VenueRequest, why: SaidRefusal): void {
    const { clientOrderId, type, terms } = request
    const { ledger, nowUs, tell } = this.#parts
    const timeUs = nowUs()
    if (type === 'place' && !ledger.isUsed(clientOrderId))
      this.#change({ type: 'refused', clientOrderId, terms, timeUs })
    tell({ ...refused(request, why, timeUs), venueTimeUs: timeUs })
  }

  #end(clientOrderId: ClientOrderId, as: 'cancelled' | 'expired'): void {
    const { ledger, nowUs, tell } = this.#parts
    const order = ledger.order(clientOrderId)
    if (order === undefined) return
    const timeUs = nowUs()
    this.#change({ type: 'ended', clientOrderId, as, timeUs })
    this.#touched.add(neededAsset(order.terms))
    const { filledQuantity } = order
    tell({ type: as, order: { clientOrderId }, filledQuantity, timeUs, venueTimeUs: timeUs })
  }

  #fillResting(fills: readonly ModelFill[]): void {
    for (const { clientOrderId, quantity } of fills) {
      const order = this.#parts.ledger.order(clientOrderId)
      const price = order?.terms.price
      if (order?.status === 'open' && price !== undefined)
        this.#fill(clientOrderId, { price, quantity, isMaker: true })
    }
    this.#tellBalances()
  }

  #fill(clientOrderId: ClientOrderId, match: Pick<Fill, 'price' | 'quantity'> & Maker): void {
    const { ledger, nowUs, tell, options } = this.#parts
    const order = ledger.order(clientOrderId)
    if (order?.status !== 'open') return
    const { terms, fills } = order
    const { instrument, side, reduceOnly } = terms
    // A model of the caller's own may give anything.
    const given = Decimal.min(match.quantity, leavesOf(order))
    const quantity = reduceOnly
      ? Decimal.min(given, reducible(terms, ledger.position(instrument)))
      : given
    if (quantity.lte(0)) return
    const timeUs = nowUs()
    const fill: Fill = {
      fillId: fillId(`paper-${clientOrderId}-${fills.length + 1}`),
      account: options.account,
      clientOrderId,
      venueOrderId: paperOrderId(clientOrderId),
      instrument,
      side,
      price: match.price,
      quantity,
      fee: this.#feeOf(terms, { ...match, quantity }),
      isMaker: match.isMaker,
      venueTimeUs: timeUs,
    }
    this.#change({ type: 'filled', clientOrderId, fill })
    tell(fillEvent(fill, timeUs))
    const { contract, base, quote } = instrument
    for (const each of contract === undefined ? [base, quote] : [contract.settle])
      this.#touched.add(each)
    this.#endReducing(instrument)
  }

  /** From what is received on spot; in the settle asset on futures. */
  #feeOf(
    { instrument, side }: OrderTerms,
    { price, quantity, isMaker }: Pick<Fill, 'price' | 'quantity'> & Maker,
  ): Fee {
    const { fees } = this.#parts.options
    const rate = isMaker ? fees.maker : fees.taker
    const { contract, base, quote } = instrument
    if (contract === undefined && side === 'buy')
      return { asset: base, amount: times(quantity, rate) }
    const asset = contract?.settle ?? quote
    return { asset, amount: times(valueOf(instrument, price, quantity), rate) }
  }

  /** A reduce-only order that nothing is left to reduce for is cancelled by the venue. */
  #endReducing(instrument: Instrument): void {
    const { ledger } = this.#parts
    for (const { clientOrderId, terms } of ledger.open()) {
      if (!terms.reduceOnly || !isSameInstrument(terms.instrument, instrument)) continue
      if (reducible(terms, ledger.position(instrument)).isZero())
        this.#end(clientOrderId, 'cancelled')
    }
  }

  #change(record: Exclude<PaperRecord, { readonly type: 'opened' }>): void {
    const { ledger, keep, marketOf } = this.#parts
    ledger.apply(record)
    keep(record)
    const order = ledger.order(record.clientOrderId)
    const market = order && marketOf(order.terms.instrument)
    if (order?.status === 'open') market?.ordersChanged()
    else market?.ends(record.clientOrderId)
  }

  #tellBalances(): void {
    const { ledger, nowUs, tell, options } = this.#parts
    if (this.#touched.size === 0) return
    const { account, leverage } = options
    const timeUs = nowUs()
    const commitments = ledger.open().map(commitmentOf)
    const positions = ledger.positions()
    for (const asset of this.#touched) {
      const held = heldOf(asset, { commitments, positions, leverage })
      const byPositions = heldOf(asset, { commitments: [], positions, leverage })
      const locked: Decimal = minus(held, byPositions)
      const total = ledger.total(asset)
      tell({ type: 'balance', account, asset, total, locked, timeUs, venueTimeUs: timeUs })
    }
    this.#touched.clear()
  }
}

/** Whether an order rested. */
interface Maker {
  readonly isMaker: boolean
}
