import { describe, expect, it } from 'vitest'
import { pair } from '../../../src/core/index.ts'
import { planRoute, ROUTE_REASONS, type RouteRequest } from '../../../src/trader/index.ts'
import { candidate, dec } from './support/candidates.ts'

const take: RouteRequest = {
  side: 'buy',
  quantity: dec(2),
  style: 'take',
  maxUnknownOrders: 0,
  maxRecentErrors: 0,
}
const rest: RouteRequest = { ...take, style: 'rest', price: dec(100) }

type Told = Parameters<typeof candidate>[1]

/** What a plan says of each of some legs. */
function words(request: RouteRequest, ...legs: readonly Told[]): readonly string[] {
  const candidates = legs.map((told, place) => candidate(`venue-${place}`, told))
  return planRoute(request, candidates).verdicts.map(
    ({ code, found, limit }) => `${code}: ${found} / ${limit}`,
  )
}

/** The orders of a plan, in a few words each. */
function orders(request: RouteRequest, ...legs: readonly Told[]): readonly string[] {
  const candidates = legs.map((told, place) => candidate(`venue-${place}`, told))
  return planRoute(request, candidates).orders.map(
    ({ instrument, quantity, price, timeInForce, postOnly }) =>
      `${instrument.venue} ${quantity.toFixed()} at ${price?.toFixed()} ${timeInForce}${postOnly ? ' postOnly' : ''}`,
  )
}

const TOLD: readonly (readonly [string, RouteRequest, Told])[] = [
  [
    'ACCOUNT_NOT_READY: not reconciled / a reconciled account',
    take,
    { health: { isReady: false } },
  ],
  ['INSTRUMENT_NOT_TRADING: halted / trading', take, { rules: { status: 'halted' } }],
  ['TRADING_HALTED: reduceOnly / active', take, { health: { tradingState: 'reduceOnly' } }],
  ['FATE_UNKNOWN: 2 / 0', take, { health: { unknownOrders: 2 } }],
  ['ERROR_RATE: 4 / 0', take, { health: { recentErrors: 4 } }],
  ['REFUSED_LATELY: venue 170131 / no refusal', take, { health: { refusal: 'venue 170131' } }],
  ['ORDER_WORKING: 7 / no order on its way', take, { health: { workingOrder: '7' as never } }],
  ['BOOK_NOT_LIVE: stale / live', take, { state: 'stale' }],
  ['BOOK_TOO_OLD: 5000.001 ms / 5000 ms', take, { health: { bookAgeMs: 5_000.001 } }],
  [
    'INVERSE_CONTRACT: inverse / quantities that stand for base',
    take,
    {
      rules: {
        market: 'futures',
        pair: pair('BTC/USD:BTC'),
        contract: { direction: 'inverse', multiplier: '1', settle: 'BTC' },
      },
    },
  ],
  ['BEYOND_PRICE: 101 / 100.99', { ...take, price: dec('100.99') }, {}],
  ['BEYOND_PRICE: none / none', take, { asks: [] }],
  ['WOULD_TAKE: 100 / 100', rest, { asks: [[100, 1]] }],
  [
    'NO_ROOM: 0 by BALANCE / 0.1',
    take,
    { caps: [{ name: 'BALANCE', notional: dec(10), isWithFee: true }] },
  ],
  ['NO_ROOM: 0.5 by book / 1', take, { asks: [[101, 0.5]], rules: { minQuantity: '1' } }],
  [
    'NO_ROOM: 0.4 by MAX_QUANTITY / 0.5',
    rest,
    { caps: [{ name: 'MAX_QUANTITY', quantity: dec('0.49') }], rules: { minQuantity: '0.5' } },
  ],
  ['BELOW_MINIMUM: 2 / 3', take, { rules: { minQuantity: '3' } }],
  ['BELOW_MINIMUM: 2 / 2.5', rest, { rules: { minNotional: '250' } }],
  ['CHOSEN: 101.101 / 2', take, {}],
  ['CHOSEN: 100.1 / 2', rest, {}],
]

