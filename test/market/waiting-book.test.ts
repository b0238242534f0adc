import { describe, expect, it } from 'vitest'
import { judgeUnnumbered } from '../../src/book/index.ts'
import type { ContinuityRule } from '../../src/core/index.ts'
import type { BookManager } from '../../src/market/index.ts'
import { delta, keep, snapshot } from './keep-book.ts'
import { RULES, type UpdateParts } from './scripted-venue.ts'

describe('a book whose connection waits for a message', () => {
  const rule: ContinuityRule = { snapshot: 'stream', judge: judgeUnnumbered, crossed: 'corrupt' }
  const change = (size: number): UpdateParts => ({ bids: [[99, size]] })
  const whole: UpdateParts = { isSnapshot: true, bids: [[99, 1]], asks: [[101, 1]] }

  it('is stale until the connection goes on, and then told whole: nothing was missing', () => {
    const { manager, take, told, levels, resubscribes } = keep(rule)
    take(whole)
    take(change(5))
    manager.onWaiting('public', 1, 'waits')
    expect(levels()).toBe('stale')
    manager.onGoingOn('public', 1)
    take(change(6))
    expect(told.slice(2)).toEqual([
      'bookDelta',
      'stale: waits',
      'live: its connection goes on',
      'bookSnapshot',
      'bookDelta',
    ])
    expect(levels()).toBe('99x6 | 101x1')
    expect(resubscribes()).toBe(0)
  })

  it('does not come back by that once something was lost, or the connection is gone', () => {
    for (const end of [
      (manager: BookManager) => manager.onFault('public', 1, undefined, 'lost'),
      (manager: BookManager) => manager.onGone('public', 1, false, 'gone'),
    ]) {
      const { manager, take, levels } = keep(rule)
      take(whole)
      manager.onWaiting('public', 1, 'waits')
      end(manager)
      manager.onGoingOn('public', 1)
      expect(levels()).toBe('stale')
    }
  })

  it('stays live where another connection feeds it too, and where the connection is not its own', () => {
    const { manager, take, levels } = keep({ ...RULES.firstLast, snapshot: 'stream' })
    take(snapshot(10), 1)
    manager.onWaiting('public', 2, 'waits')
    manager.onWaiting('elsewhere', 1, 'waits')
    expect(levels()).toBe('99x10 | 101x1')
    take(delta(10, 11), 1)
    take(delta(10, 11), 2)
    manager.onWaiting('public', 1, 'waits')
    expect(levels()).toBe('99x11 | 101x1')
  })
})
