import { test } from 'vitest'
import { amm } from '../../../src/drivers/amm/index.ts'
import { simulatedAmm } from '../../../src/sim/amm/index.ts'
import { conformance } from '../../../src/testing/index.ts'

// A lost log is found by the next reading of its pool: here every second, so that it is found in the time allowed.
const driver = amm({ auditMs: 2_000 })

const notApplicable = {
  E3: 'trades are swaps of pools, filled from the market’s flow; see test/sim/amm/market-data.sim.test.ts',
}

for (const { title, skip, run } of conformance({ driver, simulate: simulatedAmm, notApplicable }))
  test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
