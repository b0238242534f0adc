import { keccak_256 } from '@noble/hashes/sha3.js'
import { describe, expect, test } from 'vitest'
import { ProtocolError } from '../../../src/core/index.ts'
import {
  aggregateData,
  callData,
  readAggregate,
  SELECTORS,
  TOPICS,
  Words,
  wordOf,
} from '../../../src/drivers/amm/abi.ts'
import { readLog, tradeOf } from '../../../src/drivers/amm/logs.ts'
import { resolveOptions } from '../../../src/drivers/amm/options.ts'
import type { AmmV3Pool } from '../../../src/drivers/amm/pool-options.ts'
import { isObject, parseJson } from '../../../src/drivers/kit/fields.ts'

const hashOf = (text: string): string =>
  Buffer.from(keccak_256(new TextEncoder().encode(text))).toString('hex')

describe('names of the contracts', () => {
  test.each<[keyof typeof SELECTORS, string]>([
    ['slot0', 'slot0()'],
    ['liquidity', 'liquidity()'],
    ['ticks', 'ticks(int24)'],
    ['tickBitmap', 'tickBitmap(int16)'],
    ['token0', 'token0()'],
    ['token1', 'token1()'],
    ['fee', 'fee()'],
    ['tickSpacing', 'tickSpacing()'],
    ['decimals', 'decimals()'],
    ['aggregate3', 'aggregate3((address,bool,bytes)[])'],
    ['getBlockNumber', 'getBlockNumber()'],
    ['getCurrentBlockTimestamp', 'getCurrentBlockTimestamp()'],
    ['arbBlockNumber', 'arbBlockNumber()'],
    ['globalState', 'globalState()'],
    ['tickTable', 'tickTable(int16)'],
    ['liquidityCooldown', 'liquidityCooldown()'],
    ['maxLiquidityPerTick', 'maxLiquidityPerTick()'],
    ['getReserves', 'getReserves()'],
    ['stable', 'stable()'],
    ['getSlot0', 'getSlot0(bytes32)'],
    ['getLiquidity', 'getLiquidity(bytes32)'],
    ['getTickBitmap', 'getTickBitmap(bytes32,int16)'],
    ['getTickLiquidity', 'getTickLiquidity(bytes32,int24)'],
    ['poolManager', 'poolManager()'],
  ])('%s is called by the hash of %s', (name, signature) => {
    expect(SELECTORS[name]).toBe(hashOf(signature).slice(0, 8))
  })

  test.each<[keyof typeof TOPICS, string]>([
    ['swap', 'Swap(address,address,int256,int256,uint160,uint128,int24)'],
    [
      'swapWithProtocolFees',
      'Swap(address,address,int256,int256,uint160,uint128,int24,uint128,uint128)',
    ],
    ['mint', 'Mint(address,address,int24,int24,uint128,uint256,uint256)'],
    ['burn', 'Burn(address,int24,int24,uint128,uint256,uint256)'],
    ['fee', 'Fee(uint16)'],
    ['feesByDirection', 'Fee(uint16,uint16)'],
    ['reserves', 'Sync(uint112,uint112)'],
    ['exchange', 'Swap(address,uint256,uint256,uint256,uint256,address)'],
    ['keyedSwap', 'Swap(bytes32,address,int128,int128,uint160,uint128,int24,uint24)'],
    ['keyedLiquidity', 'ModifyLiquidity(bytes32,address,int24,int24,int256,bytes32)'],
    ['keyedProtocolFee', 'ProtocolFeeUpdated(bytes32,uint24)'],
  ])('logs of %s begin with the hash of %s', (name, signature) => {
    expect(TOPICS[name]).toBe(`0x${hashOf(signature)}`)
  })
})

describe('words', () => {
  test('calls have the documented bytes', () => {
    expect(callData('tickBitmap', wordOf(76))).toBe(`0x5339c296${'4c'.padStart(64, '0')}`)
    expect(callData('ticks', wordOf(-139_480))).toBe(`0xf30dba93${'fddf28'.padStart(64, 'f')}`)
  })

  test('reads of one block go out and come back in order, each of which may fail', () => {
    const data = aggregateData([
      { to: '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640', data: '0x3850c7bd' },
      { to: '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640', data: '0x1a686502' },
    ])
    expect(data.startsWith('0x82ad56cb')).toBe(true)
    expect((data.length - 10) % 64).toBe(0)
    const results = [
      // Where the list begins, how many, where each begins; then: good, where, how many bytes, bytes.
      ...[32, 2, 64, 192].map(wordOf),
      ...[1, 64, 32, 7].map(wordOf),
      ...[0, 64, 0].map(wordOf),
    ]
    const [good, failed] = readAggregate(`0x${results.join('')}`, 2)
    expect(good?.unsigned(0)).toBe(7n)
    expect(failed).toBeUndefined()
  })

  test.each([
    ['no hexadecimal', '0xzz', 1],
    ['nothing', '0x', 1],
    ['another count', `0x${[32, 2, 64, 192].map(wordOf).join('')}`, 1],
    ['a place behind the end', `0x${[32, 1, 2 ** 40].map(wordOf).join('')}`, 1],
  ])('%s is no answer', (_what, hex, count) => {
    expect(() => readAggregate(hex, count)).toThrow(ProtocolError)
  })

  test('a number with more bits than its type is none', () => {
    const words = new Words(`0x${wordOf(1n << 128n)}${wordOf(-1)}`)
    expect(() => words.unsigned(0, 128)).toThrow(ProtocolError)
    expect(words.signed(1, 24)).toBe(-1n)
    expect(() => words.signed(0, 24)).toThrow(ProtocolError)
    expect(() => words.unsigned(2)).toThrow(ProtocolError)
  })
})

