import { describe, expect, it } from 'vitest'
import { CircuitBreaker, type CircuitState } from '../../src/runtime/index.ts'

function opened(options: { probes?: number } = {}): {
  breaker: CircuitBreaker
  states: CircuitState[]
} {
  const states: CircuitState[] = []
  const breaker = new CircuitBreaker({
    failures: 2,
    openMs: 100,
    maxOpenMs: 300,
    ...options,
    onChange: (state) => states.push(state),
  })
  breaker.failed(0)
  breaker.failed(0)
  return { breaker, states }
}

describe('CircuitBreaker', () => {
  it('opens after failures in a row', () => {
    const breaker = new CircuitBreaker({ failures: 2 })
    breaker.failed(0)
    breaker.succeeded()
    breaker.failed(0)
    expect(breaker.tryEnter(0)).toBe(true)
    breaker.failed(0)
    expect(breaker.state()).toBe('open')
    expect(breaker.tryEnter(999)).toBe(false)
    expect(breaker.waitMs(400)).toBe(600)
  })

  it('lets one probe through at a time when half open', () => {
    const { breaker } = opened({ probes: 2 })
    expect([breaker.tryEnter(100), breaker.tryEnter(100)]).toEqual([true, false])
    breaker.succeeded()
    expect(breaker.state()).toBe('halfOpen')
    expect([breaker.tryEnter(100), breaker.tryEnter(100)]).toEqual([true, false])
    breaker.succeeded()
    expect(breaker.state()).toBe('closed')
  })

  it('stays open twice as long each time a probe fails, up to its most', () => {
    const { breaker } = opened()
    let nowMs = 0
    const waits = [1, 2, 3, 4].map(() => {
      const waitMs = breaker.waitMs(nowMs)
      nowMs += waitMs
      breaker.tryEnter(nowMs)
      breaker.failed(nowMs)
      return waitMs
    })
    expect(waits).toEqual([100, 200, 300, 300])
  })

  it('heeds no call from before it opened', () => {
    const { breaker, states } = opened()
    breaker.succeeded()
    breaker.failed(50)
    expect(breaker.waitMs(50)).toBe(50)
    breaker.tryEnter(100)
    breaker.succeeded()
    expect(states).toEqual(['open', 'halfOpen', 'closed'])
  })
})
