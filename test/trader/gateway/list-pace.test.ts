import { expect, test } from 'vitest'
import { Secret } from '../../../src/core/index.ts'
import { account } from '../../../src/drivers/kraken/account/index.ts'
import { listPaceMs } from '../../../src/trader/gateway/list-pace.ts'
import { ACCOUNT } from '../../simulation/trading/trading-kit.ts'

const { facts, queries } = account(
  { account: ACCOUNT, credentials: { key: 'key', secret: new Secret('c2VjcmV0') } },
  'legacy',
)

test('a question of a scarce budget has to last as long as its share of it', () => {
  const [call] = queries.allOpenOrders('spot')
  // 15 in 45 s.
  expect(call && listPaceMs(facts, call.request)).toBe(3_000)
})

test('a question of a plentiful budget need not last', () => {
  const [call] = queries.allOpenOrders('futures')
  // 2 of 500 in 10 s.
  expect(call && listPaceMs(facts, call.request)).toBe(0)
})
