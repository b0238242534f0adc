import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPoolWorld, mostWithin } from './pool-world.ts'
import { toyTopic, toyTopics } from './toy-venue.ts'

describe('WSPool under any load', () => {
  it('keeps both limits: messages on a connection, and attempts to connect', async () => {
    const burst = fc.record({
      count: fc.integer({ min: 1, max: 12 }),
      waitMs: fc.integer({ min: 0, max: 1_500 }),
      kills: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(burst, { maxLength: 12, size: 'max' }),
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

  it('ends with every topic wanted on its sockets, and no other, whatever happened before', async () => {
    const symbol = fc.integer({ min: 0, max: 11 }).map((index) => `S${index}`)
    const waitMs = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 9_000 }))
    const kind = fc.constantFrom(
      'want',
      'want',
      'unwant',
      'kill',
      'bye',
      'refuse',
      'accept',
      'mute',
    )
    const step = fc.record({ kind, symbol, waitMs })
    const rejects = fc.constantFrom('named', 'jointOthersAccepted', 'jointNoneAccepted')
    const redundancy = fc.constantFrom(1, 2)
    const steps = fc.array(step, { maxLength: 40, size: 'max' })
    await fc.assert(
      fc.asyncProperty(
        steps,
        rejects,
        redundancy,
        fc.integer(),
        async (actions, style, copies, seed) => {
          const { advance, pool, venue } = createPoolWorld(
            {
              maxTopics: 5,
              keepAlive: { kind: 'protocolPing', everyMs: 2_000, deadAfterMs: 6_000 },
            },
            { redundancy: copies },
            seed,
          )
          venue.rejects = style
          venue.unknown.add('S11')
          const wanted = new Set<string>()
          pool.on('rejected', ({ topic, willRetry }) => {
            if (!willRetry) wanted.delete(topic.name)
          })
          for (const action of actions) {
            const topic = toyTopic(action.symbol)
            if (action.kind === 'want' && !wanted.has(topic.name)) {
              wanted.add(topic.name)
              pool.subscribe([topic])
            } else if (action.kind === 'unwant' && wanted.delete(topic.name))
              pool.unsubscribe([topic])
            else if (action.kind === 'kill') venue.open().at(-1)?.peer.terminate()
            else if (action.kind === 'bye') venue.broadcast({ op: 'bye', text: 'upgrade' })
            else if (action.kind === 'refuse') venue.refuse = 503
            else if (action.kind === 'accept') venue.refuse = undefined
            else if (action.kind === 'mute') venue.mute.add(topic.name)
            await advance(action.waitMs)
          }
          venue.refuse = undefined
          venue.mute.clear()
          await advance(1_200_000)
          const carried = venue.open().flatMap(({ topics }) => [...topics])
          const expected = [...wanted].flatMap((name) => Array<string>(copies).fill(name))
          expect(carried.sort()).toEqual(expected.sort())
          for (const { topics } of venue.open()) expect(topics.size).toBeGreaterThan(0)
        },
      ),
      { numRuns: 60 },
    )
  }, 60_000)
})
