import { describe, test } from 'vitest'
import { coinbase } from '../../../src/drivers/coinbase/index.ts'
import { simulatedCoinbase } from '../../../src/sim/coinbase/index.ts'
import { conformance } from '../../../src/testing/index.ts'

/** The Exchange promises delivery in order and numbers no change of a book: of one lost or late nobody can know. */
const UNSEEN_ON_EXCHANGE = /^B[24] /

describe.each(['advanced', 'exchange'] as const)('the feed %s', (feed) => {
  const driver = coinbase({ feed })
  for (const { title, skip, run } of conformance({ driver, simulate: simulatedCoinbase })) {
    if (feed === 'exchange' && UNSEEN_ON_EXCHANGE.test(title)) continue
    test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
  }
})
