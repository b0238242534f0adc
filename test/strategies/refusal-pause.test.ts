import { expect, test } from 'vitest'
import { z } from 'zod'
import { pauseMemory, RefusalPause } from '../../src/strategies/refusal-pause.ts'
import type { OwnOrder } from '../../src/trader/index.ts'
import { orderIn } from '../trader/oms/support/small-orders.ts'

test.each([
  ['rejected', true],
  ['denied', true],
  // Where nothing leaves, asking again at once leaves nothing either, without end.
  ['absent', true],
  ['open', false],
  ['cancelled', false],
] as const)('an order that is %s makes a pause of a second: %s', (status, isPause) => {
  const pause = new RefusalPause()
  const order: OwnOrder = orderIn(status)
  pause.note(order, 5_000_000)
  expect(pause.isOn(5_999_999)).toBe(isPause)
  expect(pause.isOn(6_000_000)).toBe(false)
})

test('refusals in a row make longer pauses, up to a minute; an order that is taken ends that', () => {
  const pause = new RefusalPause()
  let nowUs = 0
  const refused = (): number => {
    pause.note(orderIn('rejected'), nowUs)
    pause.note(orderIn('rejected'), nowUs)
    const lengthUs = pause.untilUs - nowUs
    nowUs = pause.untilUs
    return lengthUs / 1_000_000
  }
  expect(Array.from({ length: 8 }, refused)).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
  pause.note(orderIn('open'), nowUs)
  expect(refused()).toBe(1)
})

test('what it remembers goes on where it left off; older memories begin with a second again', () => {
  const pause = new RefusalPause()
  pause.note(orderIn('rejected'), 0)
  pause.note(orderIn('rejected'), 1_000_000)
  const memory = JSON.parse(JSON.stringify(pause.snapshot()))
  const [restored, older] = [new RefusalPause(), new RefusalPause()]
  restored.restore(z.object(pauseMemory).parse(memory))
  older.restore(z.object(pauseMemory).parse({ untilUs: 3_000_000 }))
  for (const each of [pause, restored, older]) each.note(orderIn('rejected'), 3_000_000)
  expect([pause, restored, older].map(({ untilUs }) => untilUs)).toEqual([
    7_000_000, 7_000_000, 4_000_000,
  ])
})
