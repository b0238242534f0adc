import { describe, expect, test } from 'vitest'
import { isGood } from '../../examples/daemon/summary.ts'
import { compare } from '../../examples/daemon/witness.ts'
import { TradingDaemons } from '../daemon/support/trading-daemon.ts'

/** A daemon that has traded and is closed, and how it compares with the venue. */
async function traded() {
  const world = new TradingDaemons()
  const { daemon } = await world.start({ role: 'both' })
  await world.runtime.run({ forMs: 10_000 })
  const { books } = daemon.status()
  await world.runtime.settle(daemon.close())
  const { trading } = daemon.status()
  const { account: theirs } = world
  const comparison = () =>
    compare([{ name: 'main', theirs, wallet: 'unified', core: daemon.trader?.core }])
  const verdict = () =>
    isGood({ books, trading, comparison: comparison() }, { role: 'both', hasFaults: false })
  return { venue: world.venue, theirs, comparison, verdict }
}

describe('what npm start compares at its end', () => {
  test('is equal where the trader has what the venue has', async () => {
    const { comparison, verdict } = await traded()
    const { orders, fills, balances, differences } = comparison()
    expect(differences).toEqual([])
    expect(verdict()).toBe(true)
    expect([orders, fills, balances].every((count) => count > 0)).toBe(true)
  })

  test('differs by a balance, to the last digit', async () => {
    const { theirs, comparison, verdict } = await traded()
    theirs.deposit('unified', 'USDT', '0.000000000000000001')
    expect(comparison().differences).toEqual([
      expect.stringMatching(/^main: USDT: .*, at the venue/),
    ])
    expect(verdict()).toBe(false)
  })

  test('differs by an order, a fill and a position that only the venue has', async () => {
    const { venue, theirs, comparison, verdict } = await traded()
    const instrument = venue.market.instruments().find(({ spec }) => spec.product === 'linear')
    if (instrument === undefined) throw new Error('there are no perpetuals')
    const placed = theirs.place({
      instrument,
      side: 'buy',
      type: 'market',
      quantity: '0.003',
      clientOrderId: 'foreign',
    })
    expect(placed).toMatchObject({ isAccepted: true })
    const { differences } = comparison()
    expect(differences).toContainEqual('main: the venue has order foreign, and we do not')
    expect(differences).toContainEqual(expect.stringMatching(/^main: we have \d+ fills, the venue/))
    expect(differences).toContainEqual(expect.stringMatching(/^main: BTCUSDT: /))
    expect(verdict()).toBe(false)
  })
})
