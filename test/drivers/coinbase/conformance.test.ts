import { describe, test } from 'vitest'
import { coinbase } from '../../../src/drivers/coinbase/index.ts'
import { simulatedCoinbase } from '../../../src/sim/coinbase/index.ts'
import { conformance } from '../../../src/testing/index.ts'

/** The Exchange promises delivery in order and numbers no change of a book. */
const UNSEEN = 'of a change that is lost or late nobody can know'
const NOT_APPLICABLE = { advanced: {}, exchange: { B2: UNSEEN, B4: UNSEEN } }

describe.each(['advanced', 'exchange'] as const)('the feed %s', (feed) => {
  const driver = coinbase({ feed })
  const subject = { driver, simulate: simulatedCoinbase, notApplicable: NOT_APPLICABLE[feed] }
  for (const { title, skip, run } of conformance(subject))
    test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
})
