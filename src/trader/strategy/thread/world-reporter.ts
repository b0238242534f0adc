import { levelTexts, type OrderBook } from '../../../core/index.ts'
import type { RingWriter } from '../../../runtime/index.ts'
import { isSameInstrument } from '../same-instrument.ts'
import type { StrategySetup } from '../strategy-setup.ts'
import type { OwnOrder, OwnRoute, StrategyLeg, StrategyWorld } from '../strategy-world.ts'
import { ItemChanges } from './item-changes.ts'
import type { LegChanges, Letter, WideBook } from './messages.ts'
import type { Question } from './outbox.ts'
import { toPlain } from './plain.ts'
import { plainOrder, plainQuestion, plainRoute } from './plain-question.ts'
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
    const live = world.orders(setup.strategy)
    const orders = this.#orders.of(live)
    const routes = this.#routes.of(world.routes(setup.strategy))
    const filled = question?.type === 'fill' ? world.order(question.clientOrderId) : undefined
    const letter: Letter = {
      ...(question && { question: plainQuestion(question, setup.legs) }),
      ...(filled && !live.includes(filled) && { filled: plainOrder(filled, setup.legs) }),
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
