import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MaintainedBook } from '../../../src/book/index.ts'
import {
  BookUpdate,
  type Decimal,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type OrderBook,
} from '../../../src/core/index.ts'
import { HoldingList, type MarketView, RiskManager } from '../../../src/trader/index.ts'
import {
  dec,
  INVERSE,
  LINEAR,
  MAIN,
  place,
  RiskWorld,
  SPOT,
  terms,
  verdict,
} from './support/risk-world.ts'

const HELD = [SPOT, LINEAR, INVERSE] as const
const ONE_OF_THEM = fc.constantFrom(0, 1, 2)
const STATES = ['live', 'stale'] as const
const RATES = [undefined, '0.5', '1', '2', '3'] as const
const PRICE = fc.integer({ min: 20, max: 400 })
const EXPOSURES = ['maxInstrumentExposure', 'maxVenueExposure', 'maxAccountExposure'] as const
/** Prices are there to value what is held, and orders many. */
const OFF = ['priceCollarBps', 'maxMoveBps', 'maxOrdersPerSecond', 'maxOrdersPerMinute'] as const

/** A market that stamps what changes of it. */
class Stamped implements MarketView {
  readonly #slot: InstrumentSlot
  readonly #book: MaintainedBook
  readonly #update: BookUpdate
  #mark: Decimal | undefined
  last: Decimal | undefined

  constructor(of: Instrument, i: number) {
    this.#slot = new InstrumentSlot(instrumentIndex(i), { ...of, priceScale: 2, sizeScale: 2 })
    this.#book = new MaintainedBook(this.#slot, 'depth', 'full')
    this.#update = new BookUpdate(this.#slot)
  }

  get instrument() {
    return this.#slot.instrument
  }

  get book() {
    return this.#book.view
  }

  get revision() {
    return this.#book.view.revision
  }

  get mark() {
    return this.#mark
  }

  set mark(mark: Decimal | undefined) {
    this.#mark = mark
    this.#slot.revision.advance()
  }

  set state(state: 'live' | 'stale') {
    this.#book.state = state
  }

  /** One contract stands for something else. */
  relist(multiplier: string): void {
    const { instrument } = this.#slot
    const { contract } = instrument
    if (contract !== undefined)
      this.#slot.instrument = {
        ...instrument,
        contract: { ...contract, multiplier: multiplier as never },
      }
  }

  /** Replaces both sides by a level each; by none where there is no price. */
  move(price: number | undefined, nowUs: number): void {
    const update = this.#update
    update.begin(this.#slot, 'depth', true, nowUs)
    if (price !== undefined) {
      update.bids.count = update.asks.count = 1
      update.bids.prices[0] = price * 100 - 10
      update.asks.prices[0] = price * 100 + 10
      update.bids.sizes[0] = update.asks.sizes[0] = 100
    }
    this.#book.apply(update)
  }

  /** The same as it is now, by one who stamps nothing. */
  unstamped(): MarketView {
    const { instrument, mark, last } = this
    const { state, feed, depth, updateCount, localTimeUs } = this.#book
    const head = { instrument, feed, depth, updateCount }
    const book: OrderBook =
      state === 'live'
        ? { ...head, state, bids: this.#book.bids, asks: this.#book.asks, localTimeUs }
        : { ...head, state }
    return { instrument, book, mark, last }
  }
}

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ of: ONE_OF_THEM, moves: PRICE }) },
  // Prints count where a book has no mid only, and twice for one to be behind the other.
  { weight: 6, arbitrary: fc.record({ of: ONE_OF_THEM, prints: PRICE }) },
  { weight: 2, arbitrary: fc.record({ of: ONE_OF_THEM, state: fc.constantFrom(...STATES) }) },
  fc.record({ of: ONE_OF_THEM, empties: fc.constant(true) }),
  fc.record({ of: ONE_OF_THEM, multiplier: fc.constantFrom('0.5', '2', '20') }),
  fc.record({ of: ONE_OF_THEM, marks: fc.option(PRICE, { nil: undefined }) }),
  fc.record({ of: ONE_OF_THEM, toldMid: PRICE }),
  fc.record({ of: ONE_OF_THEM, position: fc.integer({ min: -4, max: 4 }) }),
  fc.record({ of: ONE_OF_THEM, orders: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ quote: fc.constantFrom('USDT', 'USD'), rate: fc.constantFrom(...RATES) }),
)

type Options = ConstructorParameters<typeof RiskManager>[0]

/** Two managers who are asked the same: one has looked at all of it before, one is another each time. */
class Twins {
  readonly markets: readonly Stamped[] = HELD.map((of, i) => new Stamped(of, i))
  readonly #stamped = new RiskWorld()
  readonly #told = new Map<Instrument, Decimal>()
  readonly #options: Options
  readonly #risk: RiskManager

