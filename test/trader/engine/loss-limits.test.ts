import { describe, expect, it } from 'vitest'
import { asset, clientOrderId, type Fee } from '../../../src/core/index.ts'
import type { TradingCore } from '../../../src/trader/engine/index.ts'
import { ACCOUNT, BTC, decimal, fillOf, intent } from '../oms/support/small-orders.ts'
import { NOON_US } from '../risk/support/risk-world.ts'
import { smallCore } from './support/core-script.ts'

/** Has 1,000 USDT, and bought 5 at 100 for a fee. */
function bought(fee: Fee): TradingCore {
  const core = smallCore()
  core.book({
    type: 'transfer',
    account: ACCOUNT,
    asset: asset('USDT'),
    amount: decimal(1_000),
    timeUs: NOON_US,
  })
  core.submit([intent()], NOON_US)
  const order = { clientOrderId: clientOrderId(1, 0) }
  const fill = fillOf('f1', 5, { fee, venueTimeUs: NOON_US })
  core.receive({ type: 'fill', order, timeUs: NOON_US, fill })
  return core
}

const mark = (core: TradingCore, name: string, price: number) =>
  core.book({
    type: 'assetMark',
    asset: asset(name),
    price: decimal(price),
    timeUs: NOON_US + 1_000_000,
  })

const tripped = (core: TradingCore): readonly string[] =>
  core.risk.tripped().map(({ breaker, found }) => `${breaker} ${found}`)

describe('a trader that paid a fee in an asset without a mark', () => {
  it('is stopped by what it loses beyond the limit of the day', () => {
    const core = bought({ amount: decimal('0.01'), asset: 'BNB' })
    mark(core, 'BTC', 100)
    expect(tripped(core)).toEqual([])
    // 5 BTC at 91: 45 lost, of 40 allowed.
    const effects = mark(core, 'BTC', 91)
    expect(tripped(core)).toEqual(['dailyLoss 45'])
    expect(effects).toMatchObject([
      { type: 'record' },
      { type: 'breakerTripped', tripped: { breaker: 'dailyLoss', limit: '40' } },
    ])
    const [effect] = core.submit([intent({ instrument: BTC })], NOON_US + 2_000_000)
    expect(effect).toMatchObject({ type: 'record', record: { record: { type: 'deny' } } })
  })

  it('neither loses nor gains by its first mark', () => {
    const core = bought({ amount: decimal(1), asset: 'BNB' })
    mark(core, 'BNB', 500)
    expect(tripped(core)).toEqual([])
    mark(core, 'BTC', 91)
    expect(tripped(core)).toEqual(['dailyLoss 45'])
  })
})
