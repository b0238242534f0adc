import { test } from 'vitest'
import { dydx } from '../../../src/drivers/dydx/index.ts'
import { simulatedDydx } from '../../../src/sim/dydx/index.ts'
import { conformance } from '../../../src/testing/index.ts'

for (const { title, skip, run } of conformance({ driver: dydx(), simulate: simulatedDydx }))
  test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
