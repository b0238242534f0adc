import { levelTexts, type OrderBook } from '../../../core/index.ts'
import type { RingWriter } from '../../../runtime/index.ts'
import { isSameInstrument } from '../same-instrument.ts'
import type { StrategySetup } from '../strategy-setup.ts'
import type { OwnOrder, OwnRoute, StrategyLeg, StrategyWorld } from '../strategy-world.ts'
import { ItemChanges } from './item-changes.ts'
import type { LegChanges, Letter, WideBook } from './messages.ts'
import type { Question } from './outbox.ts'
import { toPlain } from './plain.ts'
import { LETTER, LETTER_NUMBERS, TURN, TURN_NUMBERS, wideBook, writeBook } from './records.ts'

/** What a {@link WorldReporter} is made of. */
export interface WorldReporterParts {
  readonly setup: StrategySetup
  /** What is to be told of. */
  readonly world: StrategyWorld
  /** Where books and turns go. */
  readonly writer: RingWriter
  /** Sends what is no record. */
  readonly post: (letter: Letter) => void
  /** Levels a side. */
  readonly levels: number
}

/**
 * Tells a thread what happened, and what changed of the world since it was told last. Books go as records of the ring, as they
 * are now; the rest is rare, and goes by letter.
 */
export class WorldReporter {
  readonly #parts: WorldReporterParts
  readonly #told = new Map<string, { readonly value: unknown; readonly text: string }>()
  readonly #orders = new ItemChanges((order: OwnOrder) => order.clientOrderId)
  readonly #routes = new ItemChanges((route: OwnRoute) => route.id)

  constructor(parts: WorldReporterParts) {
    this.#parts = parts
  }

  /** Tells it; what is told is all that the strategy will see. */
  report(question: Question, nowUs: number): void {
    const { setup, world, writer, levels } = this.#parts
    const { legs } = setup
    const books = legs.map(({ instrument }) => world.book(instrument))
    const leg =
      question.type === 'book'
        ? legs.findIndex(({ instrument }) => isSameInstrument(instrument, question.instrument))
        : -1
    this.#writeLetter(leg < 0 ? question : undefined, books)
    for (const [number, book] of books.entries()) writeBook(writer, number, book, levels)
    writer.values.set([TURN, nowUs, leg], writer.claim(TURN_NUMBERS))
    writer.publish()
  }

  #writeLetter(question: Question | undefined, books: readonly (OrderBook | undefined)[]): void {
    const { setup, world, writer, post, levels } = this.#parts
    const legs: Record<number, LegChanges> = {}
    const wide: WideBook[] = []
    for (const [number, leg] of setup.legs.entries()) {
      const book = books[number]
      const changes = this.#changesOf(number, leg, book)
      if (changes !== undefined) legs[number] = changes
      const told = wideBook(book)
      if (told === undefined) continue
      const [bids, asks] = [levelTexts(told.bids, levels), levelTexts(told.asks, levels)]
      wide.push({ leg: number, bids, asks })
    }
    const orders = this.#orders.of(world.orders(setup.strategy))
    const routes = this.#routes.of(world.routes(setup.strategy))
    const letter: Letter = {
      ...(question && { question: plainQuestion(question, setup.legs) }),
      legs,
      orders: orders.changed.map((order) => plainOrder(order, setup.legs)),
      routes: routes.changed.map((route) => plainRoute(route, setup.legs)),
      gone: { orders: orders.gone, routes: routes.gone },
      wide,
    }
    if (isEmpty(letter)) return
    post(letter)
    writer.values[writer.claim(LETTER_NUMBERS)] = LETTER
  }

  #changesOf(
    number: number,
    leg: StrategyLeg,
    book: OrderBook | undefined,
  ): LegChanges | undefined {
    const { setup, world, levels } = this.#parts
    const { instrument, account } = leg
    const listing = world.listing(instrument)
    const { base, quote, contract } = listing ?? instrument
    const assets = new Set([base, quote, contract?.settle ?? quote])
    const plain = (value: unknown): unknown => toPlain(value, setup.legs) ?? null
    const depth = book?.depth === 'full' || book === undefined ? levels : book.depth
    const now: Required<LegChanges> = {
      listing: listing ?? instrument,
      feed: book?.feed ?? '',
      depth: Math.min(levels, depth),
      lastTrade: plain(world.lastTrade(instrument)),
      isTradable: world.isTradable(setup.strategy, leg),
      position: plain(world.position(setup.strategy, leg)),
      balances: plain(
        Object.fromEntries(Array.from(assets, (asset) => [asset, world.balance(account, asset)])),
      ),
    }
    const changes = Object.entries(now).filter(([name, value]) =>
      this.#isNews(`${number} ${name}`, value),
    )
    return changes.length === 0 ? undefined : Object.fromEntries(changes)
  }

  #isNews(name: string, value: unknown): boolean {
    const told = this.#told.get(name)
    if (told?.value === value) return false
    const text = JSON.stringify(value)
    this.#told.set(name, { value, text })
    return told?.text !== text
  }
}

