import { describe, expect, it } from 'vitest'
import { accountId, asset, type Instrument } from '../../../src/core/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import type { AccountGateway, StatementWish } from '../../../src/trader/index.ts'
import { Reconciler } from '../../../src/trader/recovery/index.ts'
import { ALPHA, BETA, dec, TRADER, TwoVenues } from '../engine/support/two-venues.ts'

const OVERLAP_MS = 60_000

/** Buys 1 at an account. */
function buy(world: TwoVenues, instrument: Instrument): void {
  world.submit({
    ...{ type: 'place', strategy: TRADER },
    terms: {
      ...{ account: accountId(instrument.venue), instrument, side: 'buy', type: 'limit' },
      ...{ quantity: dec(1), price: dec(100), timeInForce: 'gtc' },
      ...{ postOnly: false, reduceOnly: false },
    },
  })
}

/** What the first round after a restart asks the venue of an account for. */
async function firstWish(world: TwoVenues, account: string): Promise<StatementWish | undefined> {
  const runtime = new VirtualRuntime({ seed: 1 })
  const { ports } = runtime.spawn('trader')
  const wishes: StatementWish[] = []
  const gateway: Pick<AccountGateway, 'account' | 'venueTimeUs' | 'statement'> = {
    account: accountId(account),
    venueTimeUs: () => ports.wallClock.nowUs(),
    statement: (wish) => {
      wishes.push(wish)
      return Promise.reject(new Error('away'))
    },
  }
  const nothing = (): void => undefined
  const reconciler = new Reconciler({
    // A round uses no more of it.
    gateway: gateway as AccountGateway,
    core: world.core,
    ...{ policy: 'flag', everyMs: 30_000, overlapMs: OVERLAP_MS, ports },
    ...{ tell: nothing, book: nothing, halt: nothing, alert: nothing, onDone: nothing },
  })
  reconciler.request()
  await runtime.settle(reconciler.close())
  return wishes[0]
}

describe('after a restart', () => {
  it('fills are asked for since all of that very account was heard, whatever others did since', async () => {
    const world = new TwoVenues()
    const beganUs = world.nowUs
    buy(world, ALPHA)
    // Alpha is not heard for an hour, in which beta goes on.
    world.nowUs += 3_600_000_000
    world.quote(BETA)
    buy(world, BETA)
    world.note(
      world.core.book({
        ...{ type: 'transfer', account: accountId('beta'), asset: asset('USDT') },
        ...{ amount: dec(1), timeUs: world.nowUs },
      }),
    )
    const overlapUs = OVERLAP_MS * 1_000
    expect((await firstWish(world, 'alpha'))?.fills).toEqual([
      { instrument: ALPHA, sinceUs: beganUs - overlapUs },
    ])
    expect((await firstWish(world, 'beta'))?.fills).toEqual([
      { instrument: BETA, sinceUs: world.nowUs - overlapUs },
    ])
  })

  it('nothing is asked for of an account that never made an order', async () => {
    const world = new TwoVenues()
    buy(world, ALPHA)
    expect((await firstWish(world, 'beta'))?.fills).toEqual([])
  })
})
