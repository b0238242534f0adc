import { test } from 'vitest'
import { bybit } from '../../../src/drivers/bybit/index.ts'
import { simulatedBybit } from '../../../src/sim/bybit/index.ts'
import { conformance } from '../../../src/testing/index.ts'

for (const { title, skip, run } of conformance({ driver: bybit(), simulate: simulatedBybit }))
  test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
