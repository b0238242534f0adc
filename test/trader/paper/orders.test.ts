import { describe, expect, it } from 'vitest'
import { asset } from '../../../src/core/index.ts'
import { type DeskOptions, LINEAR, PaperDesk, type Wish } from './support/paper-desk.ts'

/** Best bid 99 and best ask 101, ten each, and more behind. */
function desk(options: DeskOptions = {}): PaperDesk {
  const made = new PaperDesk(options)
  made.book(
    [
      [99, 10],
      [98, 20],
    ],
    [
      [101, 10],
      [102, 20],
    ],
  )
  return made
}

describe('an order that arrives', () => {
  it.each<[string, 'buy' | 'sell', Wish, readonly string[]]>([
    ['that rests is acknowledged', 'buy', { price: 99 }, ['acknowledged']],
    ['off the tick is refused', 'buy', { price: 99.5 }, ['rejected OFF_TICK']],
    ['off the lot is refused', 'buy', { price: 99, quantity: '1.5' }, ['rejected OFF_LOT']],
    ['below the least value is refused', 'buy', { price: 49 }, ['rejected BELOW_MIN_NOTIONAL']],
    [
      'below the least quantity',
      'buy',
      { price: 99, quantity: 0 },
      ['rejected BELOW_MIN_QUANTITY'],
    ],
    [
      'post-only that would take',
      'buy',
      { price: 101, postOnly: true },
      ['rejected POST_ONLY_WOULD_TAKE'],
    ],
    ['post-only beside the touch', 'buy', { price: 100, postOnly: true }, ['acknowledged']],
    [
      'beyond the balance',
      'buy',
      { price: 99, quantity: 2_000 },
      ['rejected INSUFFICIENT_BALANCE'],
    ],
    [
      'that sells what is not there',
      'sell',
      { price: 101, quantity: 1_001 },
      ['rejected INSUFFICIENT_BALANCE'],
    ],
    ['after its deadline', 'buy', { price: 99, late: true }, ['rejected DEADLINE_PASSED']],
    [
      'of another instrument',
      'buy',
      { price: 99, instrument: LINEAR },
      ['rejected UNKNOWN_INSTRUMENT'],
    ],
    ['that crosses takes, and ends filled', 'buy', { price: 101 }, ['acknowledged', 'fill']],
    [
      'ioc that finds nothing expires',
      'buy',
      { price: 100, timeInForce: 'ioc' },
      ['acknowledged', 'expired'],
    ],
    [
      'ioc takes what is there',
      'buy',
      { price: 101, quantity: 12, timeInForce: 'ioc' },
      ['acknowledged', 'fill', 'expired'],
    ],
    [
      'fok that is not there whole',
      'buy',
      { price: 101, quantity: 12, timeInForce: 'fok' },
      ['acknowledged', 'expired'],
    ],
    [
      'fok that is there whole',
      'buy',
      { price: 102, quantity: 12, timeInForce: 'fok' },
      ['acknowledged', 'fill', 'fill'],
    ],
    ['at market takes level by level', 'sell', { quantity: 15 }, ['acknowledged', 'fill', 'fill']],
    [
      'at market beyond the book ends',
      'sell',
      { quantity: 31 },
      ['acknowledged', 'fill', 'fill', 'expired'],
    ],
  ])('%s', (_, side, wish, news) => {
    const paper = desk()
    expect(paper.news(paper.place(side, wish))).toEqual(news)
  })

  it('is refused while nobody can vouch for the book, and may be cancelled then', () => {
    const paper = desk()
    const resting = paper.place('buy', { price: 99 })
    paper.state('stale')
    expect(paper.news(paper.place('buy', { price: 99 }))).toEqual(['rejected BOOK_NOT_LIVE'])
    paper.cancel(resting)
    expect(paper.news(resting)).toEqual(['acknowledged', 'cancelled'])
  })

  it('takes the levels at their own prices', () => {
    const paper = desk()
    const id = paper.place('buy', { quantity: 15 })
    expect(paper.fills(id)).toEqual(['10@101', '5@102'])
    expect([paper.total('USDT'), paper.total('BTC')]).toEqual(['98480', '1015'])
  })

  it('does not take what another order of ours took, before the book changes', () => {
    const paper = desk()
    expect(paper.fills(paper.place('buy', { price: 101, quantity: 6 }))).toEqual(['6@101'])
    expect(paper.fills(paper.place('buy', { price: 101, quantity: 6 }))).toEqual(['4@101'])
    expect(paper.fills(paper.place('buy', { quantity: 1 }))).toEqual(['1@102'])
  })

  it('does not take again what it took of a level that a better one put out of sight', () => {
    const made = new PaperDesk()
    made.book([[99, 10]], [[101, 5]])
    made.place('buy', { price: 101, quantity: 5 })
    // A book that shows the best level only.
    made.book([[99, 10]], [[100, 1]])
    made.book([[99, 10]], [[101, 7]])
    const second = made.place('buy', { price: 101, quantity: 5 })
    expect(made.fills(second)).toEqual(['2@101'])
  })

  it('does not take again what it took of a level while its side of the book was empty', () => {
    const made = new PaperDesk()
    made.book([[99, 10]], [[101, 5]])
    made.place('sell', { price: 99, quantity: 10 })
    made.book([], [[101, 5]])
    made.book([[99, 10]], [[101, 5]])
    const second = made.place('sell', { price: 99, quantity: 5 })
    expect(made.fills(second)).toEqual([])
  })

  it('takes anew of a level that was gone', () => {
    const made = new PaperDesk()
    made.book([[99, 10]], [[101, 5]])
    made.place('buy', { price: 101, quantity: 5 })
    made.book([[99, 10]], [[102, 1]])
    made.book([[99, 10]], [[101, 4]])
    const second = made.place('buy', { price: 101, quantity: 5 })
    expect(made.fills(second)).toEqual(['4@101'])
  })

  it('takes what came to a level after it', () => {
    const paper = desk()
    paper.place('buy', { price: 101, quantity: 10 })
    paper.book([[99, 10]], [[101, 13]])
    expect(paper.fills(paper.place('buy', { price: 101, quantity: 5 }))).toContain('3@101')
  })

  it('with a client id that was used makes no second order, and is no refusal of the first', () => {
    const paper = desk()
    const id = paper.place('buy', { price: 99 })
    const { clientOrderId, terms } = paper.order(id)
    const again = { type: 'place', clientOrderId, request: 1, terms, deadlineUs: 9e15 } as const
    paper.account.arrive(again)
    expect(paper.news(id)).toEqual(['acknowledged', 'outcomeUnknown'])
    expect(paper.ledger.open()).toHaveLength(1)
  })

  it('expires when its time is over', () => {
    const paper = desk()
    const expireTimeUs = paper.nowUs + 500
    const id = paper.place('buy', { price: 99, timeInForce: 'gtd', expireTimeUs })
    paper.account.expire()
    expect(paper.news(id)).toEqual(['acknowledged'])
    paper.nowUs = expireTimeUs
    paper.account.expire()
    expect(paper.news(id)).toEqual(['acknowledged', 'expired'])
  })
})

