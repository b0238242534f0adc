import { describe, expect, test } from 'vitest'
import { nodeWatchdog } from '../../../src/runtime/node/index.ts'
import type { Watchdog } from '../../../src/runtime/ports.ts'

const LIMIT_MS = 60
const word = new Int32Array(new SharedArrayBuffer(4))

/** Stands in the loop's way until the thread has halted it; gives how long that took, in ms. */
function hang(watchdog: Watchdog, mostMs = 20_000): number {
  const startMs = performance.now()
  while (!watchdog.isHalted() && performance.now() - startMs < mostMs) Atomics.wait(word, 0, 0, 1)
  return performance.now() - startMs
}

describe('A watchdog', () => {
  test('halts while the loop hangs, and not before its limit', async () => {
    const watchdog = nodeWatchdog({ limitMs: LIMIT_MS })
    expect(watchdog.isHalted()).toBe(false)
    const tookMs = hang(watchdog)
    expect([watchdog.isHalted(), tookMs >= LIMIT_MS]).toEqual([true, true])
    await watchdog.close()
  })

  test('stays halted after the loop turned again, until it is released', async () => {
    const watchdog = nodeWatchdog({ limitMs: LIMIT_MS })
    hang(watchdog)
    await new Promise(setImmediate)
    expect(watchdog.isHalted()).toBe(true)
    watchdog.release()
    expect(watchdog.isHalted()).toBe(false)
    hang(watchdog)
    expect(watchdog.isHalted()).toBe(true)
    await watchdog.close()
  })

  test('is told by a beat that long work is meant', async () => {
    const watchdog = nodeWatchdog({ limitMs: 1_000 })
    const startMs = performance.now()
    while (performance.now() - startMs < 1_300) {
      watchdog.beat()
      Atomics.wait(word, 0, 0, 5)
    }
    expect(watchdog.isHalted()).toBe(false)
    await watchdog.close()
  })

  test('leaves a loop that turns alone', async () => {
    const watchdog = nodeWatchdog({ limitMs: 1_000 })
    const startMs = performance.now()
    while (performance.now() - startMs < 1_300) await new Promise((done) => setTimeout(done, 5))
    expect(watchdog.isHalted()).toBe(false)
    await watchdog.close()
  })

  test('says halted once it is closed, whatever is asked of it', async () => {
    const watchdog = nodeWatchdog()
    await watchdog.close()
    await watchdog.close()
    watchdog.release()
    expect(watchdog.isHalted()).toBe(true)
  })

  test.each([0, 3, 1.5, Number.NaN])('takes no limit of %s', (limitMs) => {
    expect(() => nodeWatchdog({ limitMs })).toThrow('integer of at least 4')
  })
})
