import { describe, expect, it } from 'vitest'
import type { DifferencePolicy } from '../../../src/trader/index.ts'
import { ACCOUNT, tradingKit } from '../../simulation/trading/trading-kit.ts'
import { type Life, TradingWorld } from '../../simulation/trading/trading-world.ts'

const KIT = tradingKit('bybit linear')
/** Beyond the second look at what differs. */
const LOOKS_MS = 3_000
/** Beyond several comparisons that nothing but the timer asks for. */
const A_WHILE_MS = 100_000

/** A trader without strategies: whatever happens in the account is somebody else's doing. */
function quietWorld(differences: DifferencePolicy) {
  const world = new TradingWorld(KIT, {
    trader: { strategies: [], differences },
    // A fill that is heard is booked as the account's own: here nothing is heard but statements.
    faults: [{ fault: { kind: 'drop' }, where: { contains: 'private' } }],
  })
  const account = world.venue.accounts?.find('main')
  const instrument = world.venue.market.find(KIT.product, KIT.symbol)
  if (account === undefined || instrument === undefined) throw new Error('nothing is listed')
  /** Somebody else buys, by whatever way. */
  const foreignBuy = (quantity: string) =>
    account.place({ instrument, side: 'buy', type: 'market', quantity })
  return { world, account, foreignBuy }
}

const held = ({ trader }: Life) =>
  trader.core.portfolio.netted().positions.map(({ quantity }) => quantity.toFixed())

const told = ({ events }: TradingWorld, type: string) =>
  events.flatMap((event) =>
    event.type === type && 'found' in event && 'account' in event ? [String(event.found)] : [],
  )

const isHalted = ({ trader }: Life) =>
  trader.core.risk.tradingState({ account: ACCOUNT }) === 'halted'

describe('what an account held before us', () => {
  it.each(['adopt', 'flag', 'halt'] as const)(
    'is taken over and told by name, once in all lives (%s)',
    async (policy) => {
      const { world, foreignBuy } = quietWorld(policy)
      foreignBuy('0.5')
      const first = await world.start()
      await world.runtime.run({ forMs: LOOKS_MS })
      expect(held(first)).toEqual(['0.5'])
      const [found, ...others] = told(world, 'openingAdopted')
      expect(others).toEqual([])
      expect(found).toContain('balance BTC: 2')
      expect(found).toMatch(/position bybit BTCUSDT net: 0\.5 at \d/)
      await world.stop(first)
      const second = await world.start()
      await world.runtime.run({ forMs: A_WHILE_MS })
      expect(held(second)).toEqual(['0.5'])
      expect(told(world, 'openingAdopted')).toHaveLength(1)
      expect(told(world, 'moneyDiffers')).toEqual([])
    },
  )
})

/** What becomes of a position that nobody of ours made, by the policy. */
const POLICIES = [
  ['adopt', { position: ['0.5'], halted: false }],
  ['flag', { position: [], halted: false }],
  ['halt', { position: [], halted: true }],
] as const

describe('a position that appears from nowhere, in an account that held none and never traded,', () => {
  it.each(POLICIES)('follows the policy while we run (%s)', async (policy, outcome) => {
    const { world, foreignBuy } = quietWorld(policy)
    const life = await world.start()
    await world.runtime.run({ forMs: LOOKS_MS })
    foreignBuy('0.5')
    await world.runtime.run({ forMs: A_WHILE_MS })
    expect({ position: held(life), halted: isHalted(life) }).toEqual(outcome)
    expect(told(world, 'moneyDiffers')[0]).toContain(
      'position bybit BTCUSDT net: ours 0, theirs 0.5',
    )
    expect(told(world, 'openingAdopted')).toHaveLength(1)
  })

  it.each(POLICIES)('follows the policy where we were away (%s)', async (policy, outcome) => {
    const { world, foreignBuy } = quietWorld(policy)
    const first = await world.start()
    await world.runtime.run({ forMs: LOOKS_MS })
    first.process.kill()
    foreignBuy('0.5')
    const second = await world.start()
    await world.runtime.run({ forMs: LOOKS_MS })
    expect({ position: held(second), halted: isHalted(second) }).toEqual(outcome)
    expect(told(world, 'openingAdopted')).toHaveLength(1)
  })

  it.each(['adopt', 'halt'] as const)(
    'is dealt with before anybody trades (%s)',
    async (policy) => {
      const { world, foreignBuy } = quietWorld(policy)
      const first = await world.start()
      await world.runtime.run({ forMs: LOOKS_MS })
      await world.stop(first)
      foreignBuy('0.5')
      world.events.length = 0
      await world.start()
      await world.runtime.run({ forMs: LOOKS_MS })
      const order = world.events.flatMap((event) =>
        event.type === 'moneyDiffers' || (event.type === 'account' && event.state === 'reconciled')
          ? [event.type]
          : [],
      )
      expect(order).toEqual(['moneyDiffers', 'account'])
    },
  )
})
