import { type ClientOrderId, levelTexts, type OrderBook } from '../../../core/index.ts'
import type { RingWriter } from '../../../runtime/index.ts'
import { isSameInstrument } from '../same-instrument.ts'
import type { StrategySetup } from '../strategy-setup.ts'
import type { OwnOrder, StrategyLeg, StrategyWorld } from '../strategy-world.ts'
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
  readonly #orders = new Map<ClientOrderId, OwnOrder>()

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
    const { setup, writer, post, levels } = this.#parts
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
    const { orders, gone } = this.#orderChanges()
    const changes = Object.keys(legs).length + orders.length + gone.length + wide.length
    if (question === undefined && changes === 0) return
    const told = question && { question: plainQuestion(question, setup.legs) }
    post({ ...told, legs, orders, gone, wide })
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

  #orderChanges(): { readonly orders: readonly unknown[]; readonly gone: ClientOrderId[] } {
    const { setup, world } = this.#parts
    const now = world.orders(setup.strategy)
    const orders: unknown[] = []
    const ids = new Set<ClientOrderId>()
    for (const order of now) {
      ids.add(order.clientOrderId)
      // An order that changed is another object.
      if (this.#orders.get(order.clientOrderId) === order) continue
      this.#orders.set(order.clientOrderId, order)
      orders.push(plainOrder(order, setup.legs))
    }
    const gone = [...this.#orders.keys()].filter((id) => !ids.has(id))
    for (const id of gone) this.#orders.delete(id)
    return { orders, gone }
  }
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
  const { placedTimeUs, reason, amend, refusal } = order
  const head = { clientOrderId, strategy, status, terms, filledQuantity, isCancelWanted }
  return toPlain({ ...head, placedTimeUs, reason, amend, refusal }, legs)
}
