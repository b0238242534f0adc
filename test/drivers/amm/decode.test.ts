import { describe, expect, test } from 'vitest'
import type { BookUpdate, FrameSink, TradeUpdate } from '../../../src/core/index.ts'
import { TOPICS, wordOf } from '../../../src/drivers/amm/abi.ts'
import { amm } from '../../../src/drivers/amm/index.ts'
import { instrumentOf } from '../../../src/drivers/amm/instruments.ts'
import { resolveOptions } from '../../../src/drivers/amm/options.ts'
import { bitmapPlace } from '../../../src/drivers/amm/tick-bitmap.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { bloomOf } from '../../../src/sim/amm/bloom.ts'
import { runFixtures } from '../run-fixtures.ts'
import { workedPool } from './worked-pool.ts'

runFixtures('amm', amm())

const [pool] = resolveOptions({}).pools.values()
if (pool === undefined) throw new Error('there is no default pool')
const { id } = pool
const LOGS = `pool:${id}`
const hash = (number: number, fork = 0): string => `0x${wordOf(number * 10 + fork)}`
/** Of a block in which something happened elsewhere. */
const QUIET = bloomOf([`0x${'17'.repeat(20)}`, TOPICS.swap])
/** Of a block with logs of the pool. */
const BUSY = bloomOf([id, TOPICS.mint])

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
  let nowUs = 1
  const take = (message: object): string => {
    const outcome = decoder.decode(Buffer.from(JSON.stringify(message)), nowUs, sink)
    return outcome === 'fault' ? `fault: ${decoder.fault?.message}` : outcome
  }
  const push = (subscription: string, result: object): string =>
    take({ jsonrpc: '2.0', method: 'eth_subscription', params: { subscription, result } })
  const said = (): readonly string[] => told.splice(0)
  return {
    said,
    take,
    after: (seconds: number) => void (nowUs += seconds * 1e6),
    confirm: (request: number, name: string, subscription: string) =>
      take({ jsonrpc: '2.0', id: `${request} sub ${name}`, result: subscription }),
    head: (number: number, over: HeadParts = {}) => push('0xheads', headOf(number, over)),
    newest: (number: number, over: HeadParts = {}) =>
      take({ jsonrpc: '2.0', id: '0 head latest', result: headOf(number, over) }),
    log: (subscription: string, block: number, index: number, over: object = {}) =>
      push(subscription, logOf(block, index, over)),
    /** What the node answers for the logs of a block. */
    logs: (block: number, logs: readonly object[]) =>
      take({ jsonrpc: '2.0', id: `${block} logs ${hash(block)}`, result: logs }),
    reading: (request: number, block: number, kind = 'state') =>
      readingOf(request, block, kind).map(take).at(-1),
  }
}

interface HeadParts {
  readonly fork?: number
  readonly parentFork?: number
  readonly bloom?: string
}

function headOf(number: number, { fork = 0, parentFork = 0, bloom = QUIET }: HeadParts): object {
  return {
    number: `0x${number.toString(16)}`,
    hash: hash(number, fork),
    parentHash: hash(number - 1, parentFork),
    timestamp: '0x65',
    logsBloom: bloom,
  }
}

function logOf(block: number, index: number, over: object = {}): object {
  return {
    address: id,
    blockNumber: `0x${block.toString(16)}`,
    blockHash: hash(block),
    transactionHash: `0x${'ab'.repeat(32)}`,
    logIndex: `0x${index.toString(16)}`,
    removed: false,
    ...mint(1_000n),
    ...over,
  }
}

function mint(amount: bigint): object {
  const range = [wordOf(1), wordOf(194_990), wordOf(195_010)].map((word) => `0x${word}`)
  return {
    topics: [TOPICS.mint, ...range],
    data: `0x${[wordOf(9), wordOf(amount), wordOf(1), wordOf(1)].join('')}`,
  }
}

