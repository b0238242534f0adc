import { describe, expect, it } from 'vitest'
import type { HostInput, StrategyIntent, StrategyView } from '../../../src/trader/index.ts'
import { fillOf } from './support/thread-stage.ts'
import { kindOf, NOON_US, pause, setup, start, stop, toyHost } from './support/toy-host.ts'
import { A, ToyWorld, terms } from './support/toy-world.ts'

/** A host with one strategy, which answers its fills so. */
function hostOf(onFill: (view: StrategyView) => readonly StrategyIntent[]) {
  const world = new ToyWorld()
  const host = toyHost([kindOf('filled', () => ({ onFill }))], { world })
  host.handlePast({ type: 'addStrategy', setup: setup('filled'), by: 'test' }, NOON_US)
  host.handlePast(start(), NOON_US)
  world.open(A, { side: 'buy' })
  const fill = fillOf(world) as HostInput
  return { host, fill }
}

const place = { type: 'place', terms: terms({ side: 'sell' }), reason: 'sells' } as const

describe('A strategy that hears its past again', () => {
  it('asks for nothing, and has its timers', () => {
    const { host, fill } = hostOf(({ nowUs }) => [
      place,
      { type: 'cancelAll' },
      { type: 'timer', name: 'later', atUs: nowUs + 5 },
    ])
    const { intents } = host.handlePast(fill, NOON_US + 1)
    expect(intents).toEqual([])
    expect(host.nextTimerUs).toBe(NOON_US + 6)
    expect(host.handle(fill, NOON_US + 2).intents).toHaveLength(2)
  })

  it('runs in no circle, however many of its fills are of one time', () => {
    const { host, fill } = hostOf(() => [place])
    const outputs = Array.from({ length: 2_000 }, () => host.handlePast(fill, NOON_US + 1))
    expect(outputs.flatMap(({ alerts }) => alerts)).toEqual([])
  })

  it('is stopped alone where it throws, and its orders are to be cancelled', () => {
    const { host, fill } = hostOf(() => {
      throw new Error('no more')
    })
    const { intents, alerts } = host.handlePast(fill, NOON_US + 1)
    expect(alerts).toMatchObject([{ type: 'strategyFaulted', code: 'THREW' }])
    expect(intents).toEqual([{ type: 'cancelAll', strategy: A }])
  })

  it.each([
    ['stopped', stop()],
    ['paused', pause()],
  ])('is %s as it was, and its orders are to be cancelled', (state, command) => {
    const { host } = hostOf(() => [])
    expect(host.handlePast(command, NOON_US).intents).toEqual([{ type: 'cancelAll', strategy: A }])
    expect(host.status()).toMatchObject([{ state }])
  })
})
