import { test } from 'vitest'
import { mexc } from '../../../src/drivers/mexc/index.ts'
import { simulatedMexc } from '../../../src/sim/mexc/index.ts'
import { conformance } from '../../../src/testing/index.ts'

for (const { title, skip, run } of conformance({ driver: mexc(), simulate: simulatedMexc }))
  test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
