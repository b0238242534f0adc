import { describe, expect, test } from 'vitest'
import type { BookUpdate, FrameSink, TradeUpdate } from '../../../src/core/index.ts'
import { TOPICS, wordOf } from '../../../src/drivers/amm/abi.ts'
import { amm } from '../../../src/drivers/amm/index.ts'
import { instrumentOf } from '../../../src/drivers/amm/instruments.ts'
import { resolveOptions } from '../../../src/drivers/amm/options.ts'
import { bitmapPlace } from '../../../src/drivers/amm/tick-bitmap.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { workedPool } from './worked-pool.ts'

const [pool] = resolveOptions({}).pools.values()
if (pool === undefined) throw new Error('there is no default pool')
const { id } = pool
const LOGS = `pool:${id}`
const hash = (number: number, fork = 0): string => `0x${wordOf(number * 10 + fork)}`

/** A decoder on a connection of its own, and what it told. */
function setUp() {
  const table = createInstrumentTable()
  table.add(instrumentOf(pool as NonNullable<typeof pool>, 'trading', false))
  const decoder = amm().createDecoder(table, 'spot')
  const told: string[] = []
  const sink: FrameSink = {
    book: ({ last, asks, bids }: BookUpdate) =>
      told.push(`book ${last} ${bids.priceText(0)} ${asks.priceText(0)} ${asks.sizeText(0)}`),
    bbo: () => {},
    trade: (trade: TradeUpdate) =>
      told.push(`${trade.takerSide} ${trade.sizeText()} at ${trade.priceText()}`),
    event: () => {},
    lost: (reason) => told.push(`lost: ${reason}`),
  }
  const take = (message: object): string => {
    const outcome = decoder.decode(Buffer.from(JSON.stringify(message)), 1, sink)
    return outcome === 'fault' ? `fault: ${decoder.fault?.message}` : outcome
  }
  const push = (subscription: string, result: object): string =>
    take({ jsonrpc: '2.0', method: 'eth_subscription', params: { subscription, result } })
  const said = (): readonly string[] => told.splice(0)
  return {
    said,
    take,
    confirm: (request: number, name: string, subscription: string) =>
      take({ jsonrpc: '2.0', id: `${request} sub ${name}`, result: subscription }),
    head: (number: number, { fork = 0, parentFork = 0 } = {}) =>
      push('0xheads', {
        number: `0x${number.toString(16)}`,
        hash: hash(number, fork),
        parentHash: hash(number - 1, parentFork),
        timestamp: '0x65',
      }),
    log: (subscription: string, block: number, index: number, over: object = {}) =>
      push(subscription, {
        address: id,
        blockNumber: `0x${block.toString(16)}`,
        blockHash: hash(block),
        transactionHash: `0x${'ab'.repeat(32)}`,
        logIndex: `0x${index.toString(16)}`,
        removed: false,
        ...mint(1_000n),
        ...over,
      }),
    reading: (request: number, block: number, kind = 'state') =>
      take(readingOf(request, block, kind)),
  }
}

function mint(amount: bigint): object {
  const range = [wordOf(1), wordOf(194_990), wordOf(195_010)].map((word) => `0x${word}`)
  return {
    topics: [TOPICS.mint, ...range],
    data: `0x${[wordOf(9), wordOf(amount), wordOf(1), wordOf(1)].join('')}`,
  }
}

/** The worked pool as Multicall3 gives it, by TickLens word for word. */
function readingOf(request: number, block: number, kind: string): object {
  const state = workedPool()
  const rows = [...state.ticks].map(([tick, { net, gross }]) =>
    [tick, net, gross].map(wordOf).join(''),
  )
  const words = [73, 74, 75, 76, 77, 78, 79].map((word) => {
    const own = word === bitmapPlace(194_900, 10).word ? rows : []
    return [wordOf(32), wordOf(own.length), ...own].join('')
  })
  const slot0 = [state.sqrtPriceX96, state.tick, 0, 0, 0, 0, 1].map(wordOf).join('')
  const results = [wordOf(block), wordOf(101), slot0, wordOf(state.liquidity), ...words]
  const tuples = results.map((hex) => [wordOf(1), wordOf(64), wordOf(hex.length / 2), hex].join(''))
  let at = results.length * 32
  const offsets = tuples.map((tuple) => {
    at += tuple.length / 2
    return wordOf(at - tuple.length / 2)
  })
  const result = `0x${[wordOf(32), wordOf(results.length), ...offsets, ...tuples].join('')}`
  return { jsonrpc: '2.0', id: `${request} ${kind} ${id} 73 7`, result }
}

const END = (block: number): number => block * 65_536 + 65_535
const BOOK = '3397.3917 3402.4925 23.9387'

/** A decoder with a live book of block 100. */
function live() {
  const world = setUp()
  world.confirm(0, 'heads', '0xheads')
  world.head(100)
  world.confirm(1, LOGS, '0xlogs')
  world.reading(1, 100)
  expect(world.said()[0]?.startsWith(`book ${END(100)} ${BOOK}`)).toBe(true)
  return world
}

