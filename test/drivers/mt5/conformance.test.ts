import { describe, test } from 'vitest'
import { mt5 } from '../../../src/drivers/mt5/index.ts'
import type { Simulator } from '../../../src/sim/index.ts'
import { DEFAULT_INSTRUMENTS, simulatedMt5 } from '../../../src/sim/mt5/index.ts'
import { conformance } from '../../../src/testing/index.ts'

const NO_BOOK = 'a terminal passes on quotes, not a book'
const books = Object.fromEntries(
  ['E2', 'E4', ...Array.from({ length: 10 }, (_, i) => `B${i + 1}`)].map((id) => [id, NO_BOOK]),
)
const F3 = 'a bridge stands on loopback beside its terminal: nothing to encrypt'

describe('with symbols of both kinds', () => {
  const NO_DEALS = 'symbols with quotes alone have no deals: see the run of an exchange'
  const notApplicable = { F3, E3: NO_DEALS, N3: NO_DEALS, N6: NO_DEALS, ...books }
  const checks = conformance({ driver: mt5(), simulate: simulatedMt5, notApplicable })
  for (const { title, skip, run } of checks)
    test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
})

describe('with symbols of an exchange', () => {
  const traded = DEFAULT_INSTRUMENTS.filter(({ product }) => product === 'traded')
  const simulate: Simulator = (options) => simulatedMt5({ instruments: traded, ...options })
  const notApplicable = { F3, I1: 'quoted symbols are left out here on purpose', ...books }
  // The token is asked for, and shown.
  const driver = mt5({ token: 'secret' })
  const checks = conformance({ driver, simulate, notApplicable })
  for (const { title, skip, run } of checks)
    test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
})
