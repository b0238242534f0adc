import { expect, test } from 'vitest'
import { mid } from '../../src/book/index.ts'
import { asset, Decimal } from '../../src/core/index.ts'
import { grid } from '../../src/strategies/index.ts'
import { ACCOUNT, PaperWorld, SPOT } from '../trader/paper/support/paper-world.ts'

const MINUTES_MS = 240_000
const ANY_RATE = ['maxOrdersPerSecond', 'maxOrdersPerMinute'] as const

/** Where the market of a seed stands after a few seconds. */
async function middleOf(seed: number): Promise<Decimal> {
  const world = new PaperWorld({ seed })
  const life = await world.start()
  await world.runtime.run({ forMs: 2_000 })
  const { view } = life.market.book(SPOT, 'bbo')
  await world.runtime.run({ forMs: 2_000 })
  const middle = view.state === 'live' ? mid(view) : undefined
  await world.stop(life)
  if (middle === undefined) throw new Error('the book is not live')
  return middle
}

test.each([3, 4])(
  'a grid that begins with quote alone offers what is left after fees, and is refused nothing (seed %i)',
  async (seed) => {
    const middle = await middleOf(seed)
    const at = (factor: string): string =>
      middle.times(new Decimal(factor)).toDecimalPlaces(2, 'down').toFixed()
    const world = new PaperWorld({
      seed,
      definition: grid,
      paper: { balances: { USDT: '100000' }, fills: 'cross' },
      setup: {
        params: { lower: at('0.9995'), upper: at('1.0005'), levels: 61, amount: '0.01' },
        events: ['book'],
      },
      trader: {
        risk: {
          limits: ANY_RATE.map((name) => ({ name, scope: { type: 'global' }, value: false })),
        },
      },
    })
    const life = await world.start()
    await world.runtime.run({ forMs: MINUTES_MS })
    const { core } = life.trader
    const orders = [...core.oms.orders.values()]
    const [bought, sells] = (['buy', 'sell'] as const).map((side) =>
      orders.filter(
        ({ terms, fills }) => terms.side === side && (side === 'sell' || fills.length > 0),
      ),
    )
    const refused = orders.filter(({ status }) => status === 'rejected' || status === 'denied')
    const held = core.portfolio.inventory(ACCOUNT, asset('BTC')).total
    await world.stop(life)
    expect(refused.map(({ refusal }) => refusal?.code)).toEqual([])
    expect(core.risk.tripped()).toEqual([])
    // A thousandth was taken of what it bought.
    expect(bought?.length).toBeGreaterThan(0)
    expect(sells?.map(({ terms }) => terms.quantity.toFixed())).toContain('0.00999')
    expect(held.isNegative()).toBe(false)
  },
)