/** A log of Arbitrum, block 391197764, by its documented words. */
const REAL = {
  address: '0xd13040d4fe917EE704158CfCB3338dCd2838B245',
  topics: [TOPICS.swap, `0x${wordOf(1)}`, `0x${wordOf(2)}`],
  data: `0x${[
    wordOf(-4_554_606_499_182_304_536_834n),
    '0e2a274937d638'.padStart(64, '0'),
    '3d5fe159ea44896552c1cd'.padStart(64, '0'),
    '74009aac72ba0a9b1c'.padStart(64, '0'),
    'fddf2d'.padStart(64, 'f'),
  ].join('')}`,
  blockNumber: '0x17513444',
  blockHash: `0x${'43'.repeat(32)}`,
  transactionHash: `0x${'38'.repeat(32)}`,
  transactionIndex: '0x3',
  logIndex: '0x6',
  removed: false,
}

function read(log: object) {
  const value = parseJson(Buffer.from(JSON.stringify(log)))
  if (!isObject(value)) throw new Error('no object')
  return readLog(value)
}

function poolOf(over: Partial<AmmV3Pool> = {}) {
  const token = (address: string) => ({ address, symbol: address.slice(2, 6), decimals: 18 })
  const pool: AmmV3Pool = {
    chain: 'ethereum',
    address: REAL.address,
    token0: token(`0x${'a1'.repeat(20)}`),
    token1: token(`0x${'b2'.repeat(20)}`),
    fee: 100,
    tickSpacing: 1,
    base: 'token0',
    priceDigits: 16,
    ...over,
  }
  const found = resolveOptions({ pools: [pool] }).pools.get(REAL.address.toLowerCase())
  if (found === undefined) throw new Error('no pool')
  return found
}

describe('logs', () => {
  test('a recorded swap is the trade that its numbers say, seen from either token', () => {
    const log = read(REAL)
    expect(log).toMatchObject({ block: 391_197_764, index: 6, isRemoved: false })
    expect(log?.event).toEqual({
      kind: 'swap',
      amount0: -4_554_606_499_182_304_536_834n,
      amount1: 3_986_997_894_436_408n,
      sqrtPriceX96: 74_197_256_808_847_951_428_501_965n,
      liquidity: 2_139_865_849_305_468_934_940n,
      tick: -139_475,
    })
    if (log?.event.kind !== 'swap') throw new Error('no swap')
    const direct = tradeOf(log.event, poolOf())
    expect(direct).toMatchObject({ takerSide: 'buy', size: 4_554_606_499_182_304_536_834n })
    // The price's digits, rounded up for a buyer: 8.75377027e-7.
    expect(Number(direct?.price) / 1e16).toBeCloseTo(8.75377027e-7, 14)
    const inverted = tradeOf(log.event, poolOf({ base: 'token1', priceDigits: 4 }))
    expect(inverted).toMatchObject({ takerSide: 'sell', size: 3_986_997_894_436_408n })
    expect(Number(inverted?.price) / 1e4).toBeCloseTo(1 / 8.75377027e-7, 0)
  })

  test('liquidity is added to a range and taken off, at ticks below zero too', () => {
    const range = [`0x${wordOf(1)}`, `0x${wordOf(-139_480)}`, `0x${wordOf(60)}`]
    const mint = { topics: [TOPICS.mint, ...range], data: `0x${[9, 5, 1, 2].map(wordOf).join('')}` }
    const burn = { topics: [TOPICS.burn, ...range], data: `0x${[5, 1, 2].map(wordOf).join('')}` }
    const ends = { kind: 'liquidity', lower: -139_480, upper: 60 }
    expect(read({ ...REAL, ...mint })?.event).toEqual({ ...ends, amount: 5n })
    expect(read({ ...REAL, ...burn })?.event).toEqual({ ...ends, amount: -5n })
  })

  test('other events are none of ours, and damaged ones are told', () => {
    expect(read({ ...REAL, topics: [`0x${'00'.repeat(32)}`] })).toBeUndefined()
    expect(() => read({ ...REAL, data: '0x' })).toThrow(ProtocolError)
    expect(() => read({ ...REAL, blockNumber: '17' })).toThrow(ProtocolError)
    expect(() => read({ ...REAL, blockHash: '0x12' })).toThrow(ProtocolError)
    expect(() => read({ ...REAL, topics: [TOPICS.mint] })).toThrow(ProtocolError)
  })
})
