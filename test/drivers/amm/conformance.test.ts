import { describe, test } from 'vitest'
import type { ExchangeDriver } from '../../../src/core/index.ts'
import { amm } from '../../../src/drivers/amm/index.ts'
import { type SimulatedAmmOptions, simulatedAmm } from '../../../src/sim/amm/index.ts'
import { conformance } from '../../../src/testing/index.ts'
import { driverOf, KINDS } from './kinds-of-pools.ts'

// A lost log is found by the next reading of its pool: here every second, so that it is found in the time allowed.
const OFTEN = { auditMs: 2_000 }

const notApplicable = {
  X3: 'a pool is read by calls on the socket, whose answers alone do not say of what; B2 and B5 lose them',
  X2: 'a node takes a filter for any address, and sends nothing of one without a pool',
  L1: 'a pool has no status: whoever has the address may trade',
  L2: 'pools are named by the user: the chain lists none',
  L3: 'the steps of a pool are those of its contract, for good',
  E3: 'trades are swaps of pools, filled from the market’s flow; see test/sim/amm/market-data.sim.test.ts',
}

function conforms(driver: ExchangeDriver, simulate: typeof simulatedAmm): void {
  for (const { title, skip, run } of conformance({ driver, simulate, notApplicable }))
    test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
}

describe('v3', () => {
  conforms(amm(OFTEN), simulatedAmm)
})

describe.each(KINDS)('$poolKind', (kind) => {
  const instruments = [kind.instrument]
  conforms(driverOf(kind, OFTEN), (options: SimulatedAmmOptions) =>
    simulatedAmm({ instruments, ...options }),
  )
})