describe('a reading and the logs of its pool', () => {
  test('meet: what is in the reading is not counted twice, what came after it is counted', () => {
    const { said, confirm, head, log, reading } = setUp()
    confirm(0, 'heads', '0xheads')
    head(100)
    confirm(1, LOGS, '0xlogs')
    expect(log('0xlogs', 101, 4)).toBe('ignored')
    expect(log('0xlogs', 102, 2, mint(6_000_000_000_000_000_000n))).toBe('ignored')
    expect(reading(1, 101)).toBe('event')
    const [book] = said()
    // Twice the liquidity, twice the size.
    expect(book?.startsWith(`book ${102 * 65_536 + 3} 3397.3917 3402.4925 47.8775`)).toBe(true)
  })

  test('wait for a head where no block is known, and believe no node that lags behind it', () => {
    const { said, confirm, head, reading } = setUp()
    confirm(1, LOGS, '0xlogs')
    expect(reading(1, 98)).toBe('control')
    expect(said()).toEqual([])
    head(100)
    expect(said()).toEqual(['lost: reading too old'])
    confirm(2, LOGS, '0xlogs2')
    expect([reading(2, 99), said()]).toEqual(['control', ['lost: reading too old']])
    confirm(3, LOGS, '0xlogs3')
    expect(reading(3, 100)).toBe('event')
  })

  test('of an earlier subscription are of no use', () => {
    const { said, confirm, head, log, reading } = setUp()
    head(100)
    confirm(1, LOGS, '0xlogs')
    confirm(2, LOGS, '0xlogs2')
    expect(reading(1, 100)).toBe('control')
    expect(log('0xlogs', 101, 1)).toBe('ignored')
    expect(said()).toEqual([])
  })
})

describe('a live book', () => {
  test('is told once a block, when the head closes it', () => {
    const { said, head, log } = live()
    log('0xlogs', 101, 1)
    log('0xlogs', 101, 5)
    expect(said()).toEqual([])
    expect(head(101)).toBe('event')
    expect(said()).toHaveLength(1)
    expect(head(102)).toBe('control')
  })

  test('takes a log twice once, and a log out of its order as a loss', () => {
    const { said, head, log } = live()
    log('0xlogs', 101, 5)
    log('0xlogs', 101, 5)
    head(101)
    expect(said()).toHaveLength(1)
    log('0xlogs', 101, 2)
    expect(said()).toEqual(['lost: log out of order'])
  })

  test('is lost with a swap that the known liquidity contradicts', () => {
    const { said, log } = live()
    const { sqrtPriceX96 } = workedPool()
    const data = `0x${[1, -1, sqrtPriceX96, 5n, 195_004].map(wordOf).join('')}`
    log('0xlogs', 101, 1, { topics: [TOPICS.swap], data })
    expect(said()).toEqual(['lost: log out of order'])
  })

  test.each<[string, (world: ReturnType<typeof live>) => void]>([
    ['a log that was removed', ({ log }) => log('0xlogs', 100, 1, { removed: true })],
    ['a head of another parent', ({ head }) => head(101, { parentFork: 1 })],
    ['a head of the same number', ({ head }) => head(100, { fork: 1 })],
    ['a number left out', ({ head }) => head(103)],
  ])('is lost with %s, and its readings with it', (_what, act) => {
    const world = live()
    act(world)
    expect(world.said()).toEqual(['lost: reorg'])
    world.reading(1, 101)
    world.reading(9, 101, 'audit')
    world.log('0xlogs', 101, 3)
    world.head(104)
    expect(world.said().filter((each) => each.startsWith('book'))).toEqual([])
    world.confirm(10, LOGS, '0xnew')
    world.reading(10, 104)
    expect(world.said()[0]?.startsWith(`book ${END(104)} ${BOOK}`)).toBe(true)
  })

  test('is put right by an audit that shows another state, and left alone by one that does not', () => {
    const { said, head, log, reading } = live()
    log('0xlogs', 101, 1, mint(7_000_000_000_000_000_000n))
    head(101)
    said()
    // The mint is not in it: as if what it had added had been taken off by a log that was lost.
    expect(reading(5, 102, 'audit')).toBe('event')
    expect(said()[0]?.startsWith(`book ${END(102)} ${BOOK}`)).toBe(true)
    expect(reading(6, 103, 'audit')).toBe('control')
    expect(reading(7, 101, 'audit')).toBe('control')
  })
})

describe('trades', () => {
  const { sqrtPriceX96, liquidity } = workedPool()
  const swap = (usdc: bigint, weth: bigint): object => ({
    topics: [TOPICS.swap],
    data: `0x${[usdc, weth, sqrtPriceX96, liquidity, 195_004].map(wordOf).join('')}`,
  })

  test('are told at once, by what the pool paid out', () => {
    const { said, confirm, log } = setUp()
    confirm(1, `swaps:${id}`, '0xswaps')
    log('0xswaps', 101, 1, swap(3_401_700_000n, -(10n ** 18n)))
    log('0xswaps', 101, 4, swap(-3_398_300_001n, 10n ** 18n))
    expect(said()).toEqual(['buy 1 at 3401.7', 'sell 1 at 3398.3'])
  })

  test('that come twice, or of dropped blocks, are not told', () => {
    const { said, confirm, log } = setUp()
    confirm(1, `swaps:${id}`, '0xswaps')
    const trade = swap(3_401_700_000n, -(10n ** 18n))
    log('0xswaps', 101, 1, trade)
    said()
    expect(log('0xswaps', 101, 1, trade)).toBe('ignored')
    expect(log('0xswaps', 101, 1, { ...trade, removed: true })).toBe('ignored')
    expect(said()).toEqual([])
  })
})

test.each([
  ['no object', [1]],
  ['neither an answer nor a push', {}],
  [
    'a subscription without a result',
    { method: 'eth_subscription', params: { subscription: '0x1' } },
  ],
  [
    'a head without a hash',
    { method: 'eth_subscription', params: { subscription: '0x1', result: { parentHash: '0x1' } } },
  ],
  ['an answer without a result', { id: '1 sub heads' }],
])('%s is a fault that tells nothing', (_what, message) => {
  const { take, said } = setUp()
  expect(take(message)).toMatch(/^fault: Reading/)
  expect(said()).toEqual([])
})
