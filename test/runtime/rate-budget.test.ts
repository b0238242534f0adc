import { describe, expect, it } from 'vitest'
import { RateBudget, type RateBudgetOptions } from '../../src/runtime/index.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'

function make(options: Partial<RateBudgetOptions> = {}): {
  runtime: VirtualRuntime
  budget: RateBudget
} {
  const runtime = new VirtualRuntime({ seed: 1, startTimeUs: 0 })
  const limits = [{ count: 10, perMs: 1_000 }]
  return {
    runtime,
    budget: new RateBudget({ ports: runtime.ports(), limits, marginMs: 0, ...options }),
  }
}

describe('RateBudget', () => {
  it('keeps a share for the urgent lane', () => {
    const { budget } = make({ urgentShare: 0.3 })
    expect(budget.tryTake(7)).toBe(true)
    expect(budget.tryTake(1)).toBe(false)
    expect(budget.tryTake(3, 'urgent')).toBe(true)
    expect(budget.used()).toEqual([10])
  })

  it('takes urgent calls beyond the limit, and others only when it has fallen', async () => {
    const limits = [{ count: 10, perMs: 1_000, isDecaying: true }]
    const { runtime, budget } = make({ limits, takesUrgentBeyond: true })
    budget.tryTake(10)
    const waiting = budget.take(5)
    expect(budget.tryTake(20, 'urgent')).toBe(true)
    expect(budget.used()).toEqual([30])
    await runtime.settle(waiting)
    expect(runtime.elapsedUs()).toBe(2_500_000)
    await expect(budget.take(11)).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' })
  })

  it('refuses at once what can never fit, and what finds the queue full', async () => {
    const { budget } = make({ maxWaiting: 1, urgentShare: 0.5 })
    await expect(budget.take(6)).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' })
    await budget.take(10, { lane: 'urgent' })
    const waiting = budget.take(1)
    await expect(budget.take(1)).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' })
    budget.close()
    await expect(waiting).rejects.toMatchObject({ code: 'CLOSED' })
  })

  it('lets go of a wait that is aborted, and serves who waited behind it', async () => {
    const { runtime, budget } = make()
    budget.tryTake(8)
    const control = new AbortController()
    const large = budget.take(5, { signal: control.signal })
    const small = budget.take(2)
    control.abort()
    await expect(large).rejects.toMatchObject({ code: 'ABORTED' })
    await runtime.settle(small)
    expect(runtime.elapsedUs()).toBe(0)
    expect(budget.used()).toEqual([10])
  })

  it('takes over a count of the venue that is higher, never one that is lower', () => {
    const { budget } = make()
    budget.tryTake(4)
    budget.observeUsed(9)
    budget.observeUsed(2)
    expect(budget.used()).toEqual([9])
    expect(budget.tryTake(2)).toBe(false)
  })

  it('grants nothing in any lane during a ban', async () => {
    const { runtime, budget } = make()
    budget.banForMs(5_000)
    budget.banForMs(10)
    expect(budget.tryTake(1, 'urgent')).toBe(false)
    await runtime.settle(budget.take(1, { lane: 'urgent' }))
    expect(runtime.elapsedUs()).toBe(5_000_000)
  })

  it('opens a clock-aligned window at the boundary of the clock of the venue', async () => {
    const limits = [{ count: 1, perMs: 1_000, isClockAligned: true }]
    const { runtime, budget } = make({ limits, venueOffsetUs: () => 400_000 })
    budget.tryTake(1)
    await runtime.settle(budget.take(1))
    expect(runtime.elapsedUs()).toBe(600_000)
  })

  it('does not spend twice because the wall clock stepped', async () => {
    const limits = [{ count: 10, perMs: 60_000, isClockAligned: true }]
    const { runtime, budget } = make({ limits })
    budget.tryTake(10)
    runtime.main.wallClock.stepByMs(-90_000)
    expect(budget.tryTake(1)).toBe(false)
    runtime.main.wallClock.stepByMs(180_000)
    expect(budget.tryTake(1)).toBe(false)
    await runtime.settle(budget.take(1))
    expect(runtime.elapsedUs()).toBeLessThanOrEqual(120_000_000)
  })
})