function isEmpty({ question, legs, orders, routes, gone, wide }: Letter): boolean {
  const lists = [Object.keys(legs), orders, routes, gone.orders, gone.routes, wide]
  return question === undefined && lists.every(({ length }) => length === 0)
}

function plainQuestion(question: Question, legs: readonly StrategyLeg[]): unknown {
  switch (question.type) {
    case 'bbo': {
      const { bbo } = question
      const level = (side: 'bid' | 'ask'): unknown => [bbo.priceText(side), bbo.sizeText(side)]
      const { lastId, venueTimeUs, localTimeUs } = bbo
      const told = { bid: level('bid'), ask: level('ask'), lastId, venueTimeUs, localTimeUs }
      return { ...(toPlain({ ...question, bbo: undefined }, legs) as object), ...told }
    }
    case 'trade': {
      const { trade } = question
      const { takerSide, venueTimeUs, localTimeUs } = trade
      const level = [trade.priceText(), trade.sizeText()]
      const told = { level, tradeId: trade.tradeId(), takerSide, venueTimeUs, localTimeUs }
      return { ...(toPlain({ ...question, trade: undefined }, legs) as object), ...told }
    }
    case 'order':
      return { type: 'order', order: plainOrder(question.order, legs) }
    case 'route':
      return { type: 'route', route: plainRoute(question.route, legs) }
    case 'configure':
      // Parameters are the user's: whatever is in them stays as it is.
      return question
    case 'book':
    case 'fill':
    case 'timer':
    case 'start':
    case 'remember':
      return toPlain(question, legs)
  }
}

/** What a strategy sees of an order, and nothing of what the OMS keeps beside it. */
function plainOrder(order: OwnOrder, legs: readonly StrategyLeg[]): unknown {
  const { clientOrderId, strategy, status, terms, filledQuantity, isCancelWanted } = order
  const { placedTimeUs, reason, route, amend, refusal } = order
  const head = { clientOrderId, strategy, status, terms, filledQuantity, isCancelWanted }
  return toPlain({ ...head, placedTimeUs, reason, route, amend, refusal }, legs)
}

/** What a strategy sees of a route, and nothing of what the router keeps beside it. */
function plainRoute(own: OwnRoute, legs: readonly StrategyLeg[]): unknown {
  const { id, strategy, status, pair, side, quantity, filledQuantity, reservedQuantity } = own
  const { price, style, expireTimeUs, rounds, placedTimeUs, reason, why } = own
  const head = { id, strategy, status, pair, side, quantity, filledQuantity, reservedQuantity }
  const orders = own.orders.map(({ clientOrderId }) => ({ clientOrderId }))
  const verdicts = own.verdicts.map(({ venue, account, code, found, limit }) => ({
    venue,
    account,
    code,
    found,
    limit,
  }))
  const rest = { price, style, expireTimeUs, rounds, orders, verdicts, placedTimeUs, reason, why }
  return toPlain({ ...head, ...rest }, legs)
}
