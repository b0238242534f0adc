import { describe, expect, test } from 'vitest'
import { amounts, fill, GRID, LINEAR, MAKER, numbers, portfolioOf, SPOT } from './events-of.ts'

const SECOND_US = 1_000_000

describe('a fill counts once', () => {
  test.each([
    ['told again', { id: '1' }, 'duplicate'],
    ['told again at a coarser time', { id: '1', timeUs: 0 }, 'duplicate'],
    ['told again as nobody’s', { id: '1', strategy: '' }, 'duplicate'],
    ['told with its fee', { id: '1', fee: ['0.1', 'USDT'] }, 'completed'],
    ['another', { id: '2' }, 'applied'],
  ] as const)('%s', (_, parts, outcome) => {
    const portfolio = portfolioOf([fill(SPOT, '1', '100', { id: '1', timeUs: 5 })])
    const before = portfolio.snapshot()
    expect(portfolio.apply(fill(SPOT, '1', '100', parts))).toBe(outcome)
    if (outcome === 'duplicate') expect(portfolio.snapshot()).toEqual(before)
  })

  test('the same id of another instrument is another fill', () => {
    const portfolio = portfolioOf([fill(SPOT, '1', '100', { id: '1' })])
    expect(portfolio.apply(fill(LINEAR, '1', '100', { id: '1' }))).toBe('applied')
  })

  test.each([
    ['1', '101', {}],
    ['2', '100', {}],
    ['-1', '100', {}],
    ['1', '100', { fee: ['0.2', 'USDT'] }],
    ['1', '100', { fee: ['0.1', 'BNB'] }],
  ] as const)('what contradicts it changes nothing: %s at %s %o', (quantity, price, parts) => {
    const portfolio = portfolioOf([fill(SPOT, '1', '100', { id: '1', fee: ['0.1', 'USDT'] })])
    const before = portfolio.snapshot()
    expect(portfolio.apply(fill(SPOT, quantity, price, { ...parts, id: '1' }))).toBe('contradicted')
    expect(portfolio.snapshot()).toEqual(before)
  })
})

describe('two orders of an account that fill each other', () => {
  const fee = ['0.1', 'USDT'] as const
  const bought = fill(SPOT, '1', '100', { id: '1', fee })
  const sold = fill(SPOT, '-1', '100', { id: '1', strategy: 'maker', order: '2' })

  test('are two fills of one id, each counted once', () => {
    const portfolio = portfolioOf([bought])
    expect(portfolio.apply(sold)).toBe('applied')
    expect(portfolio.apply(sold)).toBe('duplicate')
    expect(portfolio.apply(bought)).toBe('duplicate')
    const told = fill(SPOT, '-1', '100', { id: '1', order: '2', fee: ['0.2', 'USDT'] })
    expect(portfolio.apply(told)).toBe('completed')
    expect(numbers(portfolio, SPOT)[0]).toBe('0')
    expect(amounts(portfolio.strategy(GRID)?.fees ?? [])).toEqual({ USDT: '0.1' })
    expect(amounts(portfolio.strategy(MAKER)?.fees ?? [])).toEqual({ USDT: '0.2' })
  })

  test('are told from each other after a restart too', () => {
    const whole = portfolioOf([bought, sold])
    const restored = portfolioOf([])
    restored.restore(JSON.parse(JSON.stringify(whole.snapshot())))
    expect([bought, sold].map((event) => restored.apply(event))).toEqual(['duplicate', 'duplicate'])
    expect(restored.snapshot()).toEqual(whole.snapshot())
  })

  test.each([
    ['the buyer’s', [bought], [sold]],
    ['the seller’s', [sold], [bought]],
  ])('count once where a snapshot of before has one of them: %s', (_, had, missed) => {
    const before = JSON.stringify(portfolioOf(had).snapshot())
    const restored = portfolioOf([])
    // As it was written when a fill was known by its id alone.
    restored.restore(
      JSON.parse(before.replaceAll('"order":"1",', '').replaceAll('"order":"2",', '')),
    )
    expect(had.map((event) => restored.apply(event))).toEqual(['duplicate'])
    expect(missed.map((event) => restored.apply(event))).toEqual(['applied'])
  })
})

