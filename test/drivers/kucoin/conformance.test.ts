import { test } from 'vitest'
import { kucoin } from '../../../src/drivers/kucoin/index.ts'
import { simulatedKucoin } from '../../../src/sim/kucoin/index.ts'
import { conformance } from '../../../src/testing/index.ts'

for (const { title, skip, run } of conformance({ driver: kucoin(), simulate: simulatedKucoin }))
  test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