/** The worked pool as Multicall3 gives it: the bitmap of seven words, then each tick. */
function readingOf(request: number, block: number, kind: string): readonly [object, object] {
  const state = workedPool()
  const words = [73, 74, 75, 76, 77, 78, 79].map((word) =>
    wordOf(word === bitmapPlace(194_900, 10).word ? 0x4280400000000n : 0n),
  )
  const slot0 = [state.sqrtPriceX96, state.tick, 0, 0, 0, 0, 1].map(wordOf).join('')
  const head = [wordOf(block), wordOf(101), slot0, wordOf(state.liquidity), ...words]
  const ticks = [...state.ticks.values()].map(({ net, gross }) =>
    [gross, net, 0, 0, 0, 0, 0, 1].map(wordOf).join(''),
  )
  return [
    { jsonrpc: '2.0', id: `${request} ${kind} ${id} 73 7`, result: aggregated(head) },
    { jsonrpc: '2.0', id: `${request} ticks ${id}`, result: aggregated(ticks) },
  ]
}

function aggregated(results: readonly string[]): string {
  const tuples = results.map((hex) => [wordOf(1), wordOf(64), wordOf(hex.length / 2), hex].join(''))
  let at = results.length * 32
  const offsets = tuples.map((tuple) => {
    at += tuple.length / 2
    return wordOf(at - tuple.length / 2)
  })
  return `0x${[wordOf(32), wordOf(results.length), ...offsets, ...tuples].join('')}`
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
    const { said, confirm, head, logs, reading } = setUp()
    confirm(0, 'heads', '0xheads')
    head(100)
    confirm(1, LOGS, '0xlogs')
    head(101, { bloom: BUSY })
    head(102, { bloom: BUSY })
    logs(101, [logOf(101, 4)])
    logs(102, [logOf(102, 2, mint(6_000_000_000_000_000_000n))])
    expect(reading(1, 101)).toBe('event')
    const [book] = said()
    // Twice the liquidity, twice the size.
    expect(book?.startsWith(`book ${END(102)} 3397.3917 3402.4925 47.8775`)).toBe(true)
  })

  test('wait for a head where no block is known, and believe no node that lags behind it', () => {
    const { said, confirm, head, reading } = setUp()
    confirm(1, LOGS, '0xlogs')
    expect(reading(1, 98)).toBe('control')
    expect(said()).toEqual([])
    head(100)
    expect(said()).toEqual(['lost: a pool cannot be followed'])
    confirm(2, LOGS, '0xlogs2')
    expect([reading(2, 98), said()]).toEqual(['control', ['lost: a pool cannot be followed']])
    confirm(3, LOGS, '0xlogs3')
    expect(reading(3, 99)).toBe('event')
  })

  test('meet at the newest block, which every connection asks for: the next may be far', () => {
    const { said, confirm, newest, head, reading } = setUp()
    confirm(1, LOGS, '0xlogs')
    reading(1, 100)
    expect(newest(100)).toBe('event')
    expect(said()).toHaveLength(1)
    // One that is pushed before the answer is newer.
    const { head: push, newest: late, said: told } = setUp()
    push(100)
    expect([late(99), push(101), told()]).toEqual(['control', 'control', []])
    expect(head(101)).toBe('control')
    expect(said()).toEqual([])
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
  test('is told once a block, when all logs of the block are there', () => {
    const { said, head, log, logs } = live()
    log('0xlogs', 101, 1)
    log('0xlogs', 101, 5)
    expect(head(101, { bloom: BUSY })).toBe('control')
    expect(said()).toEqual([])
    expect(logs(101, [logOf(101, 1), logOf(101, 5)])).toBe('event')
    expect(said()).toHaveLength(1)
    expect(logs(101, [logOf(101, 1), logOf(101, 5)])).toBe('control')
    expect(head(102)).toBe('control')
  })

  test.each([
    ['that are pushed before their head', (world: ReturnType<typeof live>) => log5(world)],
    ['none of which was pushed', () => {}],
  ])('has the logs of a block, %s', (_what, push) => {
    const world = live()
    push(world)
    world.head(101, { bloom: BUSY })
    world.head(102)
    expect(world.said()).toEqual([])
    world.logs(101, [logOf(101, 5, mint(6_000_000_000_000_000_000n))])
    expect(world.said()[0]?.startsWith(`book ${END(102)} 3397.3917 3402.4925 47.8775`)).toBe(true)
  })

  test('stays as it is where a bloom said maybe and the block has nothing', () => {
    const { said, head, logs } = live()
    head(101, { bloom: BUSY })
    expect(logs(101, [])).toBe('control')
    expect(said()).toEqual([])
  })

  test.each([
    ['none', {}],
    ['an empty one', { logsBloom: `0x${'0'.repeat(512)}` }],
    ['one of another length', { logsBloom: '0x' }],
  ])(
    'waits for the logs of a block whose head has no bloom that tells anything: %s',
    (_what, over) => {
      const { said, take, logs } = live()
      const { logsBloom: _, ...result } = headOf(101, {}) as { readonly logsBloom: string }
      const params = { subscription: '0xheads', result: { ...result, ...over } }
      take({ jsonrpc: '2.0', method: 'eth_subscription', params })
      expect(said()).toEqual([])
      expect(logs(101, [logOf(101, 5)])).toBe('event')
    },
  )

  test.each<[string, (world: ReturnType<typeof live>) => void, string]>([
    [
      'the node refuses to answer for a block',
      ({ head, take }) => {
        head(101, { bloom: BUSY })
        take({ id: `101 logs ${hash(101)}`, error: { code: -32_000, message: 'unknown block' } })
      },
      'the logs of a block are not to be had',
    ],
    [
      'a log that was pushed is not among those of its block',
      ({ head, log, logs }) => {
        head(101, { bloom: BUSY })
        log('0xlogs', 101, 5)
        logs(101, [logOf(101, 1)])
      },
      'the logs of a block are not to be had',
    ],
    [
      'a log is pushed after its block was closed without it',
      ({ head, log, logs }) => {
        head(101, { bloom: BUSY })
        logs(101, [])
        log('0xlogs', 101, 5)
      },
      'the logs of a block are not to be had',
    ],
    [
      'the answer is of another block',
      ({ head, logs }) => {
        head(101, { bloom: BUSY })
        logs(101, [logOf(102, 1)])
      },
      'the logs of a block are not to be had',
    ],
    [
      'a head denies a log that came before it',
      ({ head, log }) => {
        log('0xlogs', 101, 5)
        head(101)
      },
      'a head denies a log of its block',
    ],
    [
      'a log comes that the head of its block denied',
      ({ head, log }) => {
        head(101)
        log('0xlogs', 101, 5)
      },
      'a head denies a log of its block',
    ],
    [
      'the logs of a block do not come for five seconds',
      ({ head, after }) => {
        head(101, { bloom: BUSY })
        after(6)
        head(102)
      },
      'a block was not proven in time',
    ],
    [
      'a swap contradicts the known liquidity',
      ({ head, logs }) => {
        const { sqrtPriceX96 } = workedPool()
        const data = `0x${[1, -1, sqrtPriceX96, 5n, 195_004].map(wordOf).join('')}`
        head(101, { bloom: BUSY })
        logs(101, [logOf(101, 1, { topics: [TOPICS.swap], data })])
      },
      'a pool cannot be followed',
    ],
  ])('is lost when %s', (_what, act, reason) => {
    const world = live()
    act(world)
    expect(world.said()).toEqual([`lost: ${reason}`])
  })

  test('is followed no longer once its subscription has ended', () => {
    const { said, take, head, logs } = live()
    take({ id: `2 end ${LOGS}`, result: true })
    head(101, { bloom: BUSY })
    expect(logs(101, [logOf(101, 1)])).toBe('control')
    expect(said()).toEqual([])
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
    const { said, head, logs, reading } = live()
    head(101, { bloom: BUSY })
    logs(101, [logOf(101, 1, mint(7_000_000_000_000_000_000n))])
    said()
    // The mint is not in it: as if what it had added had been taken off in the block of the reading.
    expect(reading(5, 102, 'audit')).toBe('event')
    expect(said()[0]?.startsWith(`book ${END(102)} ${BOOK}`)).toBe(true)
    expect(reading(6, 103, 'audit')).toBe('control')
    expect(reading(7, 101, 'audit')).toBe('control')
  })

  test('is compared with an audit that is some blocks behind, by what is proven of them', () => {
    const { said, head, logs, reading } = live()
    const add = mint(7_000_000_000_000_000_000n)
    head(101, { bloom: BUSY })
    logs(101, [logOf(101, 1, add)])
    head(102, { bloom: BUSY })
    logs(102, [logOf(102, 1, mint(1_000n))])
    said()
    // The reading is of block 100, before both.
    expect(reading(5, 100, 'audit')).toBe('control')
    expect(said()).toEqual([])
    // As if block 101 had taken off again what it added.
    expect(reading(6, 101, 'audit')).toBe('event')
    expect(said()[0]?.startsWith(`book ${END(102)} ${BOOK}`)).toBe(true)
  })

  test('is lost with an audit that contradicts what is proven', () => {
    const { said, head, logs, reading } = live()
    const { sqrtPriceX96 } = workedPool()
    head(101, { bloom: BUSY })
    logs(101, [logOf(101, 1, mint(7n))])
    head(102, { bloom: BUSY })
    const data = `0x${[1, -1, sqrtPriceX96, 6_000_000_000_000_000_007n, 195_004].map(wordOf).join('')}`
    logs(102, [logOf(102, 1, { topics: [TOPICS.swap], data })])
    said()
    reading(5, 101, 'audit')
    expect(said()).toEqual(['lost: an audit contradicts what is known'])
  })

  test('needs no logs of a block that an audit is beyond', () => {
    const { said, head, reading } = live()
    head(101, { bloom: BUSY })
    expect(reading(5, 102, 'audit')).toBe('control')
    expect(head(102, { bloom: BUSY })).toBe('control')
    expect(head(103)).toBe('control')
    expect(said()).toEqual([])
  })
})

