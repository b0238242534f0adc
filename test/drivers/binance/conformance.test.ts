import { test } from 'vitest'
import { binance } from '../../../src/drivers/binance/index.ts'
import { simulatedBinance } from '../../../src/sim/binance/index.ts'
import { conformance } from '../../../src/testing/index.ts'

for (const { title, skip, run } of conformance({ driver: binance(), simulate: simulatedBinance }))
  test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
