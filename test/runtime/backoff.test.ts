import { describe, expect, it } from 'vitest'
import { Backoff } from '../../src/runtime/index.ts'

/** Draws the upper end each time, so that delays show their bounds. */
const most = { next: () => 1 }

describe('Backoff', () => {
  it('doubles from 1 s to 30 s, then to 5 min, and stays there', () => {
    const backoff = new Backoff(most)
    const delays = Array.from({ length: 100 }, () => backoff.failed(0))
    expect(delays.slice(0, 13)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 60_000, 120_000, 240_000, 300_000,
      300_000,
    ])
    expect(delays.at(-1)).toBe(300_000)
  })

  it('draws each delay evenly between 0 and its bound', () => {
    const backoff = new Backoff({ next: () => 0.25 })
    expect([backoff.failed(0), backoff.failed(0)]).toEqual([250, 500])
  })

  it('starts anew after a success that lasted', () => {
    const backoff = new Backoff(most)
    for (let i = 0; i < 4; i += 1) backoff.failed(0)
    backoff.succeeded(1_000)
    expect(backoff.failed(61_000)).toBe(1_000)
  })

  it('goes on after a success that did not last', () => {
    const backoff = new Backoff(most)
    for (let i = 0; i < 3; i += 1) backoff.failed(0)
    backoff.succeeded(1_000)
    expect(backoff.failed(60_999)).toBe(8_000)
  })

  it('refuses bounds that do not ascend', () => {
    expect(() => new Backoff(most, { firstMs: 5, fastCapMs: 4 })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    )
  })
})