describe('a cancel or a change', () => {
  it('that arrives after the fill is refused', () => {
    const paper = desk()
    const id = paper.place('buy', { price: 101 })
    paper.cancel(id)
    paper.amend(id, { quantity: 2 })
    expect(paper.news(id).slice(2)).toEqual([
      'cancelRejected UNKNOWN_ORDER',
      'amendRejected UNKNOWN_ORDER',
    ])
  })

  it('that arrives before the fill wins', () => {
    const paper = desk()
    const id = paper.place('buy', { price: 99 })
    paper.cancel(id)
    paper.print('sell', 98, 100)
    expect(paper.news(id)).toEqual(['acknowledged', 'cancelled'])
  })

  it.each([
    ['to no more than was filled', { quantity: 4 }, 'amendRejected BELOW_FILLED'],
    ['off the tick', { price: 98.5 }, 'amendRejected OFF_TICK'],
    ['beyond the balance', { quantity: 5_000 }, 'amendRejected INSUFFICIENT_BALANCE'],
    ['within the rules', { quantity: 6 }, 'amended'],
  ])('%s', (_, change, told) => {
    const paper = desk()
    const id = paper.place('buy', { price: 99, quantity: 10 })
    paper.print('sell', 99, 14)
    expect(paper.fills(id)).toEqual(['4@99'])
    paper.amend(id, change)
    expect(paper.news(id).at(-1)).toBe(told)
    expect(paper.order(id).status).toBe('open')
  })

  it('that leaves a post-only order nothing but to take is refused', () => {
    const paper = desk()
    const id = paper.place('buy', { price: 99, postOnly: true })
    paper.amend(id, { price: 101 })
    expect(paper.news(id)).toEqual(['acknowledged', 'amendRejected POST_ONLY_WOULD_TAKE'])
  })

  it('to a price across the book takes', () => {
    const paper = desk()
    const id = paper.place('buy', { price: 99 })
    paper.amend(id, { price: 102 })
    expect(paper.fills(id)).toEqual(['1@101'])
  })
})