  constructor(options: Options) {
    this.#options = options
    this.#risk = new RiskManager(options)
    for (const [i, market] of this.markets.entries()) {
      market.move(100, this.#stamped.nowUs)
      market.state = 'live'
      this.#stamped.markets.set(keyOf(i), market)
      this.#stamped.kept.setPosition(MAIN, HELD[i] ?? SPOT, dec(3))
    }
  }

  does(what: typeof step extends fc.Arbitrary<infer T> ? T : never): void {
    const { nowUs, kept, rates } = this.#stamped
    if ('quote' in what) {
      if (what.rate === undefined) rates.delete(what.quote)
      else rates.set(what.quote, dec(what.rate))
      return
    }
    const of = HELD[what.of] ?? SPOT
    const market = this.markets[what.of]
    if (market === undefined) throw new Error('there is no such market')
    if ('moves' in what) market.move(what.moves, nowUs)
    if ('empties' in what) market.move(undefined, nowUs)
    if ('state' in what) market.state = what.state
    if ('multiplier' in what) market.relist(what.multiplier)
    if ('prints' in what) market.last = dec(what.prints)
    if ('marks' in what) market.mark = what.marks === undefined ? undefined : dec(what.marks)
    if ('toldMid' in what) {
      this.#told.set(of, dec(what.toldMid))
      this.#risk.onMid(of, { mid: dec(what.toldMid), timeUs: nowUs })
    }
    if ('position' in what) kept.setPosition(MAIN, of, dec(what.position))
    if ('orders' in what)
      this.#stamped.goLive(terms({ instrument: of, quantity: dec(what.orders) }))
  }

  /** What each says to an order in each of the markets. */
  say(): readonly (readonly string[])[] {
    const anew = new RiskWorld()
    for (const [i, market] of this.markets.entries()) anew.markets.set(keyOf(i), market.unstamped())
    const holdings = this.#stamped.holdings()
    // They begin in the same order: the first one without a price is the one that is named.
    for (const { account, instrument } of holdings)
      anew.kept.setPosition(account, instrument, dec(1))
    for (const order of this.#stamped.orders()) anew.kept.setOrder(order)
    for (const { account, instrument, position } of holdings)
      anew.kept.setPosition(account, instrument, position)
    anew.rates.clear()
    for (const [quote, rate] of this.#stamped.rates) anew.rates.set(quote, rate)
    const other = new RiskManager(this.#options)
    for (const [of, mid] of this.#told) other.onMid(of, { mid, timeUs: anew.nowUs })
    const said = (risk: RiskManager, world: RiskWorld): readonly string[] =>
      HELD.map((instrument) => verdict(risk, world, place(terms({ instrument, price: dec(100) }))))
    return [said(this.#risk, this.#stamped), said(other, anew)]
  }
}

const KEYS = [...new RiskWorld().markets.keys()]
const keyOf = (i: number): string => KEYS[i] ?? ''

test('an order is judged by markets and holdings as they are now, however little has changed since the last one', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 40 }),
      fc.constantFrom(...EXPOSURES),
      fc.constantFrom('100', '300', '500', '900', '3000'),
      (steps, name, value) => {
        const scope = { type: 'global' } as const
        const off = OFF.map((other) => ({ name: other, scope, value: false as const }))
        const limits = [{ name, scope, value }, ...off]
        const twins = new Twins({ limits })
        for (const each of steps) {
          twins.does(each)
          const [own = [], other] = twins.say()
          expect(own).toEqual(other)
          for (const said of own) seen.add(said.split(' ')[0] ?? '')
        }
      },
    ),
    { numRuns: 1_000 },
  )
  // All that exposure can say was said, so that what is equal is not always the same.
  expect([...seen]).toEqual(
    expect.arrayContaining([
      'approved',
      'MAX_INSTRUMENT_EXPOSURE',
      'MAX_VENUE_EXPOSURE',
      'MAX_ACCOUNT_EXPOSURE',
      'NO_REFERENCE_PRICE',
    ]),
  )
})

test('what is valued at the last print is worth what the newest one says', () => {
  const scope = { type: 'global' } as const
  const off = OFF.map((name) => ({ name, scope, value: false as const }))
  const twins = new Twins({ limits: [{ name: 'maxAccountExposure', scope, value: '900' }, ...off] })
  twins.does({ of: 0, prints: 20 })
  twins.does({ of: 0, state: 'stale' })
  expect(twins.say().map(([, other]) => other)).toEqual(['approved', 'approved'])
  twins.does({ of: 0, prints: 400 })
  const refusal = 'MAX_ACCOUNT_EXPOSURE 1460 > 900'
  expect(twins.say().map(([, other]) => other)).toEqual([refusal, refusal])
})

test('a holding that was left out for a while is read again', () => {
  class Narrow extends RiskWorld {
    left: HoldingList | undefined

    override holdings() {
      return this.left ?? super.holdings()
    }
  }
  const limits = [
    { name: 'maxAccountExposure', scope: { type: 'global' }, value: '900' } as const,
    ...OFF.map((name) => ({ name, scope: { type: 'global' }, value: false }) as const),
  ]
  const world = new Narrow()
  const risk = new RiskManager({ limits })
  const market = new Stamped(LINEAR, 1)
  market.move(100, world.nowUs)
  market.state = 'live'
  world.markets.set(keyOf(1), market)
  world.kept.setPosition(MAIN, SPOT, dec(1))
  world.kept.setPosition(MAIN, LINEAR, dec(3))
  const order = place(terms({ price: dec(100) }))
  expect(verdict(risk, world, order)).toBe('approved')
  world.left = new HoldingList([...world.kept.holdings()].slice(0, 1))
  market.move(900, world.nowUs)
  expect(verdict(risk, world, order)).toBe('approved')
  world.left = undefined
  expect(verdict(risk, world, order)).toBe('MAX_ACCOUNT_EXPOSURE 1550 > 900')
})
