import { describe, expect, it } from 'vitest'
import type { InstrumentSlot } from '../../src/core/index.ts'
import { delta, keep, snapshot } from './keep-book.ts'
import { RULES } from './scripted-venue.ts'

describe('a book of an instrument that is no longer listed', () => {
  const list = (slot: InstrumentSlot, status: 'trading' | 'closed'): InstrumentSlot => {
    slot.instrument = { ...slot.instrument, status }
    return slot
  }

  it('is stale and asks for nothing, also when its topic is confirmed again', async () => {
    const { manager, slot, take, answer, asked, told, timers } = keep(RULES.firstLast)
    take(delta(9, 10))
    await answer(snapshot(10))
    manager.onListed(list(slot, 'closed'))
    manager.onListed(slot)
    manager.onSubscribed(slot, 'depth', 1)
    timers.advance(3_600_000)
    expect([told.slice(2), asked.length]).toEqual([['stale: delisted'], 0])
  })

  it('comes back by what the venue sends for it all the same', async () => {
    const { manager, slot, take, answer, told } = keep(RULES.firstLast)
    take(delta(9, 10))
    await answer(snapshot(10))
    manager.onListed(list(slot, 'closed'))
    take(delta(10, 11))
    await answer(snapshot(11))
    expect(told.at(-1)).toBe('bookSnapshot 11')
  })

  it('asks for a snapshot once it is listed again', async () => {
    const { manager, slot, take, answer, asked, levels } = keep(RULES.firstLast)
    take(delta(9, 10))
    await answer(snapshot(10))
    manager.onListed(list(slot, 'closed'))
    manager.onListed(list(slot, 'trading'))
    expect(asked).toHaveLength(1)
    await answer(snapshot(20))
    expect(levels()).toBe('99x20 | 101x1')
  })
})
