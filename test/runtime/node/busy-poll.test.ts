import { performance } from 'node:perf_hooks'
import { setTimeout as after } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { nodePorts } from '../../../src/runtime/node/index.ts'

/** How long the event loop slept within some time, in ms. */
async function sleptMs(withinMs: number): Promise<number> {
  const before = performance.eventLoopUtilization()
  await after(withinMs)
  return performance.eventLoopUtilization(before).idle
}

test('a process that polls does not sleep until its ports are closed', async () => {
  const ports = nodePorts({ busyPoll: true })
  expect(await sleptMs(50)).toBe(0)
  await ports.close()
  expect(await sleptMs(50)).toBeGreaterThan(10)
})

test('a process sleeps unless it is told to poll', async () => {
  await using _ = nodePorts()
  expect(await sleptMs(50)).toBeGreaterThan(10)
})

test('a process that polls calls back in every turn until that is cancelled, or its ports are closed', async () => {
  const ports = nodePorts({ busyPoll: true })
  let [kept, cancelled] = [0, 0]
  ports.idle?.onTurn(() => (kept += 1))
  const handle = ports.idle?.onTurn(() => (cancelled += 1))
  await turns(10)
  handle?.cancel()
  const before = { kept, cancelled }
  expect(cancelled).toBeGreaterThanOrEqual(9)
  await turns(10)
  expect(cancelled).toBe(before.cancelled)
  expect(kept).toBeGreaterThan(before.kept)
  await ports.close()
  await turns(1)
  const closed = kept
  await turns(10)
  expect(kept).toBe(closed)
})

test('a process that sleeps has no turns to use', async () => {
  await using ports = nodePorts()
  expect(ports.idle).toBeUndefined()
})

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve))
}
