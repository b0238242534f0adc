import { expect, it } from 'vitest'
import { asset, type FundingPaid } from '../../../src/core/index.ts'
import { applyAccountEvent } from '../../../src/trader/shell/apply-account-event.ts'
import { recordsOf, smallCore } from '../engine/support/core-script.ts'
import { ACCOUNT, decimal, fillOf, GRID } from '../oms/support/small-orders.ts'
import { LINEAR } from '../risk/support/risk-world.ts'

const PAID: FundingPaid = {
  type: 'fundingPaid',
  account: ACCOUNT,
  instrument: LINEAR,
  asset: asset('USDT'),
  amount: decimal('-0.3'),
  paymentId: 'p1',
  timeUs: 7,
  venueTimeUs: 6,
}

it('funding that a venue tells is that of the strategy whose position it is for, in a replay too', () => {
  const core = smallCore()
  const effects = [
    ...core.book({
      type: 'fill',
      fill: fillOf('f1', 2, { instrument: LINEAR }),
      strategy: GRID,
    }),
    ...applyAccountEvent(core, PAID),
    ...applyAccountEvent(core, PAID),
  ]
  expect(core.portfolio.strategy(GRID)?.funding).toEqual([
    { account: ACCOUNT, asset: 'USDT', amount: decimal('-0.3') },
  ])
  expect(core.portfolio.netted().funding).toEqual(core.portfolio.strategy(GRID)?.funding)
  expect(core.portfolio.foreign().funding).toEqual([])
  const again = smallCore()
  for (const record of recordsOf(effects)) again.apply(record)
  expect(again.snapshot()).toEqual(core.snapshot())
})
