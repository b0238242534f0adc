import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Topic } from '../../src/core/index.ts'
import { ShardMap } from '../../src/transport/shard-map.ts'
import { toyTopic } from './toy-venue.ts'

const topic = fc
  .record({ symbol: fc.integer({ min: 0, max: 9 }), isBbo: fc.boolean() })
  .map(({ symbol, isBbo }) => toyTopic(`S${symbol}`, 'main', isBbo ? 'bbo' : 'trade'))

describe('ShardMap under any load', () => {
  it('keeps its limits, never moves a topic, and counts users exactly', () => {
    const step = fc.record({ adds: fc.boolean(), topics: fc.array(topic, { maxLength: 6 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const limits = { maxTopics: 4, maxInstruments: 3, maxShards: 4 }
        const map = new ShardMap(limits)
        const users = new Map<string, number>()
        const shards = new Map<string, number>()
        const count = (topics: readonly Topic[], by: number): void => {
          for (const { name } of topics) users.set(name, Math.max(0, (users.get(name) ?? 0) + by))
        }
        for (const { adds, topics } of steps) {
          if (adds) {
            try {
              for (const change of map.acquire(topics)) {
                for (const { name } of change.topics) shards.set(name, change.shard)
              }
              count(topics, 1)
            } catch (error) {
              expect(error).toMatchObject({ code: 'SUBSCRIPTION_LIMIT_EXCEEDED' })
            }
          } else {
            for (const change of map.release(topics)) {
              for (const { name } of change.topics) {
                expect(shards.get(name)).toBe(change.shard)
                shards.delete(name)
              }
            }
            count(topics, -1)
          }
          const held = [...users].filter(([, number]) => number > 0).map(([name]) => name)
          expect([...shards.keys()].sort()).toEqual(held.sort())
          for (const [name, shard] of shards) expect(map.shardOf(name)).toBe(shard)
          for (let shard = 0; shard < limits.maxShards; shard++) {
            const own = [...shards].filter(([, at]) => at === shard).map(([name]) => name)
            const instruments = new Set(own.map((name) => name.split(':')[1]))
            expect(map.topicCount(shard)).toBe(own.length)
            expect(own.length).toBeLessThanOrEqual(limits.maxTopics)
            expect(instruments.size).toBeLessThanOrEqual(limits.maxInstruments)
          }
        }
      }),
    )
  })
})
