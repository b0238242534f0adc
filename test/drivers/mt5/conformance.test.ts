import { describe, test } from 'vitest'
import { mt5 } from '../../../src/drivers/mt5/index.ts'
import type { Simulator } from '../../../src/sim/index.ts'
import { DEFAULT_INSTRUMENTS, simulatedMt5 } from '../../../src/sim/mt5/index.ts'
import { conformance } from '../../../src/testing/index.ts'
import { testConformance } from '../../support/conformance.ts'
import { NOT_APPLICABLE } from '../../support/not-applicable.ts'

await testConformance('mt5')

describe('with symbols of an exchange alone, and a token', () => {
  const traded = DEFAULT_INSTRUMENTS.filter(({ product }) => product === 'traded')
  const simulate: Simulator = (options) => simulatedMt5({ instruments: traded, ...options })
  const { E3: _deals, N3: _quiet, N6: _ended, ...others } = NOT_APPLICABLE.mt5 ?? {}
  const notApplicable = {
    ...others,
    X1: 'a frame alone is not read before the token; kept by the run above',
    X2: 'kept by the run above: here is one symbol alone',
    L2: 'kept by the run above: here is one symbol alone',
    I1: 'symbols with quotes alone are left out on purpose',
    V1: 'a frame alone is not read before the token; kept by the run above',
  }
  const driver = mt5({ token: 'secret' })
  for (const { title, skip, run } of conformance({ driver, simulate, notApplicable }))
    test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
})
