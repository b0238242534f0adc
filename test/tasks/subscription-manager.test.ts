import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { venueId } from '../../src/core/index.ts'
import { SubscriptionManager, type SubscriptionTask, taskKey } from '../../src/tasks/index.ts'

const task = (pair: string, channel: 'trade' | 'bbo' = 'trade'): SubscriptionTask => ({
  venue: venueId('test'),
  pair,
  request: { channel },
})
const BTC = task('BTC/USDT')
const ETH = task('ETH/USDT')

describe('SubscriptionManager', () => {
  it('counts a task that two sources want once, with both as its consumers', () => {
    const manager = new SubscriptionManager()
    manager.desire({ source: 'config', tasks: [BTC, BTC] })
    manager.desire({ source: 'file', tasks: [BTC, ETH] })
    expect([manager.consumers(BTC), manager.consumers(ETH)]).toEqual([2, 1])
    expect(manager.plan()).toEqual({ subscribe: [BTC, ETH], unsubscribe: [] })
  })

  it('sends nothing when a plan is applied a second time', () => {
    const manager = new SubscriptionManager()
    manager.desire({ source: 'config', tasks: [BTC] })
    const plan = manager.plan()
    expect(manager.apply(plan)).toEqual(plan)
    expect(manager.apply(plan)).toEqual({ subscribe: [], unsubscribe: [] })
  })

  it('unsubscribes only when the last consumer is gone', () => {
    const manager = new SubscriptionManager()
    manager.desire({ source: 'config', tasks: [BTC] })
    manager.desire({ source: 'file', tasks: [BTC] })
    manager.apply(manager.plan())
    manager.forget('file')
    expect(manager.plan()).toEqual({ subscribe: [], unsubscribe: [] })
    manager.desire({ source: 'config', tasks: [] })
    expect(manager.plan()).toEqual({ subscribe: [], unsubscribe: [BTC] })
  })

  it('does not ask again for what was refused until told to retry, and unsubscribes nothing that was', () => {
    const manager = new SubscriptionManager()
    manager.desire({ source: 'config', tasks: [BTC, ETH] })
    manager.apply(manager.plan())
    manager.confirm(BTC)
    manager.refuse(ETH)
    expect(manager.plan().subscribe).toEqual([])
    expect([manager.status(BTC), manager.status(ETH)]).toEqual(['confirmed', 'refused'])
    manager.retry()
    expect(manager.plan().subscribe).toEqual([ETH])
    manager.apply(manager.plan())
    manager.refuse(ETH)
    manager.desire({ source: 'config', tasks: [] })
    expect(manager.apply(manager.plan())).toEqual({ subscribe: [], unsubscribe: [BTC] })
  })

  it('ignores an answer to what is no longer wanted', () => {
    const manager = new SubscriptionManager()
    manager.confirm(BTC)
    expect(manager.status(BTC)).toBeUndefined()
  })

  it('keeps what was sent equal to what is wanted, however wishes change', () => {
    const tasks = ['A', 'B', 'C'].flatMap((base) => [
      task(`${base}/USDT`),
      task(`${base}/USDT`, 'bbo'),
    ])
    const wish = fc.record({ source: fc.constantFrom('a', 'b'), tasks: fc.subarray(tasks) })
    fc.assert(
      fc.property(fc.array(wish), (wishes) => {
        const manager = new SubscriptionManager()
        const sent = new Set<string>()
        for (const set of wishes) {
          manager.desire(set)
          const plan = manager.plan()
          const send = manager.apply(plan)
          for (const gone of send.unsubscribe) expect(sent.delete(taskKey(gone))).toBe(true)
          for (const added of send.subscribe) {
            expect(sent).not.toContain(taskKey(added))
            sent.add(taskKey(added))
          }
          expect(sent).toEqual(new Set(manager.merge().keys()))
          expect(manager.apply(plan)).toEqual({ subscribe: [], unsubscribe: [] })
        }
      }),
    )
  })
})
