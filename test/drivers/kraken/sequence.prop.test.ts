import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalText } from '../../../src/core/index.ts'
import { kraken } from '../../../src/drivers/kraken/index.ts'
import { FrameReplay, type ReplayVerdict } from '../../../src/market/frame-replay.ts'
import { V2Venue } from './v2-venue.ts'

const MID = 453_000n

/** One change: a side, a distance from the middle, a size; 0 removes. */
const change = fc.tuple(
  fc.constantFrom('bids' as const, 'asks' as const),
  fc.bigInt({ min: 1n, max: 40n }),
  fc.oneof(fc.constant(0n), fc.bigInt({ min: 1n, max: 300_000_000n })),
)
const messages = fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), {
  minLength: 30,
  maxLength: 150,
  size: 'max',
})
const settings = fc.record({
  depth: fc.constantFrom(10, 25),
  priceDigits: fc.nat(8),
  sizeDigits: fc.nat(10),
  isWide: fc.boolean(),
})

type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never
type Changes = readonly (readonly ['bids' | 'asks', bigint, bigint])[]

/** A venue, and a replay that reads its frames. */
function scene({ depth, priceDigits, sizeDigits, isWide }: Settings) {
  const venue = new V2Venue(depth, priceDigits, sizeDigits)
  const verdicts: ReplayVerdict[] = []
  const run = new FrameReplay({
    driver: kraken(),
    market: 'spot',
    onBook: ({ verdict }) => verdicts.push(verdict),
  })
  const take = (frame: string): void => void run.frame(Buffer.from(frame), 1)
  const factor = isWide ? 10n ** 12n : 1n
  const placed = (changes: Changes) =>
    changes.map(([side, distance, size]) => {
      const price = side === 'bids' ? MID - distance : MID + distance
      return [side, price, size * factor] as const
    })
  take(
    `{"method":"subscribe","result":{"channel":"book","depth":${depth},"snapshot":true,"symbol":"BTC/USD"},"success":true,"req_id":1}`,
  )
  take(venue.snapshot())
  return { venue, verdicts, run, take, placed }
}

test('a book equals the venue after every message, truncation and checksum included', () => {
  fc.assert(
    fc.property(settings, messages, (options, script) => {
      const { venue, verdicts, run, take, placed } = scene(options)
      for (const changes of script) take(venue.update(placed(changes)))
      expect(new Set(verdicts)).toEqual(new Set(['replace', 'apply']))
      const { bids, asks } = run.books[0]?.evidence ?? expect.fail('no book')
      for (const [side, levels] of [
        ['bids', bids],
        ['asks', asks],
      ] as const) {
        const shown = Array.from({ length: levels.count }, (_, i) => [
          levels.priceText(i),
          levels.sizeText(i),
        ])
        expect(shown).toEqual(
          venue.levels(side).map(([price, size]) => [decimalText(price), decimalText(size)]),
        )
      }
    }),
    { numRuns: 200 },
  )
})

test('a lost message that shows in the ten best levels is found at the next one', () => {
  fc.assert(
    fc.property(settings, messages, fc.nat(), (options, script, at) => {
      const { venue, verdicts, take, placed } = scene(options)
      script.forEach((changes, i) => {
        const before = JSON.stringify(top(venue))
        const frame = venue.update(placed(changes))
        const isLost = i === at % (script.length - 1) && JSON.stringify(top(venue)) !== before
        if (!isLost) take(frame)
        else {
          // A message that changes nothing: whatever it finds is the loss.
          take(venue.update([]))
          expect(verdicts.at(-1)).toBe('corrupt')
          take(venue.snapshot())
          expect(verdicts.at(-1)).toBe('replace')
        }
      })
      expect(verdicts.at(-1)).toBe('apply')
    }),
    { numRuns: 200 },
  )
})

const top = (venue: V2Venue) => [
  venue.levels('bids').slice(0, 10),
  venue.levels('asks').slice(0, 10),
]
