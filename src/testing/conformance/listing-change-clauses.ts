import type { Instrument, InstrumentChanged } from '../../core/index.ts'
import { fixedText, type SimInstrumentOptions, toScaled } from '../../sim/index.ts'
import { booksOf, having } from './channels.ts'
import { demand, demandEqual, demandNone } from './check.ts'
import type { Clause } from './clause.ts'
import { statusesAsSaid } from './said-status.ts'
import type { ConformanceWorld } from './world.ts'

const SETTLED_MS = 10_000
const RECONNECT_MS = 30_000

/** Chapter L: listings that say something new, and that change while data flows. */
export const LISTING_CHANGE_CLAUSES: readonly Clause[] = [
  {
    id: 'L1',
    text: 'lists an instrument whose status it does not know, as `unknown`, and all others as they are',
    needsVenue: true,
    check: async (bench) => {
      const specs = await bench.pairs()
      const { said, listed } = await statusesAsSaid(bench, specs)
      demand(said.length > 0, () => 'the venue’s listing says no status')
      demandNone(said.filter(({ status }) => status !== 'unknown').map(nameOf))
      demandEqual(listed.map(symbolOf).sort(), specs.map(symbolOf).sort(), 'the symbols listed')
      const others = listed.filter((each) => !said.includes(each))
      demandNone(others.filter(({ status }) => status !== 'trading').map(nameOf))
    },
  },
  {
    id: 'L2',
    text: 'tells an instrument that is no longer listed as closed, its book as stale before that, and leaves all others alone',
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.openYoung()
      const examples = world.examples(2)
      const gone = examples.at(-1)
      demand(gone !== undefined && examples.length > 1, () => 'expected two instruments to trade')
      const books = booksOf(world, examples)
      await world.runtime.run({ forMs: SETTLED_MS })
      const told: string[] = []
      world.market.subscribe('bookState', {}, ({ symbol, state }) =>
        told.push(`${symbol} ${state}`),
      )
      world.market.subscribe('instrumentChanged', {}, ({ symbol, instrument, reason }) => {
        if (reason === 'listing') told.push(`${symbol} is ${instrument.status}`)
      })
      vanish(world, gone)
      await world.runtime.settle(world.market.refreshInstruments())
      const hasBook = books.some(({ view }) => view.instrument.pair === gone.pair)
      const wanted = [...(hasBook ? [`${gone.symbol} stale`] : []), `${gone.symbol} is closed`]
      demandEqual(told, wanted, 'what was told')
      demandEqual(world.market.instrument(gone.pair).status, 'closed', `status of ${gone.pair}`)
      await world.runtime.run({ forMs: SETTLED_MS })
      demandEqual(told.slice(wanted.length), [], 'what was told after that')
      const others = books.filter(({ view }) => view.instrument.pair !== gone.pair)
      const problems = (): readonly string[] =>
        others.flatMap(({ view }) => world.problemAtRest(view) ?? [])
      await world.rest()
      demandNone(problems())
      // On new connections too: some venues end one that asks for what is not listed.
      for (const { origin } of Object.values(world.venue.streams)) world.runtime.network.cut(origin)
      world.venue.market.start()
      await world.runtime.run({ forMs: RECONNECT_MS })
      await world.rest()
      demandNone(problems())
    },
  },
  {
    id: 'L3',
    text: 'follows a price step that gets finer while data flows: no price is rounded, books are exact before and after',
    needsVenue: true,
    check: async (bench) => {
      const specs = (await bench.pairs()).map((spec) => ({ ...spec, finestTickSize: finer(spec) }))
      await using world = await bench.openYoung({ instruments: specs })
      const examples = world.examples()
      demand(examples.length > 0, () => 'expected an instrument to trade')
      const books = booksOf(world, examples)
      const trades = tradesBothWays(world, examples)
      for (const { pair } of having(world, examples, 'bbo'))
        world.market.hold(pair, { channel: 'bbo' })
      const changed: InstrumentChanged[] = []
      world.market.subscribe('instrumentChanged', {}, (event) => changed.push(event))
      const problems = (): readonly string[] =>
        books.flatMap(({ view }) => world.problemAtRest(view) ?? [])
      await world.runtime.run({ forMs: SETTLED_MS })
      await world.rest()
      demandNone(problems())
      for (const instrument of examples) refine(world, instrument)
      world.venue.market.start()
      await world.runtime.run({ forMs: SETTLED_MS })
      await world.rest()
      // Before any listing told of it: the digits of the frames must be enough.
      demandNone([...problems(), ...untold(examples, changed)])
      await world.runtime.settle(world.market.refreshInstruments())
      world.venue.market.start()
      await world.runtime.run({ forMs: SETTLED_MS })
      await world.rest()
      demandNone([...problems(), ...trades.problems(), ...stepProblems(world, examples)])
    },
  },
]

const nameOf = ({ pair, status }: Instrument): string => `${pair} is ${status}`
const symbolOf = ({ symbol }: { readonly symbol: string }): string => symbol

function vanish(world: ConformanceWorld, instrument: Instrument): void {
  const live = world.traded(instrument)
  if (live !== undefined) world.venue.market.delist(live)
}

/** A tenth of the step: `0.5` becomes `0.05`. */
function finer({ tickSize }: SimInstrumentOptions): string {
  const digits = tickSize.split('.')[1]?.length ?? 0
  return fixedText(toScaled(tickSize, digits), digits + 1, digits + 1)
}

function refine(world: ConformanceWorld, instrument: Instrument): void {
  const live = world.traded(instrument)
  live?.changeTick(live.spec.finestTickSize ?? live.spec.tickSize)
}

/** Instruments of which no event told that they have more digits than they were listed with. */
function untold(
  examples: readonly Instrument[],
  changed: readonly InstrumentChanged[],
): readonly string[] {
  return examples
    .filter(
      ({ pair, priceScale }) =>
        !changed.some((event) => event.pair === pair && event.priceScale > priceScale),
    )
    .map(({ pair, priceScale }) => `${pair}: no event tells of more digits than ${priceScale}`)
}

/** Instruments whose step is not that of the venue. */
function stepProblems(world: ConformanceWorld, examples: readonly Instrument[]): readonly string[] {
  return examples.flatMap(({ pair }) => {
    const { tickSize } = world.market.instrument(pair)
    const wanted = world.traded(world.market.instrument(pair))?.spec.tickSize
    return Number(tickSize) === Number(wanted)
      ? []
      : [`${pair}: step ${tickSize}, at the venue ${wanted}`]
  })
}

/** Prices of trades as they happened and as they were told, compared as text. */
function tradesBothWays(
  world: ConformanceWorld,
  examples: readonly Instrument[],
): { readonly problems: () => readonly string[] } {
  const happened = new Set<string>()
  const told: string[] = []
  const textOf = (price: number, scale: number): string =>
    String(Number(fixedText(price, scale, scale)))
  for (const live of examples.flatMap((each) => world.traded(each) ?? []))
    for (const { price } of live.trades) happened.add(textOf(price, live.spec.priceScale))
  world.venue.market.listen(({ instrument: { spec }, trades }) => {
    for (const { price } of trades) happened.add(textOf(price, spec.priceScale))
  })
  for (const { pair } of having(world, examples, 'trade'))
    world.market.subscribe('trade', { pair }, (trade) => told.push(trade.priceText()))
  return {
    problems: () =>
      told
        .filter((price) => !happened.has(String(Number(price))))
        .map((price) => `a trade at ${price} that never was`),
  }
}
