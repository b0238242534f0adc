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
