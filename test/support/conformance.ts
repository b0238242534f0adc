import { describe, test } from 'vitest'
import { type KnownVenue, loadDriver } from '../../src/drivers/registry.ts'
import {
  type ConformanceCheck,
  type ConformanceSubject,
  conformance,
} from '../../src/testing/index.ts'
import { NOT_APPLICABLE } from './not-applicable.ts'
import { simulatorOf } from './simulator-of.ts'

/** The checks of a driver of ours, on its own simulated venue. */
export async function checksOf(
  venue: KnownVenue,
  threads: ConformanceSubject['threads'] = 'single',
): Promise<readonly ConformanceCheck[]> {
  const driver = await loadDriver(venue)
  const simulate = await simulatorOf(venue)
  return conformance({ driver, simulate, threads, notApplicable: NOT_APPLICABLE[venue] ?? {} })
}

/** Clauses in which what is told goes through a thread: events, books through losses, listings, closing. */
const IN_THREADS = ['E1', 'E3', 'B1', 'B2', 'B7', 'L2', 'L3', 'N1', 'N6', 'X3', 'X6', 'U1', 'U2']

/** A test for each clause; for some of them with market data in a thread too. */
export async function testConformance(venue: KnownVenue): Promise<void> {
  for (const { title, skip, run } of await checksOf(venue))
    test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
  const threaded = await checksOf(venue, 'marketData')
  describe('market data in a thread', () => {
    for (const { id, title, skip, run } of threaded)
      if (IN_THREADS.includes(id)) test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
  })
}
