import { test } from 'vitest'
import { gate } from '../../../src/drivers/gate/index.ts'
import { simulatedGate } from '../../../src/sim/gate/index.ts'
import { conformance } from '../../../src/testing/index.ts'

for (const { title, skip, run } of conformance({ driver: gate(), simulate: simulatedGate }))
  test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
