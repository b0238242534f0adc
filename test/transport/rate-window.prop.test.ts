import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RateWindow } from '../../src/transport/rate-window.ts'
import { createPoolWorld, mostWithin } from './pool-world.ts'
import { toyTopics } from './toy-venue.ts'

describe('RateWindow', () => {
  it('never spends more than the limit in any window, and says exactly how long to wait', () => {
    const spend = fc.record({
      weight: fc.integer({ min: 1, max: 5 }),
      idleMs: fc.integer({ min: 0, max: 400 }),
    })
    fc.assert(
      fc.property(
        fc.array(spend, { maxLength: 150 }),
        fc.integer({ min: 5, max: 12 }),
        (spends, count) => {
          const window = new RateWindow({ count, perMs: 1_000 })
          const spent: { readonly atMs: number; readonly weight: number }[] = []
          let nowMs = 0
          for (const { weight, idleMs } of spends) {
            nowMs += idleMs
            const waitMs = window.waitMs(weight, nowMs)
            if (waitMs > 1) expect(window.waitMs(weight, nowMs + waitMs - 1.5)).toBeGreaterThan(0)
            nowMs += waitMs
            expect(window.waitMs(weight, nowMs)).toBe(0)
            window.take(weight, nowMs)
            spent.push({ atMs: nowMs, weight })
          }
          for (const { atMs } of spent) {
            const within = spent.filter((other) => other.atMs >= atMs && other.atMs < atMs + 1_000)
            expect(within.reduce((sum, { weight }) => sum + weight, 0)).toBeLessThanOrEqual(count)
          }
        },
      ),
    )
  })

  it('raises what was spent to what the venue counted, and never lowers it', () => {
    const window = new RateWindow({ count: 100, perMs: 1_000 })
    window.take(10, 0)
    window.observe(60, 0)
    window.observe(20, 0)
    expect(window.used(0)).toBe(60)
  })

  it('lets a weight above the ceiling pass once the window is empty', () => {
    const window = new RateWindow({ count: 100, perMs: 1_000 })
    window.take(1, 0)
    expect([window.waitMs(80, 0, 50), window.waitMs(80, 1_100, 50)]).toEqual([1_100, 0])
  })
})

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