describe('a fee told later', () => {
  test.each([
    ['in quote', ['0.1', 'USDT'], SPOT],
    ['in base', ['0.001', 'BTC'], SPOT],
    ['in a third asset', ['0.01', 'BNB'], SPOT],
    ['of futures', ['0.1', 'USDT'], LINEAR],
  ] as const)('%s leaves what the fill with its fee would have left', (_, fee, instrument) => {
    const id = '1'
    const late = portfolioOf([
      fill(instrument, '1', '100', { id }),
      fill(instrument, '1', '100', { id, fee, strategy: '' }),
    ])
    expect(late.snapshot()).toEqual(
      portfolioOf([fill(instrument, '1', '100', { id, fee })]).snapshot(),
    )
  })

  test('goes to the strategy and the position of the fill, whatever the second telling says', () => {
    const portfolio = portfolioOf([
      fill(LINEAR, '1', '100', { id: '1', strategy: 'maker', positionSide: 'long' }),
      fill(LINEAR, '1', '100', { id: '1', strategy: '', fee: ['0.1', 'USDT'] }),
    ])
    expect(amounts(portfolio.strategy(MAKER)?.fees ?? [])).toEqual({ USDT: '0.1' })
    expect(portfolio.foreign().fees).toEqual([])
    expect(numbers(portfolio, LINEAR, 'long')[0]).toBe('1')
    expect(numbers(portfolio, LINEAR)[0]).toBeUndefined()
  })

  test('counts in no round trip where the position is flat by then', () => {
    const portfolio = portfolioOf([
      fill(SPOT, '1', '100', { id: '1' }),
      fill(SPOT, '-1', '101'),
      fill(SPOT, '1', '100', { id: '1', fee: ['5', 'USDT'] }),
      fill(SPOT, '1', '100'),
      fill(SPOT, '-1', '101'),
    ])
    expect(portfolio.strategy(GRID)).toMatchObject({ roundTrips: 2, wonRoundTrips: 2 })
    expect(amounts(portfolio.netted().holdings)).toEqual({ USDT: '-3' })
  })
})

describe('memory of ids is bounded', () => {
  const at = (second: number): { id: string; timeUs: number } => ({
    id: `at${second}`,
    timeUs: second * SECOND_US,
  })
  const ten = Array.from({ length: 10 }, (_, i) => fill(SPOT, '1', '100', at(i)))

  test('what is older than everything remembered is neither counted nor taken for a duplicate', () => {
    const portfolio = portfolioOf(ten, { maxSeenIds: 3 })
    const before = portfolio.snapshot()
    for (const event of ten.slice(0, 7)) expect(portfolio.apply(event)).toBe('beyondMemory')
    for (const event of ten.slice(7)) expect(portfolio.apply(event)).toBe('duplicate')
    expect(portfolio.snapshot()).toEqual(before)
    expect(JSON.stringify(before['seenFills']).match(/at\d/g)).toEqual(['at7', 'at8', 'at9'])
  })

  test('a late fill counts while it is younger than what was forgotten, by more than the coarsest clock', () => {
    const portfolio = portfolioOf(ten, { maxSeenIds: 3 })
    // 6 is forgotten; a clock of whole seconds may say 6 for 6.9, another 6.9.
    const late = (timeUs: number): string =>
      portfolio.apply(fill(SPOT, '1', '100', { id: `late${timeUs}`, timeUs }))
    expect(late(7 * SECOND_US)).toBe('beyondMemory')
    expect(late(7 * SECOND_US + 1)).toBe('applied')
  })

  test('where nothing was forgotten, any age counts', () => {
    const portfolio = portfolioOf(ten, { maxSeenIds: 100 })
    expect(portfolio.apply(fill(SPOT, '1', '100', { timeUs: 0 }))).toBe('applied')
  })
})
