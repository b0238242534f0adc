import { describe, expect, it } from 'vitest'
import type { LimitMessage, TurnMessage } from '../../../src/market/thread/messages.ts'
import { RemoteLimits } from '../../../src/market/thread/remote-limits.ts'
import { LimitsDesk } from '../../../src/market/threaded/limits-desk.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'

const LIMIT = { count: 50, perMs: 1_000 }
const NAME = 'toy production spot'

/** A thread and who opened it, with messages that are clones and take a moment. */
function setUp() {
  const runtime = new VirtualRuntime({ seed: 1 })
  const { addressLimits, timers, monotonicClock } = runtime.ports()
  const later = (deliver: () => void): void => void timers.after(1, deliver)
  const desk: LimitsDesk = new LimitsDesk(addressLimits, (message) => {
    const clone: TurnMessage = structuredClone(message)
    later(() => remote.take(clone))
  })
  const remote = new RemoteLimits((message) => {
    const clone: LimitMessage = structuredClone(message)
    later(() => desk.take(clone))
  }, monotonicClock)
  return {
    runtime,
    desk,
    here: addressLimits.budget(NAME, LIMIT),
    there: remote.budget(NAME, LIMIT),
  }
}

describe('The limits of an address', () => {
  it('are spent together by a thread and by who opened it', async () => {
    const { runtime, here, there } = setUp()
    await runtime.settle(there.take(30))
    expect(here.tryTake(30)).toBe(false)
    expect(here.tryTake(20)).toBe(true)
    let isGranted = false
    const waits = there.take(1).then(() => {
      isGranted = true
    })
    await runtime.run({ forMs: 500 })
    expect(isGranted).toBe(false)
    await runtime.settle(waits)
    expect(isGranted).toBe(true)
  })

  it('are those that the venue told either of them', async () => {
    const { runtime, here, there } = setUp()
    await runtime.settle(there.take(1))
    there.observeUsed(50)
    there.banForMs(5_000)
    expect(there.bannedForMs()).toBe(5_000)
    await runtime.run({ forMs: 10 })
    expect(here.tryTake(1)).toBe(false)
    expect(here.bannedForMs()).toBeGreaterThan(4_000)
  })

  it('let nobody wait who gave up, and tell why a turn never comes', async () => {
    const { runtime, here, there } = setUp()
    expect(here.tryTake(50)).toBe(true)
    const giveUp = new AbortController()
    const waits = there.take(50, { signal: giveUp.signal })
    await runtime.run({ forMs: 10 })
    giveUp.abort(new Error('enough'))
    await expect(waits).rejects.toThrow('enough')
    await runtime.run({ forMs: 2_000 })
    expect(here.tryTake(50)).toBe(true)
    await expect(runtime.settle(there.take(51))).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' })
  })

  it('are asked for by nobody once the thread is gone', async () => {
    const { runtime, desk, here, there } = setUp()
    expect(here.tryTake(50)).toBe(true)
    void there.take(50)
    await runtime.run({ forMs: 10 })
    desk.close()
    await runtime.run({ forMs: 2_000 })
    expect(here.tryTake(50)).toBe(true)
  })
})
