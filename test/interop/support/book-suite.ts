import { describe, expect, test } from 'vitest'
import { adapterOf, type ExchangeName } from '../venues.ts'
import { BookSession } from './book-session.ts'

const UPDATES = 10_000
/** Of venues beyond the first three; what is proven there of clients and books in general need not be proven so often. */
const OTHER_UPDATES = 5_000
const FIRST_VENUES: readonly string[] = ['binance', 'kraken', 'okx']
const BURST_MS = 2000
const CUTS = ['disconnect', 'cutMidFrame', 'disconnect', 'cutMidFrame'] as const

/**
 * The books of some venues, held by ccxt and by crossbook, which keeps its own in threads where so many are given. Venues are spread
 * over files, which run beside each other.
 */
export function testBooks(venues: readonly ExchangeName[], threads?: number): void {
  describe.for([...venues])('%s', (venue) => {
    test('ccxt, crossbook and the venue hold equal books through thousands of updates and four cuts', async ({
      annotate,
    }) => {
      await using session = await BookSession.open(await adapterOf(venue), 'interop-books', threads)
      expect(await session.heal(15_000)).toEqual([])
      const updates = FIRST_VENUES.includes(venue) ? UPDATES : OTHER_UPDATES
      let cuts = 0
      for (const [round, how] of [undefined, ...CUTS].entries()) {
        if (how !== undefined) {
          cuts += session.cutAll(how)
          expect(await session.heal(20_000)).toEqual([])
        }
        const mistrusted = session.mistrusted
        const due = (updates * (round + 1)) / (CUTS.length + 1)
        while (Math.min(session.updates.ccxt, session.updates.own) < due)
          expect(await session.runAndCompare(BURST_MS, 10_000)).toEqual([])
        // Between cuts nothing is lost, so nobody may find a hole.
        expect(session.mistrusted).toBe(mistrusted)
      }
      expect(session.market.bookCounters).toMatchObject({ gaps: 0, corruptions: 0 })
      expect(session.otherLosses).toBeGreaterThanOrEqual(CUTS.length)
      expect(session.ownLosses).toBeGreaterThanOrEqual(CUTS.length)
      const { ccxt, own } = session.updates
      const { comparisons } = session
      await annotate(
        `${ccxt} updates to ccxt, ${own} to crossbook, ${cuts} sockets cut, ${comparisons} pauses`,
      )
    }, 120_000)
  })
}
