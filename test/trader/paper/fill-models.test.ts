import { describe, expect, it } from 'vitest'
import { Decimal } from '../../../src/core/index.ts'
import { crossModel, type FillModel, queueModel } from '../../../src/trader/index.ts'
import { type Level, LINEAR, PaperDesk } from './support/paper-desk.ts'

const ASKS: readonly Level[] = [[101, 10]]

/** An order of 5 that bids 99, behind 10 that stand there. */
function queued(bids: readonly Level[] = [[99, 10]]) {
  const desk = new PaperDesk()
  desk.book(bids, ASKS)
  return { desk, id: desk.place('buy', { price: 99, quantity: 5 }) }
}

describe('in the queue model an order', () => {
  it.each<[string, (desk: PaperDesk) => void, readonly string[]]>([
    ['waits until what stood ahead was traded', (desk) => desk.print('sell', 99, 10), []],
    ['is filled by what is left of a print', (desk) => desk.print('sell', 99, 12), ['2@99']],
    [
      'is filled print by print',
      (desk) => {
        desk.print('sell', 99, 12)
        desk.print('sell', 99, 1)
        desk.print('sell', 99, 9)
      },
      ['2@99', '1@99', '2@99'],
    ],
    ['is not filled by buyers', (desk) => desk.print('buy', 99, 50), []],
    ['is filled by a print beyond its price', (desk) => desk.print('sell', 98, 3), ['3@99']],
    ['is not filled by a print above it', (desk) => desk.print('sell', 100, 50), []],
    [
      'moves up when those ahead cancel',
      (desk) => {
        desk.book([[99, 2]], ASKS)
        desk.print('sell', 99, 4)
      },
      ['2@99'],
    ],
    [
      'takes a cancel to come from behind while it can',
      (desk) => {
        desk.book([[99, 30]], ASKS)
        desk.book([[99, 12]], ASKS)
        desk.print('sell', 99, 10)
      },
      [],
    ],
    [
      'does not count a trade twice, as a print and as a smaller level',
      (desk) => {
        desk.print('sell', 99, 6)
        desk.book([[99, 4]], ASKS)
        desk.print('sell', 99, 4)
      },
      [],
    ],
    [
      'does not count a trade twice whose print comes after the smaller level',
      (desk) => {
        desk.book([[98, 1]], ASKS)
        desk.printAsOfBook('sell', 99, 10)
      },
      [],
    ],
    [
      'is filled at its own price by those who offer at it',
      (desk) => desk.book([[98, 10]], [[99, 3]]),
      ['3@99'],
    ],
    [
      'is filled at its own price by those who offer below it',
      (desk) => desk.book([[90, 10]], [[95, 30]]),
      ['5@99'],
    ],
    [
      'is not filled by what traded before it came',
      (desk) => desk.print('sell', 98, 9, 'before'),
      [],
    ],
    [
      'is not filled while the book is stale',
      (desk) => {
        desk.state('stale')
        desk.print('sell', 90, 50)
      },
      [],
    ],
    [
      'keeps its place when it gets smaller',
      (desk) => {
        desk.print('sell', 99, 8)
        desk.amend(desk.ledger.open()[0]?.clientOrderId ?? '', { quantity: 3 })
        desk.print('sell', 99, 4)
      },
      ['2@99'],
    ],
    [
      'goes to the end when it gets larger',
      (desk) => {
        desk.print('sell', 99, 8)
        desk.amend(desk.ledger.open()[0]?.clientOrderId ?? '', { quantity: 6 })
        desk.print('sell', 99, 4)
      },
      [],
    ],
  ])('%s', (_, happen, fills) => {
    const { desk, id } = queued()
    happen(desk)
    expect(desk.fills(id)).toEqual(fills)
  })

  it('waits where the book does not reach to its price, until it does', () => {
    const { desk, id } = queued([[100, 10]])
    desk.print('sell', 99, 50)
    expect(desk.fills(id)).toEqual([])
    desk.book([[99, 4]], ASKS)
    desk.print('sell', 99, 5)
    expect(desk.fills(id)).toEqual(['1@99'])
  })

  it('shares a print with ours that came before it at its price', () => {
    const { desk, id } = queued()
    const second = desk.place('buy', { price: 99, quantity: 5 })
    desk.print('sell', 99, 17)
    expect([desk.fills(id), desk.fills(second)]).toEqual([['5@99'], ['2@99']])
  })

  it('moves up with ours before it', () => {
    const { desk, id } = queued()
    const second = desk.place('buy', { price: 99, quantity: 5 })
    desk.print('sell', 99, 6)
    desk.print('sell', 99, 12)
    expect([desk.fills(id), desk.fills(second)]).toEqual([['5@99'], ['3@99']])
  })

  it('comes after ours at its price once it was made larger', () => {
    const { desk, id } = queued([[98, 10]])
    const second = desk.place('buy', { price: 99, quantity: 5 })
    desk.amend(id, { quantity: 6 })
    desk.print('sell', 99, 7)
    expect([desk.fills(id), desk.fills(second)]).toEqual([['2@99'], ['5@99']])
  })

  it('comes after ours of a better price', () => {
    const { desk, id } = queued()
    const better = desk.place('buy', { price: 100, quantity: 5 })
    desk.print('sell', 98, 7)
    expect([desk.fills(better), desk.fills(id)]).toEqual([['5@100'], ['2@99']])
  })

  it('does not take what another of ours took', () => {
    const { desk, id } = queued()
    const second = desk.place('buy', { price: 99, quantity: 5 })
    desk.book([[90, 1]], [[95, 7]])
    desk.book([[90, 2]], [[95, 7]])
    expect([desk.fills(id), desk.fills(second)]).toEqual([['5@99'], ['2@99']])
  })
})

