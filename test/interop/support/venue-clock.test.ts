import { expect, test } from 'vitest'
import { realPorts } from '../../sim/support/ports.ts'
import { VenueClock } from './venue-clock.ts'

const passed = (delayMs: number): Promise<void> =>
  new Promise((resolve) => void realPorts.timers.after(delayMs, resolve))

test('says nothing while it stands still, however long that lasts, and all of it afterwards', async () => {
  const clock = new VenueClock()
  const said: string[] = []
  clock.timers.after(1, () => said.push('first'))
  const meanwhile = await clock.standStill(async () => {
    clock.timers.after(2, () => said.push('second'))
    await passed(20)
    return [...said]
  })
  expect(meanwhile).toEqual([])
  await passed(5)
  expect(said).toEqual(['first', 'second'])
  clock.stop()
})

test('lets a span pass at once, also while it stands still', async () => {
  const clock = new VenueClock()
  const said: number[] = []
  clock.timers.after(100, () => said.push(clock.wallClock.nowUs()))
  const startUs = clock.wallClock.nowUs()
  await clock.standStill(async () => clock.skip(200))
  expect(said.map((nowUs) => Math.round((nowUs - startUs) / 10_000))).toEqual([10])
  clock.stop()
})