describe('the router says of a leg', () => {
  it.each(TOLD)('%s', (word, request, told) => {
    expect(words(request, told)).toEqual([word])
  })

  it('NO_FEES where nobody told what trades cost', () => {
    const [, code] = [
      0,
      planRoute(take, [{ ...candidate('a'), fees: undefined }]).verdicts[0]?.code,
    ]
    expect(code).toBe('NO_FEES')
  })

  it('WORSE_PRICE where another has all of it for less, with both prices', () => {
    expect(words(take, {}, { asks: [[101.05, 9]] })).toEqual([
      'CHOSEN: 101.101 / 2',
      'WORSE_PRICE: 101.15105 / 101.101',
    ])
  })

  it('one of a closed list of words, all of which are shown here', () => {
    const shown = new Set(TOLD.map(([word]) => word.slice(0, word.indexOf(':'))))
    expect([...shown, 'NO_FEES', 'WORSE_PRICE'].toSorted()).toEqual([...ROUTE_REASONS].toSorted())
  })
})

describe('a plan that takes', () => {
  it('counts the fee into the price: the cheaper book may be the dearer venue', () => {
    const dear = { asks: [[100.9, 5]], fee: '0.003' } as const
    expect(orders(take, {}, dear)).toEqual(['venue-0 2 at 101 ioc'])
  })

  it('has a seller take the highest proceeds, fee taken off', () => {
    const bids = [[99.1, 1.5]] as const
    expect(orders({ ...take, side: 'sell' }, {}, { bids, fee: '0.0015' })).toEqual([
      'venue-0 0.5 at 99 ioc',
      'venue-1 1.5 at 99.1 ioc',
    ])
  })

  it('goes no deeper into a book than its part needs', () => {
    const asks = [
      [100, 1],
      [101, 1],
      [109, 9],
    ] as const
    expect(orders(take, { asks }, { asks: [[105, 9]] })).toEqual(['venue-0 2 at 101 ioc'])
    expect(orders({ ...take, quantity: dec(3) }, { asks }, { asks: [[105, 9]] })).toEqual([
      'venue-0 2 at 101 ioc',
      'venue-1 1 at 105 ioc',
    ])
  })

  it('leaves a venue out rather than ask it for less than its minimum', () => {
    const first = { asks: [[100, 0.3]], rules: { minQuantity: '0.5' } } as const
    expect(orders(take, first, {})).toEqual(['venue-1 2 at 101 ioc'])
  })

  it('asks for contracts where sizes count contracts, and compares them in base', () => {
    const contract = { direction: 'linear', multiplier: '0.01', settle: 'USDT' }
    const rules = { lotSize: '1', contract, market: 'futures' }
    // 150 contracts of 0.01 are 1.5 BTC.
    expect(orders(take, { asks: [[100, 150]], rules }, {})).toEqual([
      'venue-0 150 at 100 ioc',
      'venue-1 0.5 at 101 ioc',
    ])
  })

  it('raises a lot that does not go with the others to one that does', () => {
    const plan = orders(
      take,
      { rules: { lotSize: '0.2' } },
      { asks: [[100, 1]], rules: { lotSize: '0.3' } },
    )
    // 0.6 is the smallest that both lots divide.
    expect(plan).toEqual(['venue-0 1.4 at 101 ioc', 'venue-1 0.6 at 100 ioc'])
  })
})

describe('a plan that rests', () => {
  it('rests where the maker pays least', () => {
    expect(orders(rest, {}, { fee: '0.0005' })).toEqual(['venue-1 2 at 100 gtc postOnly'])
  })

  it('rests, of equal fees, where less is in the queue before it', () => {
    const bids = [
      [100, 3],
      [99, 50],
    ] as const
    expect(orders(rest, { bids }, { bids: [[100, 2]] })).toEqual(['venue-1 2 at 100 gtc postOnly'])
  })

  it('rests, of equal queues, where less went wrong lately', () => {
    const troubled = { health: { recentErrors: 1 } }
    const request = { ...rest, maxRecentErrors: 3 }
    expect(orders(request, troubled, {})).toEqual(['venue-1 2 at 100 gtc postOnly'])
  })

  it('gives the next best what the best has no room for', () => {
    const caps = [{ name: 'MAX_QUANTITY', quantity: dec('1.25') }]
    expect(orders(rest, { caps }, { fee: '0.002' })).toEqual([
      'venue-0 1.2 at 100 gtc postOnly',
      'venue-1 0.8 at 100 gtc postOnly',
    ])
  })

  it('rests a seller on the tick above', () => {
    const request = { ...rest, side: 'sell', price: dec('100.001') } as const
    expect(orders(request, {})).toEqual(['venue-0 2 at 100.01 gtc postOnly'])
  })
})
