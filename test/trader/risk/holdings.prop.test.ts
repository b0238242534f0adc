import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accountId, clientOrderId } from '../../../src/core/index.ts'
import { Holdings } from '../../../src/trader/index.ts'
import { dec, INSTRUMENTS, MAIN, MAKER, terms } from './support/risk-world.ts'

const ACCOUNTS = [MAIN, accountId('second')] as const
const at = fc.record({
  account: fc.constantFrom(...ACCOUNTS),
  instrument: fc.constantFrom(...INSTRUMENTS),
})
const step = fc.oneof(
  fc.record({ at, position: fc.constantFrom(-2, 0, 0, 3) }),
  fc.record({ at, order: fc.integer({ min: 1, max: 6 }), filled: fc.constantFrom(0, 1) }),
  fc.record({ gone: fc.integer({ min: 1, max: 6 }) }),
)

/** What is held, worked out from all that was told, each time anew. */
class NaiveHoldings {
  readonly positions = new Map<string, number>()
  readonly orders = new Map<number, { readonly key: string; readonly leaves: number }>()
  /** Keys in the order in which they began. */
  #began: string[] = []

  settle(): void {
    const isHeld = (key: string): boolean =>
      (this.positions.get(key) ?? 0) !== 0 || [...this.orders.values()].some((o) => o.key === key)
    this.#began = this.#began.filter(isHeld)
    for (const key of KEYS) if (isHeld(key) && !this.#began.includes(key)) this.#began.push(key)
  }

  rows() {
    return this.#began.map((key) => {
      const orders = [...this.orders.values()].filter((order) => order.key === key)
      const leaves = orders.reduce((sum, order) => sum + order.leaves, 0)
      return [key, this.positions.get(key) ?? 0, orders.length, leaves]
    })
  }
}

const keyOf = ({ account, instrument }: { account: string; instrument: { symbol: string } }) =>
  `${account} ${instrument.symbol}`
const KEYS = ACCOUNTS.flatMap((account) =>
  INSTRUMENTS.map((instrument) => keyOf({ account, instrument })),
)

test('holds what positions and live orders come to, in the order in which they began', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const holdings = new Holdings()
      const naive = new NaiveHoldings()
      for (const each of steps) {
        if ('position' in each) {
          holdings.setPosition(each.at.account, each.at.instrument, dec(each.position))
          naive.positions.set(keyOf(each.at), each.position)
        } else if ('order' in each) {
          // An order that changes leaves its old place first.
          naive.orders.delete(each.order)
          naive.settle()
          holdings.setOrder({
            clientOrderId: clientOrderId(1, each.order),
            strategy: MAKER,
            terms: terms({ ...each.at, quantity: dec(5) }),
            filledQuantity: dec(each.filled),
            amends: [],
          })
          naive.orders.set(each.order, { key: keyOf(each.at), leaves: 5 - each.filled })
        } else {
          holdings.removeOrder(clientOrderId(1, each.gone))
          naive.orders.delete(each.gone)
        }
        naive.settle()
        const found = [...holdings.holdings()].map((held) => [
          keyOf(held),
          held.position.toNumber(),
          held.buys.orders,
          held.buys.quantity.toNumber(),
        ])
        expect(found).toEqual(naive.rows())
        for (const account of ACCOUNTS)
          for (const instrument of INSTRUMENTS) {
            const one = holdings.holding(account, instrument)
            const all = [...holdings.holdings()].filter(
              (h) => keyOf(h) === keyOf({ account, instrument }),
            )
            expect(all).toEqual(one === undefined ? [] : [one])
          }
      }
    }),
    { numRuns: 200 },
  )
})
