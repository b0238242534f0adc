import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPoolWorld, mostWithin } from './pool-world.ts'
import { toyTopics } from './toy-venue.ts'

describe('WSPool under any load', () => {
  it('keeps both limits: messages on a connection, and attempts to connect', async () => {
    const burst = fc.record({
      count: fc.integer({ min: 1, max: 12 }),
      waitMs: fc.integer({ min: 0, max: 1_500 }),
      kills: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(burst, { maxLength: 12 }),
        fc.integer({ min: 1 }),
        async (bursts, seed) => {
          const { advance, pool, venue, ...world } = createPoolWorld(
            {
              maxTopics: 4,
              maxTopicsPerMessage: 1,
              keepAlive: { kind: 'message', everyMs: 700, deadAfterMs: 9_000 },
            },
            { stableMs: 500 },
            seed,
          )
          for (const { count, waitMs, kills } of bursts) {
            pool.subscribe(toyTopics(count))
            await advance(waitMs)
            if (kills) venue.open()[0]?.peer.terminate()
            if (count % 3 === 0) pool.unsubscribe(toyTopics(count))
          }
          await advance(30_000)
          for (const { received } of venue.sockets) {
            expect(
              mostWithin(
                received.map(({ atMs }) => atMs),
                1_000,
              ),
            ).toBeLessThanOrEqual(5)
          }
          expect(mostWithin(venue.attemptsAtMs, 1_000)).toBeLessThanOrEqual(3)
          const closed = pool.close()
          await advance(3_000)
          await closed
          expect([world.openSockets(), world.pendingTimers()]).toEqual([0, 0])
        },
      ),
      { numRuns: 60 },
    )
  })
})
