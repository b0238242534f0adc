import {
  type AccountId,
  type Asset,
  type ClientOrderId,
  clientOrderId,
  Decimal,
  type Fill,
  fillId,
  type Instrument,
  LevelBuffer,
  type OrderBook,
  type OrderIntent,
  type PlaceIntent,
  type StrategyId,
  venueOrderId,
} from '../../../src/core/index.ts'
import { SeededRandom } from '../../../src/runtime/virtual/index.ts'
import type {
  AccountBalance,
  HostInput,
  LastTrade,
  OwnOrder,
  OwnPosition,
  OwnRoute,
  StrategyLeg,
  StrategyWorld,
} from '../../../src/trader/index.ts'

const NOON_US = 1_795_780_800_000_000
const ZERO = new Decimal(0)
const TICK = 0.1

/** How rough a paper market is; probabilities of a step. */
export interface Roughness {
  readonly staleBook: number
  readonly refusal: number
  readonly partialFill: number
  /** An order's end is told before its fill. */
  readonly lateFill: number
}

export const ROUGH: Roughness = { staleBook: 0.1, refusal: 0.1, partialFill: 0.5, lateFill: 0.3 }
export const CALM: Roughness = { staleBook: 0, refusal: 0, partialFill: 0, lateFill: 0 }

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] }
type PaperOrder = Mutable<OwnOrder>

interface PaperBook {
  midTicks: number
  view: OrderBook
}

/**
 * Venues on paper: books walk at random, orders and cancels arrive some steps after they were sent, may be refused, and are
 * filled in parts. What happens to orders is queued, and told in its order. One seed gives one history.
 */
export class PaperMarket implements StrategyWorld {
  readonly random: SeededRandom
  roughness = ROUGH
  nowUs = NOON_US
  readonly queue: HostInput[] = []
  readonly fills: Fill[] = []
  /** What an account begins with; of any other asset, more than it can spend. */
  readonly funds = new Map<string, string>()
  readonly #instruments: readonly Instrument[]
  readonly #books = new Map<string, PaperBook>()
  readonly #orders = new Map<ClientOrderId, PaperOrder>()
  readonly #positions = new Map<string, Decimal>()
  /** What was filled, and is not told yet. */
  readonly #late = new Map<ClientOrderId, Decimal>()
  #sent: OrderIntent[] = []
  #sequence = 0

  constructor(seed: number, instruments: readonly Instrument[]) {
    this.random = new SeededRandom(seed)
    this.#instruments = instruments
    for (const of of instruments) this.move(of, 1_000)
  }

  listing(of: Instrument): Instrument | undefined {
    return this.#instruments.find(({ symbol }) => symbol === of.symbol)
  }

  book(of: Instrument): OrderBook | undefined {
    return this.#books.get(of.symbol)?.view
  }

  lastTrade(): LastTrade | undefined {
    return undefined
  }

  isTradable(): boolean {
    return true
  }

