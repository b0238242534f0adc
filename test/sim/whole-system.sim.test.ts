import { describe, expect, test } from 'vitest'
import type { PlanScale } from '../simulation/seed-plan.ts'
import { runSeed } from '../simulation/seed-run.ts'
import { loadKits } from '../simulation/venue-kit.ts'

const SMALL: PlanScale = { leastChaosMs: 60_000, mostChaosMs: 60_000, instrumentsPerVenue: 2 }

describe('the whole system', () => {
  test.each([1, 2])('seed %i comes through its faults, twice the same way', async (seed) => {
    const { kits } = await loadKits()
    const { problems, counts } = await runSeed(seed, kits, SMALL)
    expect(problems).toEqual([])
    expect(counts['comparisons']).toBeGreaterThan(500)
    expect(counts['replayed']).toBeGreaterThan(20)
    expect(counts['resyncs']).toBeGreaterThan(0)
  })
})
