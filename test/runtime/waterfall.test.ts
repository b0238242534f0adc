import { describe, expect, it } from 'vitest'
import { createMetrics, createWaterfall, LATENCY_STEPS } from '../../src/runtime/index.ts'

function timed(everyFrames?: number) {
  let nowNs = 1_000_000
  const metrics = createMetrics()
  const waterfall = createWaterfall({
    monotonicClock: { nowNs: () => nowNs },
    metrics,
    ...(everyFrames !== undefined && { everyFrames }),
  })
  const pass = (us: number): void => {
    nowNs += us * 1_000
  }
  const told = () =>
    waterfall.steps().map(({ step, count, p50Us }) => [step, count, Math.round(p50Us)])
  return { waterfall, metrics, pass, told }
}

describe('a waterfall', () => {
  it('times each step from the one before it, and what was decided from its arrival', () => {
    const { waterfall, pass, told } = timed(1)
    waterfall.frame()
    pass(3)
    waterfall.mark('decoded')
    pass(2)
    waterfall.mark('booked')
    waterfall.end()
    pass(500)
    waterfall.turn()
    pass(10)
    waterfall.mark('evaluated')
    waterfall.turned(40)
    pass(20)
    waterfall.mark('checked')
    expect(told()).toEqual([
      ['decoded', 1, 3],
      ['booked', 1, 2],
      ['turned', 1, 40],
      ['evaluated', 1, 10],
      ['checked', 1, 20],
    ])
  })

  it('times one frame in so many, and every decision', () => {
    const { waterfall, told } = timed(4)
    for (let i = 0; i < 10; i += 1) {
      waterfall.frame()
      waterfall.mark('decoded')
      waterfall.end()
      waterfall.turn()
      waterfall.mark('evaluated')
      waterfall.end()
    }
    expect(told().map(([step, count]) => [step, count])).toEqual([
      ['decoded', 2],
      ['evaluated', 10],
    ])
  })

  it('says nothing of what is done outside an event', () => {
    const { waterfall, told } = timed(1)
    waterfall.mark('signed')
    waterfall.turn()
    waterfall.end()
    waterfall.mark('written')
    expect(told()).toEqual([])
  })

  it('stands among the metrics, a histogram for each step', () => {
    const { metrics } = timed()
    expect(metrics.snapshot().map(({ name, labels }) => [name, labels['step']])).toEqual(
      LATENCY_STEPS.map((step) => ['latency_step_us', step]),
    )
  })
})
