import { test } from 'vitest'
import { coinex } from '../../../src/drivers/coinex/index.ts'
import { simulatedCoinex } from '../../../src/sim/coinex/index.ts'
import { conformance } from '../../../src/testing/index.ts'

for (const { title, skip, run } of conformance({ driver: coinex(), simulate: simulatedCoinex }))
  test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
