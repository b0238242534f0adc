import { expect, onTestFinished, test } from 'vitest'
import { clientOrderId, type OrderEvent } from '../../../src/core/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { newOrder, type Order } from '../../../src/trader/oms/index.ts'
import { InFlightWatch } from '../../../src/trader/shell/in-flight-watch.ts'
import { intent } from '../oms/support/small-orders.ts'

const PATIENCE_US = 4_000_000
/** What an answer that left at the deadline may take. */
const GRACE_US = 1_000_000

function watched(onTold: (event: OrderEvent) => void = () => {}) {
  const runtime = new VirtualRuntime({ seed: 1 })
  const { ports } = runtime.main
  const told: { readonly id: string | undefined; readonly afterUs: number }[] = []
  const startUs = ports.wallClock.nowUs()
  const watch = new InFlightWatch({
    ports,
    tell: (event) => {
      told.push({ id: event.order.clientOrderId, afterUs: ports.wallClock.nowUs() - startUs })
      onTold(event)
    },
  })
  onTestFinished(() => watch.close())
  const order = (sequence: number): Order => {
    const timeUs = ports.wallClock.nowUs()
    const id = clientOrderId(1, sequence)
    return newOrder({
      clientOrderId: id,
      intent: intent(),
      timeUs,
      deadlineUs: timeUs + PATIENCE_US,
    })
  }
  return { runtime, watch, told, order }
}

test('a request that has no end is told once its deadline and an answer’s way are over, each at its time', async () => {
  const { runtime, watch, told, order } = watched()
  const [first, second] = [order(1), order(2)]
  watch.observe(first)
  await runtime.run({ forMs: 700 })
  const third = order(3)
  watch.observe(second)
  watch.observe(third)
  await runtime.run({ forMs: 10_000 })
  expect(told).toEqual([
    { id: first.clientOrderId, afterUs: PATIENCE_US + GRACE_US },
    { id: second.clientOrderId, afterUs: PATIENCE_US + GRACE_US },
    { id: third.clientOrderId, afterUs: PATIENCE_US + GRACE_US + 700_000 },
  ])
})

test('one that is answered is not told, and those after it are, at their time', async () => {
  const { runtime, watch, told, order } = watched()
  const first = order(1)
  watch.observe(first)
  await runtime.run({ forMs: 500 })
  const second = order(2)
  watch.observe(second)
  await runtime.run({ forMs: 500 })
  watch.observe({ ...first, status: 'open' })
  await runtime.run({ forMs: 10_000 })
  expect(told).toEqual([{ id: second.clientOrderId, afterUs: PATIENCE_US + GRACE_US + 500_000 }])
})

test('after it is closed nothing is told', async () => {
  const { runtime, watch, told, order } = watched()
  watch.observe(order(1))
  watch.close()
  await runtime.run({ forMs: 10_000 })
  expect(told).toEqual([])
})
