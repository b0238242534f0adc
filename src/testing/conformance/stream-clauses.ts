import {
  Decimal,
  type InstrumentEvent,
  type MarketEventType,
  type Trade,
} from '../../core/index.ts'
import type { SimTrade } from '../../sim/sim-trade.ts'
import { demand, demandNone } from './check.ts'
import type { Clause } from './clause.ts'
import { requestsOf } from './requests.ts'

const DAY_US = 86_400_000_000
/** Long enough for the rarest event of a simulated market. */
const LISTEN_MS = 120_000

/** Chapter E: what events say. */
export const STREAM_CLAUSES: readonly Clause[] = [
  {
    id: 'E1',
    text: 'tells an event of every channel that it offers, of the instrument that was asked for',
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.open()
      const problems: string[] = []
      const missing = new Set<string>()
      for (const { pair, product } of world.examples()) {
        for (const request of requestsOf(bench.driver, product)) {
          const { channel } = request
          if (channel === 'book' || channel === 'instrument' || channel === 'status') continue
          const name = `${pair} ${Object.values(request).join(' ')}`
          const filter = {
            pair,
            ...(request.channel === 'candle' && { interval: request.interval }),
          }
          // Longer bars come as often, and there are many of them.
          if (request.channel === 'candle' && request.interval !== '1m') continue
          missing.add(name)
          world.market.subscribe(channel satisfies MarketEventType, filter, (event) => {
            if (event.pair === pair && event.venue === bench.driver.facts.venue)
              missing.delete(name)
            else problems.push(`${name}: an event of ${event.venue} ${event.pair}`)
          })
        }
      }
      await world.runtime.run({ forMs: LISTEN_MS })
      demandNone([...problems, ...[...missing].map((name) => `${name}: no event`)])
    },
  },
  {
    id: 'E2',
    text: 'tells times in microseconds: the venue’s, where it sends one, near the clock on the wall',
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.open()
      const problems: string[] = []
      let timed = 0
      const look = (event: InstrumentEvent & { readonly type: string }): void => {
        const { venueTimeUs, localTimeUs, type, pair } = event
        if (!Number.isSafeInteger(localTimeUs))
          problems.push(`${pair} ${type}: arrived at ${localTimeUs}`)
        if (venueTimeUs === undefined) return
        timed += 1
        if (!Number.isSafeInteger(venueTimeUs) || Math.abs(venueTimeUs - localTimeUs) > DAY_US)
          problems.push(`${pair} ${type}: happened at ${venueTimeUs}, arrived at ${localTimeUs}`)
      }
      for (const { pair } of world.examples()) {
        world.market.subscribe('trade', { pair }, look)
        world.market.subscribe('bookDelta', { pair }, look)
        world.market.subscribe('bookSnapshot', { pair }, look)
      }
      await world.runtime.run({ forMs: 20_000 })
      demandNone(problems)
      demand(timed > 0, () => 'no event carried a time of the venue')
    },
  },
  {
    id: 'E3',
    text: 'tells trades as they happened: price, size and the side of the taker, in order, once each',
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.open()
      const told = new Map<string, Trade[]>()
      for (const { pair } of world.examples()) {
        const own: Trade[] = []
        told.set(pair, own)
        world.market.subscribe('trade', { pair }, (trade) => own.push(trade.copy()))
      }
      await world.runtime.run({ forMs: 10_000 })
      // A trade may be told by the time of its block: so nothing is on its way when counting begins.
      await world.rest()
      const happened = new Map<string, SimTrade[]>()
      for (const instrument of world.examples()) {
        const live = world.traded(instrument)
        const own: SimTrade[] = []
        happened.set(instrument.pair, own)
        world.venue.market.listen((event) => {
          if (event.instrument === live) own.push(...event.trades)
        })
      }
      const fromUs = world.runtime.trueTimeUs()
      world.venue.market.start()
      await world.runtime.run({ forMs: 30_000 })
      await world.rest()
      const problems: string[] = []
      for (const instrument of world.examples()) {
        const spec = world.traded(instrument)?.spec
        const wanted = happened.get(instrument.pair) ?? []
        const own = (told.get(instrument.pair) ?? []).filter(
          ({ localTimeUs }) => localTimeUs >= fromUs,
        )
        if (spec === undefined || wanted.length === 0) continue
        const found = sizesOf(
          own.map((trade) => ({ side: trade.takerSide, size: new Decimal(trade.sizeText()) })),
        )
        const expected = sizesOf(
          wanted.map((trade) => ({
            side: trade.takerSide,
            size: new Decimal(trade.size).div(10 ** spec.sizeScale),
          })),
        )
        if (found !== expected)
          problems.push(`${instrument.pair}: told ${found} sold, there were ${expected} sold`)
        const times = own.map(({ venueTimeUs = 0 }) => venueTimeUs)
        if (times.some((time, at) => time < (times[at - 1] ?? 0)))
          problems.push(`${instrument.pair}: trades out of order`)
      }
      demandNone(problems)
    },
  },
  {
    id: 'E4',
    text: 'keeps prices and sizes on the grid of the listing, in books and trades alike',
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.open()
      const problems = new Set<string>()
      for (const { pair, tickSize, lotSize } of world.examples()) {
        world.market.subscribe('trade', { pair }, (trade) => {
          if (!isMultiple(trade.priceText(), tickSize))
            problems.add(`${pair}: a trade at ${trade.priceText()}`)
          if (!isMultiple(trade.sizeText(), lotSize))
            problems.add(`${pair}: a trade of ${trade.sizeText()}`)
        })
        const book = world.market.book(pair)
        book.onChange((view) => {
          if (view.state !== 'live' || view.bids.count === 0) return
          const [price, size] = [view.bids.priceText(0), view.bids.sizeText(0)]
          if (!isMultiple(price, tickSize)) problems.add(`${pair}: a bid at ${price}`)
          if (!isMultiple(size, lotSize)) problems.add(`${pair}: a bid of ${size}`)
        })
      }
      await world.runtime.run({ forMs: 20_000 })
      demandNone([...problems])
    },
  },
]

/** What was bought and what was sold in all, exactly. */
function sizesOf(of: readonly { readonly side: string; readonly size: Decimal }[]): string {
  return ['buy', 'sell']
    .map((side) =>
      of
        .filter((each) => each.side === side)
        .reduce((sum, { size }) => sum.plus(size), new Decimal(0))
        .toFixed(),
    )
    .join(' bought, ')
}

/** Exactly: both as integers at the finer scale. */
function isMultiple(text: string, step: string | undefined): boolean {
  if (step === undefined) return true
  const scale = Math.max(text.split('.')[1]?.length ?? 0, step.split('.')[1]?.length ?? 0)
  const integer = (of: string): bigint => {
    const [whole = '0', fraction = ''] = of.split('.')
    return BigInt(whole + fraction.padEnd(scale, '0'))
  }
  return integer(text) % integer(step) === 0n
}