describe('in the cross model an order', () => {
  it.each<[string, (desk: PaperDesk) => void, readonly string[]]>([
    ['is not filled at its price', (desk) => desk.print('sell', 99, 500), []],
    ['is not filled by those who offer at it', (desk) => desk.book([[98, 1]], [[99, 50]]), []],
    ['is filled by a print beyond it', (desk) => desk.print('sell', 98, 3), ['3@99']],
    ['is filled by those who offer beyond it', (desk) => desk.book([[90, 1]], [[98, 4]]), ['4@99']],
    [
      'is not filled while the book is stale',
      (desk) => {
        desk.state('stale')
        desk.print('sell', 90, 50)
      },
      [],
    ],
  ])('%s', (_, happen, fills) => {
    const desk = new PaperDesk({ model: crossModel() })
    desk.book([[99, 10]], ASKS)
    const id = desk.place('buy', { price: 99, quantity: 5 })
    happen(desk)
    expect(desk.fills(id)).toEqual(fills)
  })
})

describe.each([
  ['queue', queueModel],
  ['cross', crossModel],
] as const)('in the %s model', (_, model) => {
  it('a print goes to the best price first while orders rest on both sides', () => {
    const desk = new PaperDesk({ model: model() })
    desk.book([[90, 5]], [[120, 5]])
    const [low, far] = [desk.place('buy', { price: 99 }), desk.place('sell', { price: 106 })]
    const [high, near] = [desk.place('buy', { price: 100 }), desk.place('sell', { price: 105 })]
    desk.print('sell', 98, 1)
    desk.print('buy', 107, 1)
    expect([low, high, far, near].map((id) => desk.fills(id))).toEqual([
      [],
      ['1@100'],
      [],
      ['1@105'],
    ])
  })

  it.each<[string, (desk: PaperDesk, before: PaperDesk) => void]>([
    [
      'before the first book',
      (desk, before) => {
        desk.restore(before)
        desk.book([[90, 5]], [[120, 5]])
      },
    ],
    [
      'into a book that is live',
      (desk, before) => {
        desk.nowUs = before.nowUs
        desk.book([[90, 5]], [[120, 5]])
        desk.restore(before)
      },
    ],
  ])(
    'an order that outlived a restart, %s, is filled by prints of after it only',
    (_when, start) => {
      const before = new PaperDesk({ model: model() })
      before.book([[90, 5]], [[120, 5]])
      const id = before.place('buy', { price: 100, quantity: 2 })
      const desk = new PaperDesk({ model: model() })
      start(desk, before)
      desk.print('sell', 98, 1, 'before')
      expect(desk.fills(id)).toEqual([])
      desk.print('sell', 98, 1)
      expect(desk.fills(id)).toEqual(['1@100'])
    },
  )
})

describe('a model of its own that gives', () => {
  /** Gives every order on its side of a print the same quantity. */
  const giving = (quantity: string): FillModel => ({
    joins: () => undefined,
    ends: () => undefined,
    onBook: () => [],
    onPrint: (orders, { takerSide }) =>
      orders
        .filter(({ side }) => side !== takerSide)
        .map(({ clientOrderId }) => ({ clientOrderId, quantity: new Decimal(quantity) })),
  })

  it.each([
    ['more than an order leaves fills what it leaves', '7', ['5@99'], 'filled'],
    ['nothing fills nothing', '0', [], 'open'],
    ['less than nothing fills nothing', '-1', [], 'open'],
  ] as const)('%s', (_, quantity, fills, status) => {
    const desk = new PaperDesk({ model: giving(quantity) })
    desk.book([[98, 10]], ASKS)
    const id = desk.place('buy', { price: 99, quantity: 5 })
    desk.print('sell', 99, 1)
    expect([desk.fills(id), desk.order(id).status]).toEqual([fills, status])
  })

  it('more than a reduce-only order leaves fills what it leaves of a larger position', () => {
    const desk = new PaperDesk({ model: giving('7'), instrument: LINEAR })
    desk.book([[98, 10]], ASKS)
    desk.place('buy', { quantity: 10 })
    const id = desk.place('sell', { price: 105, quantity: 5, reduceOnly: true })
    desk.print('buy', 105, 1)
    expect([desk.fills(id), desk.order(id).status]).toEqual([['5@105'], 'filled'])
  })
})
