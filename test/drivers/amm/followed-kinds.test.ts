import { describe, expect, test } from 'vitest'
import type { BookUpdate, FrameSink } from '../../../src/core/index.ts'
import { TOPICS, wordOf } from '../../../src/drivers/amm/abi.ts'
import { instrumentOf } from '../../../src/drivers/amm/instruments.ts'
import { resolveOptions } from '../../../src/drivers/amm/options.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { aggregated } from '../../../src/sim/amm/abi-words.ts'
import { bloomOf } from '../../../src/sim/amm/bloom.ts'
import { driverOf, HOOK, KINDS } from './kinds-of-pools.ts'

const hash = (number: number): string => `0x${wordOf(number)}`
const words = (...values: readonly (bigint | number)[]): string => values.map(wordOf).join('')
const ONE = 1n << 96n
const LIQUIDITY = 10n ** 24n
const MANAGER = '0x000000000004444c5dc75cb358380d2e3de08a90'

/** A decoder that follows one pool of a kind, with its price at a tick; liquidity reaches everywhere. */
function follow(poolKind: string, tick = 0) {
  const kind = KINDS.find((each) => each.poolKind === poolKind)
  if (kind === undefined) throw new Error(`no case of ${poolKind}`)
  const [pool] = resolveOptions({ pools: [kind.pool], harmlessHooks: [HOOK] }).pools.values()
  if (pool === undefined) throw new Error('no pool')
  const { id } = pool
  const table = createInstrumentTable()
  table.add(instrumentOf(pool, 'trading', false))
  const decoder = driverOf(kind).createDecoder(table, 'spot')
  const told: string[] = []
  const sink: FrameSink = {
    book: ({ last, bids, asks }: BookUpdate) =>
      told.push(`${Math.floor(last / 65_536)}: ${bids.priceText(0)} ${asks.priceText(0)}`),
    bbo: () => {},
    trade: () => {},
    event: () => {},
    lost: (reason) => told.push(`lost: ${reason}`),
  }
  let nowUs = 1
  const take = (message: object) =>
    decoder.decode(Buffer.from(JSON.stringify(message)), nowUs, sink)
  const push = (subscription: string, result: object) =>
    take({ method: 'eth_subscription', params: { subscription, result } })
  const { first, count } = pool.kind.span(tick, pool.shape)
  const reads = pool.kind.reads({ first, count }).length
  const head = (number: number, isBusy = false) =>
    push('0xheads', {
      number: `0x${number.toString(16)}`,
      hash: hash(number),
      parentHash: hash(number - 1),
      timestamp: '0x65',
      logsBloom: bloomOf(isBusy ? [pool.kind.emitter, id, ...pool.kind.changes] : [HOOK]),
    })
  return {
    said: () => told.splice(0),
    after: (seconds: number) => void (nowUs += seconds * 1e6),
    take,
    head,
    /** A live book of block 100. */
    start: (...state: readonly string[]) => {
      take({ id: '0 sub heads', result: '0xheads' })
      head(100)
      take({ id: `1 sub pool:${id}`, result: '0xlogs' })
      const bitmap = Array.from({ length: reads - state.length }, () => wordOf(0))
      const result = `0x${aggregated([wordOf(100), wordOf(101), ...state, ...bitmap])}`
      take({ id: `1 state ${id} ${first} ${count}`, result })
    },
    fees: (number: number, ...answers: readonly string[]) =>
      take({
        id: `${number} fees ethereum:${hash(number)}`,
        result: `0x${aggregated(answers)}`,
      }),
    logs: (
      number: number,
      ...events: readonly (readonly [topics: readonly string[], data: string])[]
    ) =>
      take({
        id: `${number} ${pool.kind.isKeyed ? 'keyed' : 'logs'} ${hash(number)}`,
        result: events.map(([topics, data], i) =>
          logOf(number, i, pool.kind.emitter, topics, data),
        ),
      }),
    log: (number: number, emitter: string, topics: readonly string[], data: string) =>
      push('0xlogs', logOf(number, 0, emitter, topics, data)),
    id,
  }
}

function logOf(
  block: number,
  index: number,
  address: string,
  topics: readonly string[],
  data: string,
) {
  return {
    address,
    topics,
    data: `0x${data}`,
    blockNumber: `0x${block.toString(16)}`,
    blockHash: hash(block),
    transactionHash: hash(7),
    logIndex: `0x${index}`,
    removed: false,
  }
}

const WHO = `0x${wordOf(9)}`