describe('money', () => {
  it('pays spot fees from what is received, exactly', () => {
    const paper = desk({ fees: { maker: '0.0002', taker: '0.001' } })
    paper.place('buy', { price: 101, quantity: 3 })
    paper.place('sell', { price: 99, quantity: 3 })
    expect(paper.allFills().map(({ fee }) => `${fee?.amount.toFixed()} ${fee?.asset}`)).toEqual([
      '0.003 BTC',
      '0.297 USDT',
    ])
    expect([paper.total('BTC'), paper.total('USDT')]).toEqual(['999.997', '99993.703'])
  })

  it('locks what orders that rest may pay and deliver', () => {
    const paper = desk()
    paper.place('buy', { price: 99, quantity: 10 })
    paper.place('sell', { price: 102, quantity: 7 })
    const locked = paper.told.flatMap((event) =>
      event.type === 'balance' ? [`${event.locked?.toFixed()} ${event.asset}`] : [],
    )
    expect(locked).toEqual(['990 USDT', '7 BTC'])
  })

  it('locks for all orders together', () => {
    const paper = desk({ balances: { USDT: '1000' } })
    paper.place('buy', { price: 99, quantity: 5 })
    paper.place('buy', { price: 98, quantity: 5 })
    expect(paper.news(paper.place('buy', { price: 99, quantity: 1 }))).toEqual([
      'rejected INSUFFICIENT_BALANCE',
    ])
  })

  it('gives a future what its margin allows, and no more', () => {
    const paper = desk({ instrument: LINEAR, leverage: 5, balances: { USDT: '200' } })
    expect(paper.news(paper.place('buy', { price: 99, quantity: 11 }))).toEqual([
      'rejected INSUFFICIENT_BALANCE',
    ])
    expect(paper.news(paper.place('buy', { price: 99, quantity: 10 }))).toEqual(['acknowledged'])
    // The other direction needs nothing more: only the larger of the two may come to be held.
    expect(paper.news(paper.place('sell', { price: 101, quantity: 9 }))).toEqual(['acknowledged'])
    expect(paper.news(paper.place('sell', { price: 101, quantity: 9 }))).toEqual([
      'rejected INSUFFICIENT_BALANCE',
    ])
  })

  it('realises profit and loss of futures in the settle asset', () => {
    const paper = desk({ instrument: LINEAR, balances: { USDT: '10000' } })
    paper.place('buy', { quantity: 10 })
    paper.place('sell', { price: 99, quantity: 4 })
    expect(paper.total('USDT')).toBe('9992')
    expect(paper.ledger.position(LINEAR).toFixed()).toBe('6')
    expect(paper.ledger.total(asset('BTC')).toFixed()).toBe('0')
  })

  it('counts what positions lose against new orders', () => {
    const paper = desk({ instrument: LINEAR, leverage: 10, balances: { USDT: '210' } })
    paper.place('buy', { price: 101, quantity: 10 })
    paper.book([[79, 50]], [[81, 50]])
    // Of 210, 101 are margin, and 210 are lost at the mid.
    expect(paper.news(paper.place('buy', { price: 79, quantity: 1 }))).toEqual([
      'rejected INSUFFICIENT_BALANCE',
    ])
  })
})

describe('a reduce-only order', () => {
  const held = (): PaperDesk => {
    const paper = desk({ instrument: LINEAR, balances: { USDT: '10000' } })
    paper.place('buy', { quantity: 5 })
    return paper
  }

  it.each([
    ['in the direction of the position', 'buy', 1, 'rejected NOT_REDUCING'],
    ['larger than the position', 'sell', 6, 'rejected NOT_REDUCING'],
    ['of the position', 'sell', 5, 'acknowledged'],
  ] as const)('%s', (_, side, quantity, told) => {
    const paper = held()
    const id = paper.place(side, { price: side === 'buy' ? 99 : 110, quantity, reduceOnly: true })
    expect(paper.news(id)).toEqual([told])
  })

  it('is cancelled by the venue once nothing is left to reduce', () => {
    const paper = held()
    const id = paper.place('sell', { price: 110, quantity: 5, reduceOnly: true })
    paper.place('sell', { price: 99, quantity: 5 })
    expect(paper.news(id)).toEqual(['acknowledged', 'cancelled'])
  })

  it('is filled by no more than the position', () => {
    const paper = held()
    const id = paper.place('sell', { price: 110, quantity: 5, reduceOnly: true })
    paper.place('sell', { price: 99, quantity: 3 })
    paper.print('buy', 111, 50)
    expect(paper.fills(id)).toEqual(['2@110'])
    expect(paper.news(id).at(-1)).toBe('cancelled')
  })
})
