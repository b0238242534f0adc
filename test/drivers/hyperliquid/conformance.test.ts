import { test } from 'vitest'
import { hyperliquid } from '../../../src/drivers/hyperliquid/index.ts'
import { simulatedHyperliquid } from '../../../src/sim/hyperliquid/index.ts'
import { conformance } from '../../../src/testing/index.ts'

const notApplicable = {
  I4: 'a symbol names neither the collateral of its dex nor the tokens of a spot pair',
}

for (const { title, skip, run } of conformance({
  driver: hyperliquid(),
  simulate: simulatedHyperliquid,
  notApplicable,
}))
  test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
