import { expect, it } from 'vitest'
import { type TradingKit, tradingKit } from '../../simulation/trading/trading-kit.ts'
import { TradingWorld } from '../../simulation/trading/trading-world.ts'

const KIT = tradingKit('bybit spot')
/** The venue knows the key by another secret than the trader has. */
const WRONG_SECRET: TradingKit = {
  ...KIT,
  keys: KIT.keys.map((key) => ({ ...key, secret: 'another-secret-than-the-one-typed-in' })),
}

it('a trader whose keys are refused says so in ready, in events and in its status, and sends nothing', async () => {
  const world = new TradingWorld(WRONG_SECRET)
  const life = await world.start()
  const refusal = {
    code: 'AUTH_FAILED',
    message: expect.stringContaining('look at key, secret and passphrase'),
    context: { venueCode: 'error:signature is invalid' },
  }
  await expect(world.runtime.settle(life.trader.ready())).rejects.toMatchObject(refusal)
  expect(world.events).toContainEqual(
    expect.objectContaining({
      type: 'account',
      state: 'refused',
      error: expect.objectContaining(refusal),
    }),
  )
  expect(life.trader.status().accounts).toMatchObject([{ isReady: false, refusal }])
  await world.runtime.run({ forMs: 30_000 })
  expect(world.venue.accounts?.find('main')?.orders()).toEqual([])
  await world.stop(life)
})
