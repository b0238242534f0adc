import { test } from 'vitest'
import { okx } from '../../../src/drivers/okx/index.ts'
import { simulatedOkx } from '../../../src/sim/okx/index.ts'
import { conformance } from '../../../src/testing/index.ts'

for (const { title, skip, run } of conformance({ driver: okx(), simulate: simulatedOkx }))
  test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
