import type { EngineOrder, EngineResult } from '../engine-order.ts'
import type { CommandEvent, LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import type { AccountBook, BookVenue } from './account-book.ts'
import { AccountGate } from './account-gate.ts'
import type { AccountRules } from './account-rules.ts'
import { type ContractValue, contractValue } from './contract-value.ts'
import { bookMatch } from './fill-booking.ts'
import { type EndReason, leavesOf, type SimOrder } from './sim-order.ts'

interface Working {
  readonly book: AccountBook
  readonly orderId: string
}

interface Place {
  readonly value: ContractValue
  readonly gate: AccountGate
  readonly working: Map<number, Working>
}

/**
 * Where the accounts' orders meet the market: knows which resting order is whose, and books what was matched at once.
 *
 * `run` wraps everything that changes an account: when the outermost ends, what follows from it has been settled, and the
 * listeners hear it.
 */
export class TradingFloor implements BookVenue {
  /** What is traded. */
  readonly market: SimMarket
  /** Timers and the venue's clock. */
  readonly ports: SimPorts
  /** The venue's rules. */
  readonly rules: AccountRules
  /** Fees by asset that the venue has taken, at `MONEY_SCALE`. */
  readonly feesCollected: Map<string, bigint> = new Map()
  readonly #places = new Map<LiveInstrument, Place>()
  readonly #engineIds = new Map<string, number>()
  readonly #halted = new Set<LiveInstrument>()
  readonly #booked = new WeakSet<CommandEvent>()
  readonly #touched = new Set<AccountBook>()
  readonly #moved: (readonly [AccountBook, LiveInstrument])[] = []
  readonly #traded: CommandEvent[] = []
  #settle: (
    moved: [AccountBook, LiveInstrument] | undefined,
    traded: CommandEvent | undefined,
  ) => void
  #nextOrderId: bigint
  #nextFillId: bigint
  #depth = 0

  /** Hears a market from now on. */
  constructor(market: SimMarket, ports: SimPorts, rules: AccountRules) {
    this.market = market
    this.ports = ports
    this.rules = rules
    this.#nextOrderId = rules.firstOrderId
    this.#nextFillId = rules.firstFillId
    this.#settle = () => undefined
    market.listen((event) => {
      if (!this.#booked.has(event)) this.run(() => this.#book(event))
    })
  }

  /** Says who settles what follows from a position that moved, or from prices that traded. */
  onSettle(settle: (moved?: [AccountBook, LiveInstrument], traded?: CommandEvent) => void): void {
    this.#settle = settle
  }

  /** {@inheritDoc BookVenue.nowUs} */
  nowUs(): number {
    return this.ports.wallClock.nowUs()
  }

  /** {@inheritDoc BookVenue.valueOf} */
  valueOf(live: LiveInstrument): ContractValue {
    return this.#place(live).value
  }

  /** A venue order id. */
  nextOrderId(): string {
    this.#nextOrderId += 1n
    return String(this.#nextOrderId - 1n)
  }

  /** Whether orders are taken. */
  isTrading(live: LiveInstrument): boolean {
    const { product, symbol } = live.spec
    return !this.#halted.has(live) && this.market.find(product, symbol) === live
  }

  /** Takes no orders in an instrument, or takes them again. */
  setHalted(live: LiveInstrument, isHalted: boolean): void {
    if (isHalted) this.#halted.add(live)
    else this.#halted.delete(live)
  }

  /** Does something to an account, and all that follows from it. */
  run<Result>(act: () => Result): Result {
    this.#depth += 1
    try {
      const result = act()
      if (this.#depth === 1) this.#followUp()
      return result
    } finally {
      this.#depth -= 1
      if (this.#depth === 0) this.#tell()
    }
  }

  /** Something of an account changed that its listeners are to hear. */
  touch(book: AccountBook): void {
    this.#touched.add(book)
  }

  /** Lets an open order meet the book, and ends it where it may not rest. */
  enter(book: AccountBook, order: SimOrder): void {
    const { instrument, orderId } = order
    const engineOrder = engineOrderOf(book, order)
    const result = this.#submit(instrument, engineOrder, (engineId) => {
      this.#place(instrument).working.set(engineId, { book, orderId })
      this.#engineIds.set(orderId, engineId)
    })
    const now = book.store.find({ orderId })
    if (now === undefined || now.status !== 'open') return
    const reason = endOf(result, order)
    if (reason === undefined) book.noteBalances(instrument)
    else this.end(book, now, reason)
  }

  /** Ends an order, and takes it out of the book. Somebody's wish cancels it; anything else expires it. */
  end(book: AccountBook, order: SimOrder, endReason: EndReason): void {
    const isWish = endReason === 'user' || endReason === 'deadMan' || endReason === 'venue'
    this.withdraw(order)
    const status = isWish ? 'cancelled' : 'expired'
    const ended = Object.freeze({ ...order, status, endReason, updatedUs: this.nowUs() } as const)
    book.put(ended)
    this.touch(book)
    book.note({ kind: status, order: ended })
    book.noteBalances(order.instrument)
  }

  /** Takes an order out of the book. */
  withdraw({ instrument, orderId }: SimOrder): void {
    const engineId = this.#engineIds.get(orderId)
    if (engineId === undefined) return
    this.#forget(instrument, engineId, orderId)
    this.market.cancel(instrument, engineId)
  }

  /** Leaves a resting order less, in its place. */
  reduce({ instrument, orderId }: SimOrder, leaves: number): void {
    const engineId = this.#engineIds.get(orderId)
    if (engineId !== undefined) this.market.reduce(instrument, engineId, leaves)
  }

  /** Lets the order flow come and fill some of a resting order, and what stands before it. */
  fillByFlow(order: SimOrder, isWhole: boolean): void {
    const { instrument, orderId, price, side } = order
    const engineId = this.#engineIds.get(orderId)
    const ahead = engineId === undefined ? undefined : instrument.engine.sizeAhead(engineId)
    if (ahead === undefined || price === undefined) return
    const { lot } = instrument.spec
    const leaves = leavesOf(order)
    const part = isWhole ? leaves : Math.max(lot, Math.floor(leaves / 2 / lot) * lot)
    this.#submit(instrument, {
      side: side === 'buy' ? 'sell' : 'buy',
      price,
      size: ahead + part,
      timeInForce: 'ioc',
    })
  }

  #place(live: LiveInstrument): Place {
    let place = this.#places.get(live)
    if (place === undefined) {
      const working = new Map<number, Working>()
      const gate = new AccountGate(live, this.rules, (engineId) => {
        const found = working.get(engineId)
        const order = found?.book.store.find(found)
        return found === undefined || order === undefined ? undefined : { book: found.book, order }
      })
      live.engine.setGate(gate)
      place = { value: contractValue(live.spec, this.rules), gate, working }
      this.#places.set(live, place)
    }
    return place
  }

  #submit(
    live: LiveInstrument,
    order: EngineOrder,
    register?: (engineId: number) => void,
  ): EngineResult {
    return this.market.submit(live, order, (result, event) => {
      // Booked before anybody hears of it, even where another command is still being told.
      this.#booked.add(event)
      register?.(result.orderId)
      this.#book(event)
    })
  }

  #book(event: CommandEvent): void {
    const { instrument: live, trades, removed = [] } = event
    const place = this.#places.get(live)
    if (place === undefined) return
    for (const trade of trades) {
      this.#bookSide(place, live, trade.makerOrderId, trade, true)
      this.#bookSide(place, live, trade.takerOrderId, trade, false)
    }
    for (const engineId of removed) {
      const working = place.working.get(engineId)
      const order = working?.book.store.find(working)
      if (working !== undefined && order !== undefined) {
        this.end(working.book, order, place.gate.reasonOf(engineId))
      }
    }
    if (trades.length > 0) this.#traded.push(event)
  }

  #bookSide(
    { value, working }: Place,
    live: LiveInstrument,
    engineId: number,
    trade: CommandEvent['trades'][number],
    isMaker: boolean,
  ): void {
    const found = working.get(engineId)
    const order = found?.book.store.find(found)
    if (found === undefined || order === undefined) return
    const { book } = found
    const fillId = String(this.#nextFillId)
    this.#nextFillId += 1n
    const { moneyDigits } = this.rules
    const fill = bookMatch(book, { order, trade, isMaker, fillId }, value, moneyDigits)
    const { fee, feeAsset } = fill
    this.#feed(feeAsset, fee)
    this.touch(book)
    if (leavesOf(order) === trade.size) this.#forget(live, engineId, order.orderId)
    if (live.spec.kind !== 'spot') this.#moved.push([book, live])
  }

  #feed(asset: string, fee: bigint): void {
    this.feesCollected.set(asset, (this.feesCollected.get(asset) ?? 0n) + fee)
  }

  #forget(live: LiveInstrument, engineId: number, orderId: string): void {
    this.#place(live).working.delete(engineId)
    this.#engineIds.delete(orderId)
  }

  #followUp(): void {
    for (;;) {
      const moved = this.#moved.shift()
      const traded = moved === undefined ? this.#traded.shift() : undefined
      if (moved === undefined && traded === undefined) return
      this.#settle(moved === undefined ? undefined : [...moved], traded)
    }
  }

  #tell(): void {
    const books = [...this.#touched]
    this.#touched.clear()
    for (const book of books) book.log.tell()
  }
}

function engineOrderOf(book: AccountBook, order: SimOrder): EngineOrder {
  const { side, price, timeInForce, postOnly } = order
  return {
    side,
    size: leavesOf(order),
    ...(price !== undefined && { price }),
    timeInForce: timeInForce === 'gtd' ? 'gtc' : timeInForce,
    postOnly,
    owner: book.name,
  }
}

/** Why an order does not rest; `undefined` where it does, or was filled. */
function endOf(result: EngineResult, order: SimOrder): EndReason | undefined {
  switch (result.outcome) {
    case 'resting':
    case 'filled':
      return undefined
    case 'refused':
      return order.postOnly ? 'postOnly' : 'fok'
    case 'cancelled':
      if (result.isStopped === true) return 'selfTrade'
      return order.price === undefined ? 'noLiquidity' : 'ioc'
  }
}