function log5({ log }: ReturnType<typeof live>): void {
  log('0xlogs', 101, 5, mint(6_000_000_000_000_000_000n))
}

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

  /** A decoder that hears of the pool's swaps from the end of block 100 on. */
  function listening() {
    const world = setUp()
    world.newest(100, { bloom: BUSY })
    world.confirm(1, `swaps:${id}`, '0xswaps')
    return world
  }
  const bought = swap(3_401_700_000n, -(10n ** 18n))
  const sold = swap(-3_398_300_001n, 10n ** 18n)

  test('whose push was lost are told with the logs of their block, in order, those that came not again', () => {
    const { said, head, log, logs } = listening()
    log('0xswaps', 101, 4, bought)
    expect(said()).toEqual(['buy 1 at 3401.7'])
    expect(head(101, { bloom: BUSY })).toBe('control')
    const whole = [logOf(101, 9, bought), logOf(101, 4, bought), logOf(101, 6), logOf(101, 7, sold)]
    expect(logs(101, whole)).toBe('event')
    expect(said()).toEqual(['sell 1 at 3398.3', 'buy 1 at 3401.7'])
    expect(log('0xswaps', 101, 9, bought)).toBe('ignored')
    expect(said()).toEqual([])
  })

  test('of a block that was there before the subscription are history', () => {
    const { said, logs } = listening()
    expect([logs(100, [logOf(100, 1, bought)]), said()]).toEqual(['control', []])
    const { said: told, head, confirm, logs: late } = setUp()
    head(100, { bloom: BUSY })
    confirm(1, `swaps:${id}`, '0xswaps')
    expect([late(100, [logOf(100, 1, bought)]), told()]).toEqual(['control', []])
  })

  test('of a block that takes the place of one that was there before are told', () => {
    const { said, head, take } = listening()
    head(100, { fork: 1, bloom: BUSY })
    said()
    const result = [logOf(100, 1, { ...bought, blockHash: hash(100, 1) })]
    expect(take({ id: `100 logs ${hash(100, 1)}`, result })).toBe('event')
    expect(said()).toEqual(['buy 1 at 3401.7'])
  })

  test('are told by their block for as long as somebody listens, a new subscription included', () => {
    const { said, take, head, logs, confirm } = listening()
    confirm(3, `swaps:${id}`, '0xswaps3')
    take({ id: `2 end swaps:${id}`, result: true })
    head(101, { bloom: BUSY })
    logs(101, [logOf(101, 1, bought)])
    expect(said()).toEqual(['buy 1 at 3401.7'])
    take({ id: `4 end swaps:${id}`, result: true })
    head(102, { bloom: BUSY })
    expect([logs(102, [logOf(102, 1, bought)]), said()]).toEqual(['control', []])
  })

  test('of an answer that is not of its block are not told', () => {
    const { said, head, logs } = listening()
    head(101, { bloom: BUSY })
    logs(101, [logOf(102, 1, bought)])
    expect(said()).toEqual(['lost: the logs of a block are not to be had'])
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
