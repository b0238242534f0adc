import { describe, expect, it } from 'vitest'
import { accountId, pair, venueSymbol } from '../../../src/core/index.ts'
import type { OwnRoute } from '../../../src/trader/index.ts'
import { instrument } from '../../support/instrument.ts'
import { kindOf, pause, run, toyHost } from './support/toy-host.ts'
import { A, B, dec, legOf, MAIN, PERPETUAL, SPOT, ToyWorld } from './support/toy-world.ts'

const ELSEWHERE = instrument({ symbol: venueSymbol('XBTUSDT'), venue: 'elsewhere' as never })
const OTHER = accountId('other')
const legs = [legOf(SPOT), { instrument: ELSEWHERE, account: OTHER }, legOf(PERPETUAL)]
const wish = { type: 'route', pair: pair('BTC/USDT'), side: 'buy', quantity: dec(2) }

/** What the host makes of what a strategy with three legs returns at its start. */
function ask(decision: unknown, world = new ToyWorld()) {
  return run(toyHost([kindOf('any', () => ({ evaluate: () => decision }))], { world }), 'any', {
    legs,
  })
}

describe('a wish for a route', () => {
  it('gets the legs of its pair as listed now, and what it does not say', () => {
    const world = new ToyWorld()
    const listing = { ...SPOT, tickSize: '0.5' as never }
    world.listings.set(SPOT, listing)
    expect(ask([wish], world).intents).toEqual([
      {
        ...wish,
        strategy: A,
        legs: [
          { instrument: listing, account: MAIN },
          { instrument: ELSEWHERE, account: OTHER },
        ],
        style: 'take',
        expireTimeUs: 1_795_780_860_000_000,
        maxRounds: 10,
      },
    ])
  })

  it.each([
    ['FOREIGN_LEG', { pair: 'ETH/USDT' }],
    ['FOREIGN_STRATEGY', { strategy: B }],
    ['INEXACT_NUMBER', { quantity: 2 }],
    ['INEXACT_NUMBER', { price: '100' }],
    ['INVALID_DECISION', { quantity: dec(0) }],
    ['INVALID_DECISION', { price: dec(-1) }],
    ['INVALID_DECISION', { side: 'long' }],
    ['INVALID_DECISION', { style: 'slice' }],
    ['INVALID_DECISION', { style: 'rest' }],
    ['INVALID_DECISION', { maxRounds: 0 }],
    ['INVALID_DECISION', { expireTimeUs: 1.5 }],
    ['INVALID_DECISION', { reason: '' }],
  ])('stops the strategy with %s where it says %o', (code, wrong) => {
    const { intents, alerts } = ask([{ ...wish, ...wrong }])
    expect(alerts).toMatchObject([{ type: 'strategyFaulted', code }])
    expect(intents).toEqual([{ type: 'cancelAll', strategy: A }])
  })

  it('is left out where the strategy is paused; the end of a route is not', () => {
    const decision = [wish, { type: 'cancelRoute', route: '1' }]
    const host = toyHost([kindOf('any', () => ({ evaluate: () => [], onFill: () => decision }))])
    run(host, 'any', { legs })
    host.handle(pause(), 1)
    const fill = { type: 'fill', strategy: A, clientOrderId: '1', fill: {} } as never
    expect(host.handle(fill, 2).intents).toEqual([{ type: 'cancelRoute', strategy: A, route: '1' }])
  })

  it('cannot end the route of another', () => {
    class Theirs extends ToyWorld {
      override route(): OwnRoute {
        return { strategy: B } as OwnRoute
      }
    }
    const { intents, alerts } = ask([{ type: 'cancelRoute', route: '1' }], new Theirs())
    expect(intents).toEqual([])
    expect(alerts).toMatchObject([{ type: 'intentRefused', owner: B }])
  })

  it('is told of its routes where the setup asks for it', () => {
    const told: string[] = []
    const watch = kindOf('watch', () => ({
      evaluate: ({ event }: { event: { type: string } }) => {
        told.push(event.type)
        return []
      },
    }))
    for (const events of [['route'], []] as const) {
      const host = toyHost([watch])
      run(host, 'watch', { legs, events })
      host.handle({ type: 'route', route: { strategy: A } as OwnRoute }, 1)
    }
    expect(told).toEqual(['start', 'route', 'start'])
  })
})
