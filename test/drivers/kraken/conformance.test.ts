import { test } from 'vitest'
import { kraken } from '../../../src/drivers/kraken/index.ts'
import { simulatedKraken } from '../../../src/sim/kraken/index.ts'
import { conformance } from '../../../src/testing/index.ts'

for (const { title, skip, run } of conformance({ driver: kraken(), simulate: simulatedKraken }))
  test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
