import { describe, expect, it } from 'vitest'
import type { Daemon } from '../../src/daemon/index.ts'
import { TradingDaemons } from './support/trading-daemon.ts'

const STOP = new Error('somebody pressed Ctrl-C')
/** Closing waits so long for the venues' word on orders. */
const CLOSES_WITHIN_MS = 12_000

/** What became of a start that was interrupted after so many ms. */
async function interrupted(afterMs: number, world = new TradingDaemons()) {
  const { runtime } = world
  const controller = new AbortController()
  const { timers } = runtime.ports()
  timers.after(afterMs, () => controller.abort(STOP))
  const beganUs = runtime.elapsedUs()
  let daemon: Daemon | undefined
  const outcome = await world.start({ role: 'both' }, { signal: controller.signal }).then(
    (started) => {
      daemon = started.daemon
      return 'started' as const
    },
    (error: unknown) => error,
  )
  return { world, outcome, daemon, tookMs: (runtime.elapsedUs() - beganUs) / 1000 }
}

describe('a daemon whose start is interrupted', () => {
  it('closes what it had opened, and lets the next one start, at any time of its start', async () => {
    const whole = await interrupted(3_600_000)
    expect(whole.outcome).toBe('started')
    const stepMs = Math.max(1, Math.floor(whole.tookMs / 20))
    for (let afterMs = 0; afterMs < whole.tookMs; afterMs += stepMs) {
      const { world, outcome, tookMs } = await interrupted(afterMs)
      expect([afterMs, outcome]).toEqual([afterMs, STOP])
      expect(tookMs).toBeLessThan(CLOSES_WITHIN_MS)
      expect(world.account.openOrders()).toEqual([])
      expect(world.runtime.network.socketCount()).toBe(0)
      // The lock of its journal is free: it is the same machine.
      const { daemon } = await world.start({ role: 'trader' })
      await world.runtime.settle(daemon.close())
    }
  })

  it('does not wait for a venue that does not answer', async () => {
    const world = new TradingDaemons({ faults: [{ fault: { kind: 'silence' } }] })
    const { outcome, tookMs } = await interrupted(1_000, world)
    expect(outcome).toBe(STOP)
    expect(tookMs).toBeLessThan(1_100)
  })

  it('opens nothing where it was interrupted before', async () => {
    const world = new TradingDaemons()
    const start = world.start({}, { signal: AbortSignal.abort(STOP) })
    await expect(start).rejects.toBe(STOP)
    expect(world.asked).toEqual([])
  })
})