  orders(strategy: StrategyId): readonly OwnOrder[] {
    return [...this.#orders.values()].filter(
      (order) =>
        order.strategy === strategy && (isWorking(order) || this.#late.has(order.clientOrderId)),
    )
  }

  order(id: ClientOrderId): OwnOrder | undefined {
    return this.#orders.get(id)
  }

  routes(): readonly OwnRoute[] {
    return []
  }

  route(): OwnRoute | undefined {
    return undefined
  }

  position(strategy: StrategyId, { instrument }: StrategyLeg): OwnPosition {
    const quantity = this.#positions.get(`${strategy} ${instrument.symbol}`) ?? ZERO
    return { quantity, realised: ZERO }
  }

  balance(_account: AccountId, of: Asset): AccountBalance {
    let total = new Decimal(this.funds.get(of) ?? 1_000_000)
    for (const { side, instrument, quantity, price } of this.fills) {
      const sign = side === 'buy' ? 1 : -1
      if (instrument.base === of) total = total.plus(quantity.times(sign))
      if (instrument.quote === of) total = total.minus(price.times(quantity).times(sign))
    }
    let locked = ZERO
    for (const order of this.#orders.values())
      if (isWorking(order)) locked = locked.plus(lockOf(order, of))
    return { total, locked, free: total.minus(locked) }
  }

  /** Sets where a book is. */
  move(of: Instrument, midTicks: number, state: 'live' | 'stale' = 'live'): HostInput {
    this.#books.set(of.symbol, { midTicks, view: this.#draw(of, midTicks, state) })
    for (const order of this.#orders.values()) if (order.status === 'open') this.#match(order)
    return { type: 'book', instrument: of }
  }

  /** One book moves at random, and some of what was sent arrives. */
  step(): HostInput {
    const { random } = this
    this.nowUs += 1 + random.below(300_000)
    const of = this.#instruments[random.below(this.#instruments.length)] as Instrument
    const { midTicks } = this.#books.get(of.symbol) as PaperBook
    const state = random.chance(this.roughness.staleBook) ? 'stale' : 'live'
    const moved = this.move(of, midTicks + random.below(11) - 5, state)
    const arrived = this.#sent.filter(() => random.chance(0.6))
    this.#sent = this.#sent.filter((intent) => !arrived.includes(intent))
    for (const intent of arrived) this.#arrive(intent)
    if (random.chance(0.5)) this.#tellLate()
    return moved
  }

  /** Two seconds pass, and all that was sent arrives. */
  settle(): void {
    this.nowUs += 2_000_000
    const arrived = this.#sent
    this.#sent = []
    for (const intent of arrived) this.#arrive(intent)
    this.#tellLate()
  }

  /** Sends intents: orders are in flight at once, and known. */
  send(intents: readonly OrderIntent[]): void {
    for (const intent of intents) {
      if (intent.type === 'place') this.#sent.push(this.#place(intent))
      else if (intent.type === 'cancel') this.#cancel(intent)
      else if (intent.type === 'cancelAll')
        for (const { clientOrderId: id, strategy } of this.orders(intent.strategy))
          this.#cancel({ type: 'cancel', strategy, clientOrderId: id })
    }
  }

  #place(intent: PlaceIntent): OrderIntent {
    this.#sequence += 1
    const id = clientOrderId(1, this.#sequence)
    this.#tell({
      clientOrderId: id,
      strategy: intent.strategy,
      status: 'inFlight',
      terms: intent.terms,
      filledQuantity: ZERO,
      isCancelWanted: false,
      placedTimeUs: this.nowUs,
      reason: intent.reason,
    })
    return { type: 'amend', strategy: intent.strategy, clientOrderId: id }
  }

  #cancel(intent: OrderIntent & { type: 'cancel' }): void {
    const order = this.#orders.get(intent.clientOrderId)
    if (order === undefined || !isWorking(order)) return
    this.#tell({ ...order, isCancelWanted: true })
    this.#sent.push(intent)
  }

  /** An order (told as an amend of it) or a cancel reaches the venue. */
  #arrive(intent: OrderIntent): void {
    if (!('clientOrderId' in intent)) return
    const order = this.#orders.get(intent.clientOrderId)
    if (order === undefined || !isWorking(order)) return
    if (intent.type === 'cancel') return this.#tell({ ...order, status: 'cancelled' })
    if (this.random.chance(this.roughness.refusal)) {
      const refusal = { by: 'venue', code: 'NO', text: 'no' } as const
      return this.#tell({ ...order, status: 'rejected', refusal })
    }
    const { instrument: of, account, side } = order.terms
    const isLacking = this.balance(account, side === 'buy' ? of.quote : of.base).free.isNegative()
    if (of.market === 'spot' && isLacking) {
      const refusal = { by: 'venue', code: 'FUNDS', text: 'too little' } as const
      return this.#tell({ ...order, status: 'rejected', refusal })
    }
    if (order.terms.postOnly && this.#takes(order))
      return this.#tell({ ...order, status: 'cancelled' })
    this.#tell({ ...order, status: 'open' })
    this.#match(order)
  }

