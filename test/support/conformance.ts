import { test } from 'vitest'
import { type KnownVenue, loadDriver } from '../../src/drivers/registry.ts'
import { SIMULATORS } from '../../src/sim/index.ts'
import { type ConformanceCheck, conformance } from '../../src/testing/index.ts'
import { NOT_APPLICABLE } from './not-applicable.ts'

/** The checks of a driver of ours, on its own simulated venue. */
export async function checksOf(venue: KnownVenue): Promise<readonly ConformanceCheck[]> {
  const driver = await loadDriver(venue)
  const simulate = await SIMULATORS[venue]()
  return conformance({ driver, simulate, notApplicable: NOT_APPLICABLE[venue] ?? {} })
}

/** A test for each clause. */
export async function testConformance(venue: KnownVenue): Promise<void> {
  for (const { title, skip, run } of await checksOf(venue))
    test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
}