describe('a fee that no log tells', () => {
  const slot0 = words(ONE, 0, 1, 1, 1, 1)

  test('is awaited at each block, and moves the book of a block without any log', () => {
    const { said, start, head, fees } = follow('slipstream')
    start(slot0, wordOf(LIQUIDITY), wordOf(500))
    const [book] = said()
    expect(head(101)).toBe('control')
    expect(said()).toEqual([])
    expect(fees(101, wordOf(500))).toBe('control')
    expect(said()).toEqual([])
    head(102)
    expect(fees(102, wordOf(900))).toBe('event')
    const [dearer] = said()
    expect(book?.split(' ')[0]).toBe('100:')
    expect(dearer?.split(' ')[0]).toBe('102:')
    // Of the ask, 1 / (1 − 0.0009) to 1 / (1 − 0.0005); the bid likewise, down.
    const [bids, asks] = [1, 2].map((at) =>
      [book, dearer].map((each) => Number(each?.split(' ')[at])),
    )
    expect((asks?.[1] ?? 0) / (asks?.[0] ?? 1)).toBeCloseTo(0.9995 / 0.9991, 9)
    expect((bids?.[1] ?? 0) / (bids?.[0] ?? 1)).toBeCloseTo(0.9991 / 0.9995, 9)
  })

  test('that is refused leaves no book that may be wrong', () => {
    const { said, start, head, take } = follow('slipstream')
    start(slot0, wordOf(LIQUIDITY), wordOf(500))
    said()
    head(101)
    take({
      id: `101 fees ethereum:${hash(101)}`,
      error: { code: -32_000, message: 'header not found' },
    })
    expect(said()).toEqual(['lost: the fees of a block are not to be had'])
  })

  test('that the pool does not tell leaves the block open, and the book is stale in the end', () => {
    const { said, start, head, fees, after } = follow('slipstream')
    start(slot0, wordOf(LIQUIDITY), wordOf(500))
    said()
    head(101)
    expect(fees(101, '')).toBe('control')
    expect(said()).toEqual([])
    after(6)
    head(102)
    expect(said()).toEqual(['lost: a block was not proven in time'])
  })
})

test('a pool that has no price yet has no book', () => {
  const { said, start } = follow('v4')
  start(words(0, 0, 0, 500), wordOf(0))
  expect(said()).toEqual([])
})

describe('a pool of Uniswap v4', () => {
  const slot0 = words(ONE, 0, 0, 500)
  const feesOf = (pool: ReturnType<typeof follow>, down: number, up: number) =>
    [[TOPICS.keyedProtocolFee, pool.id], wordOf(up * 4_096 + down)] as const
  const swap = (pool: ReturnType<typeof follow>, fee: number) =>
    [[TOPICS.keyedSwap, pool.id, WHO], words(-5, 4, ONE, LIQUIDITY, 0, fee)] as const

  test('costs what the protocol takes on top, each way, from the log on that says so', () => {
    const pool = follow('v4')
    pool.start(slot0, wordOf(LIQUIDITY))
    const [before] = pool.said()
    pool.head(101, true)
    pool.logs(101, feesOf(pool, 1_000, 0))
    const [after] = pool.said()
    // Token0 in is a sale here: 1,000 and 500 in parts of a million, less their product, which rounds to nothing.
    const bid = (book?: string) => Number(book?.split(' ')[1])
    const ask = (book?: string) => Number(book?.split(' ')[2])
    expect(bid(after) / bid(before)).toBeCloseTo(0.9985 / 0.9995, 6)
    expect(ask(after)).toBe(ask(before))
  })

  test('is lost with a swap that paid another fee than what is known', () => {
    const pool = follow('v4')
    pool.start(slot0, wordOf(LIQUIDITY))
    pool.said()
    pool.head(101, true)
    pool.logs(101, swap(pool, 500))
    expect(pool.said()).toHaveLength(1)
    pool.head(102, true)
    pool.logs(102, feesOf(pool, 1_000, 0), swap(pool, 500))
    expect(pool.said()).toEqual(['lost: a pool cannot be followed'])
  })

  test('is told of by its manager alone', () => {
    const pool = follow('v4')
    pool.start(slot0, wordOf(LIQUIDITY))
    pool.said()
    const [topics, data] = feesOf(pool, 1_000, 0)
    expect(pool.log(101, HOOK, topics, data)).toBe('ignored')
    pool.head(101)
    expect(pool.said()).toEqual([])
    expect(pool.log(101, MANAGER, topics, data)).toBe('ignored')
    expect(pool.said()).toEqual(['lost: a head denies a log of its block'])
  })
})

test('a pool of Algebra costs what its last log of a fee says, each way its own', () => {
  const pool = follow('algebra-1.9-directional', 235681)
  pool.start(words(ONE << 17n, 235681, 100, 100, 1, 1, 1, 1), wordOf(LIQUIDITY))
  const [before] = pool.said()
  pool.head(101, true)
  pool.logs(101, [[TOPICS.feesByDirection], words(900, 100)])
  const [after] = pool.said()
  expect(Number(after?.split(' ')[1]) / Number(before?.split(' ')[1])).toBeCloseTo(
    0.9991 / 0.9999,
    5,
  )
  expect(after?.split(' ')[2]).toBe(before?.split(' ')[2])
})

test('a pair is lost where its reserves are not those before and what was swapped', () => {
  const pool = follow('v2')
  pool.start(words(10n ** 13n, 10n ** 22n, 1))
  expect(pool.said()).toHaveLength(1)
  pool.head(101, true)
  const swapped = words(1_000, 0, 0, 9)
  pool.logs(
    101,
    [[TOPICS.reserves], words(10n ** 13n + 1_000n, 10n ** 22n - 9n)],
    [[TOPICS.exchange, WHO, WHO], swapped],
  )
  expect(pool.said()).toHaveLength(1)
  pool.head(102, true)
  pool.logs(102, [[TOPICS.reserves], words(5, 5)], [[TOPICS.exchange, WHO, WHO], swapped])
  expect(pool.said()).toEqual(['lost: a pool cannot be followed'])
})