  #takes({ terms }: OwnOrder): boolean {
    const book = this.#books.get(terms.instrument.symbol) as PaperBook
    const bestTicks = terms.side === 'buy' ? book.midTicks + 1 : book.midTicks - 1
    const best = new Decimal(bestTicks).times(TICK)
    return terms.side === 'buy' ? !terms.price?.lt(best) : !terms.price?.gt(best)
  }

  #match({ clientOrderId: id }: OwnOrder): void {
    const order = this.#orders.get(id) as PaperOrder
    const { quantity, timeInForce } = order.terms
    if (this.#takes(order)) {
      const left = quantity.minus(order.filledQuantity).minus(this.#late.get(id) ?? ZERO)
      const lots = left.times(100).toNumber()
      const isPartial = this.random.chance(this.roughness.partialFill)
      const filledLots = isPartial ? this.random.below(lots + 1) : lots
      if (filledLots > 0) this.#fill(order, new Decimal(filledLots).div(100))
    }
    const now = this.#orders.get(id) as PaperOrder
    if (timeInForce === 'ioc' && isWorking(now)) this.#tell({ ...now, status: 'expired' })
  }

  #fill(order: PaperOrder, quantity: Decimal): void {
    const { clientOrderId: id, terms, filledQuantity } = order
    const late = (this.#late.get(id) ?? ZERO).plus(quantity)
    const status = filledQuantity.plus(late).eq(terms.quantity) ? 'filled' : 'open'
    this.#late.set(id, late)
    this.#tell({ ...order, status })
    if (!this.random.chance(this.roughness.lateFill)) this.#tellFill(id, late)
  }

  #tellLate(): void {
    for (const [id, quantity] of [...this.#late]) this.#tellFill(id, quantity)
  }

  #tellFill(id: ClientOrderId, quantity: Decimal): void {
    const order = this.#orders.get(id) as PaperOrder
    const { terms, strategy } = order
    this.#late.delete(id)
    const filledQuantity = order.filledQuantity.plus(quantity)
    this.#orders.set(id, { ...order, filledQuantity })
    const key = `${strategy} ${terms.instrument.symbol}`
    const signed = terms.side === 'buy' ? quantity : quantity.negated()
    this.#positions.set(key, (this.#positions.get(key) ?? ZERO).plus(signed))
    const fill: Fill = {
      fillId: fillId(String(this.fills.length + 1)),
      account: terms.account,
      clientOrderId: id,
      venueOrderId: venueOrderId(id),
      instrument: terms.instrument,
      side: terms.side,
      price: terms.price ?? ZERO,
      quantity,
      venueTimeUs: this.nowUs,
    }
    this.fills.push(fill)
    this.queue.push({ type: 'fill', strategy, clientOrderId: id, fill })
    this.#tell(this.#orders.get(id) as PaperOrder)
  }

  #tell(order: PaperOrder): void {
    this.#orders.set(order.clientOrderId, order)
    this.queue.push({ type: 'order', order })
  }

  #draw(of: Instrument, midTicks: number, state: 'live' | 'stale'): OrderBook {
    const head = { instrument: of, feed: 'depth', depth: 'full', updateCount: 1 } as const
    if (state === 'stale') return { ...head, state }
    const side = (step: 1 | -1): LevelBuffer => {
      const levels = new LevelBuffer()
      levels.clear(1, 2, false)
      for (let level = 1; level <= 5; level += 1) {
        levels.prices[levels.count] = midTicks + step * level
        levels.sizes[levels.count] = 10 + this.random.below(500)
        levels.count += 1
      }
      return levels
    }
    return { ...head, state, bids: side(-1), asks: side(1), localTimeUs: this.nowUs }
  }
}

/** What an order that works needs of an asset. */
function lockOf({ terms, filledQuantity }: OwnOrder, of: Asset): Decimal {
  const { side, quantity, price = ZERO, instrument } = terms
  const leaves = quantity.minus(filledQuantity)
  if (side === 'sell') return instrument.base === of ? leaves : ZERO
  return instrument.quote === of ? leaves.times(price) : ZERO
}

function isWorking({ status }: OwnOrder): boolean {
  return status === 'inFlight' || status === 'open'
}
