import { describe, expect, test } from 'vitest'
import { TOPICS, wordOf } from '../../../src/drivers/amm/abi.ts'
import { type AmmOptions, type AmmPoolOptions, amm } from '../../../src/drivers/amm/index.ts'
import { poolIdOf } from '../../../src/drivers/amm/kinds/v4.ts'
import { readLog, tradeOf } from '../../../src/drivers/amm/logs.ts'
import { resolveOptions } from '../../../src/drivers/amm/options.ts'
import { isObject, parseJson } from '../../../src/drivers/kit/fields.ts'
import { aggregated, innerCalls, word } from '../../../src/sim/amm/abi-words.ts'
import { bloomOf } from '../../../src/sim/amm/bloom.ts'
import { driverOf, HOOK, KINDS, type KindCase, keyHash } from './kinds-of-pools.ts'

const kindOf = (name: string): KindCase => {
  const found = KINDS.find(({ poolKind }) => poolKind === name)
  if (found === undefined) throw new Error(`no case of ${name}`)
  return found
}
const resolved = ({ pool }: KindCase, options: AmmOptions = {}) => {
  const { pools } = resolveOptions({ pools: [pool], harmlessHooks: [HOOK], ...options })
  const [only] = pools.values()
  if (only === undefined) throw new Error('no pool')
  return only
}
const MANAGER = '0x000000000004444c5dc75cb358380d2e3de08a90'
const WHO = `0x${wordOf(9)}`

function read(log: object) {
  const value = parseJson(
    Buffer.from(
      JSON.stringify({
        address: MANAGER,
        blockNumber: '0x64',
        blockHash: `0x${'43'.repeat(32)}`,
        transactionHash: `0x${'38'.repeat(32)}`,
        logIndex: '0x6',
        ...log,
      }),
    ),
  )
  return isObject(value) ? readLog(value) : undefined
}
const data = (...words: readonly (bigint | number)[]): string => `0x${words.map(wordOf).join('')}`

describe('a pool of Uniswap v4', () => {
  const v4 = kindOf('v4')
  const { id } = resolved(v4)

  test('goes by the published hash of its key', () => {
    expect(id).toBe('0x21c67e77068de97969ba93d4aab21826d33ca12bb9f565d8496e8fda8a82ca27')
    const { pool } = kindOf('v4-dynamic')
    if (pool.kind !== 'v4') throw new Error('another kind')
    const { token0, token1 } = pool
    const key = keyHash(token0.address, token1.address, 0x80_00_00, 60, HOOK)
    expect(poolIdOf(pool)).toBe(key)
  })

  test('tells swaps from the side of who swaps: what it pays is negative', () => {
    const topics = [TOPICS.keyedSwap, id, WHO]
    // 1 ETH paid in, 3,400 USDC out.
    const log = read({ topics, data: data(-(10n ** 18n), 3_400_000_000n, 1n << 96n, 5, -7, 500) })
    expect(log).toMatchObject({ pool: id, emitter: MANAGER })
    expect(log?.event).toEqual({
      kind: 'swap',
      amount0: 10n ** 18n,
      amount1: -3_400_000_000n,
      sqrtPriceX96: 1n << 96n,
      liquidity: 5n,
      tick: -7,
      fee: 500,
    })
    if (log?.event.kind !== 'swap') throw new Error('no swap')
    expect(tradeOf(log.event, resolved(v4))).toEqual({
      takerSide: 'sell',
      size: 10n ** 18n,
      price: 34_000_000n,
    })
  })

  test('tells liquidity with its sign, and the protocol’s fees as two numbers of twelve bits', () => {
    const liquidity = [TOPICS.keyedLiquidity, id, WHO]
    expect(read({ topics: liquidity, data: data(-120, 60, -5n, 0) })?.event).toEqual({
      kind: 'liquidity',
      lower: -120,
      upper: 60,
      amount: -5n,
    })
    const fees = [TOPICS.keyedProtocolFee, id]
    expect(read({ topics: fees, data: data(1_000 * 4_096 + 250) })?.event).toEqual({
      kind: 'protocolFees',
      down: 250,
      up: 1_000,
    })
  })

  test('is asked for by key, apart from pools that are contracts', () => {
    const { session } = amm({ pools: [v4.pool, { ...kindOf('v2').pool, baseName: 'ETH2' }] })
    const hash = `0x${'5a'.repeat(32)}`
    const result = { number: '0x64', hash, parentHash: hash, timestamp: '0x65' }
    const asked = (logsBloom: string) =>
      session
        .readControl(
          Buffer.from(JSON.stringify({ id: '0 head latest', result: { ...result, logsBloom } })),
          'ethereum',
        )
        .map((control) =>
          control.type === 'ping' ? JSON.parse(String(control.reply.data)) : control,
        )
    const pair = kindOf('v2').instrument.symbol
    expect(asked(bloomOf([MANAGER, id, TOPICS.keyedSwap, pair, TOPICS.reserves]))).toMatchObject([
      {
        id: `100 logs ${hash}`,
        params: [
          { blockHash: hash, address: [pair], topics: [[TOPICS.reserves, TOPICS.exchange]] },
        ],
      },
      {
        id: `100 keyed ${hash}`,
        params: [{ blockHash: hash, address: [MANAGER], topics: [expect.any(Array), [id]] }],
      },
    ])
    // The manager told of something, but not of this pool.
    expect(asked(bloomOf([MANAGER, TOPICS.keyedSwap]))).toEqual([{ type: 'pong' }])
  })
})

describe('swaps of a pair', () => {
  const pair = kindOf('v2')
  const trade = (in0: bigint, in1: bigint, out0: bigint, out1: bigint) => {
    const log = read({
      address: pair.instrument.symbol,
      topics: [TOPICS.exchange, WHO, WHO],
      data: data(in0, in1, out0, out1),
    })
    return log?.event.kind === 'exchange' ? tradeOf(log.event, resolved(pair)) : 'no swap'
  }
  const weth = 10n ** 18n

  test('are trades by what stays of both tokens, which may go both ways', () => {
    expect(trade(3_411_000_000n, 0n, 0n, weth)).toEqual({
      takerSide: 'buy',
      size: weth,
      price: 34_110_000n,
    })
    expect(trade(3_411_000_000n, weth, 0n, 2n * weth)).toEqual(trade(3_411_000_000n, 0n, 0n, weth))
    expect(trade(0n, weth, 3_389_000_000n, 0n)).toMatchObject({ takerSide: 'sell' })
  })

  test('are none where a token comes back as what it was, with its fee', () => {
    expect(trade(1_004n, 0n, 1_000n, 0n)).toBeUndefined()
    expect(trade(1_004n, 5n, 1_000n, 4n)).toBeUndefined()
  })
})

test('fees of Algebra are told for both directions, or for each', () => {
  const own = { address: kindOf('algebra-1.0').instrument.symbol }
  expect(read({ ...own, topics: [TOPICS.fee], data: data(150) })?.event).toEqual({
    kind: 'fees',
    down: 150,
    up: 150,
  })
  expect(read({ ...own, topics: [TOPICS.feesByDirection], data: data(150, 90) })?.event).toEqual({
    kind: 'fees',
    down: 150,
    up: 90,
  })
})

describe('a fee that no log tells', () => {
  const asks = (kind: string, options: AmmOptions = {}) => {
    const { session } = driverOf(kindOf(kind), options)
    const hash = `0x${'5a'.repeat(32)}`
    const result = { number: '0x64', hash, parentHash: hash, timestamp: '0x65' }
    const head = { id: '0 head latest', result: { ...result, logsBloom: bloomOf([HOOK]) } }
    return session
      .readControl(Buffer.from(JSON.stringify(head)), 'ethereum')
      .map((control) =>
        control.type === 'ping' ? JSON.parse(String(control.reply.data)) : control.type,
      )
  }

  test.each(['slipstream', 'v4-dynamic'])(
    'of %s is asked for at each block, by its hash',
    (kind) => {
      const hash = `0x${'5a'.repeat(32)}`
      expect(asks(kind)).toMatchObject([
        { id: `100 fees ethereum:${hash}`, method: 'eth_call', params: [{}, { blockHash: hash }] },
      ])
    },
  )

  test('is not asked for where prices go without, or logs tell it', () => {
    expect(asks('slipstream', { includesFee: false })).toEqual(['pong'])
    for (const kind of ['v2', 'v4', 'algebra-1.0']) expect(asks(kind)).toEqual(['pong'])
  })
})

describe('options', () => {
  const { pool: v4 } = kindOf('v4')
  const { pool: hooked } = kindOf('v4-dynamic')
  const { pool: pair } = kindOf('v2')
  const { pool: algebra } = kindOf('algebra-1.0')
  const with_ = (pool: AmmPoolOptions, over: object): AmmOptions => ({
    pools: [Object.assign({}, pool, over)],
  })
  test.each<[string, AmmOptions, RegExp]>([
    ['a hook that nobody vouches for', { pools: [hooked] }, /hook .* name it in harmlessHooks/],
    ['a fee of a hook that is not there', with_(v4, { fee: 'dynamic' }), /set by a hook/],
    ['a hook that is no address', with_(v4, { hooks: '0x12' }), /address of a hook/],
    [
      'the currency of a chain in a pair',
      with_(pair, { token0: v4.token0 }),
      /expected an address/,
    ],
    ['a version of Algebra', with_(algebra, { version: '2.0' }), /version 2\.0, expected one of/],
    ['a fee', with_(pair, { fee: -1 }), /fee -1/],
    [
      'a chain without Uniswap v4',
      {
        chains: {
          mine: {
            providers: [{ http: 'https://a.test', ws: 'wss://a.test' }],
            facts: { chainId: 7, blockMs: 1_000, multicall3: MANAGER },
          },
        },
        pools: [{ ...v4, chain: 'mine' }],
      },
      /where is Uniswap v4 on "mine"/,
    ],
  ])('%s is refused', (_what, options, expected) => {
    expect(() => amm(options)).toThrow(expected)
  })
})

describe('a listing', () => {
  /** What the driver makes of a pool whose contract answers as told, by selectors; the rest fails. */
  const list = (kind: string, answers: Readonly<Record<string, string>>) => {
    const [call] = driverOf(kindOf(kind)).rest.instruments(['ethereum'])
    const { params } = JSON.parse(String(call?.request.body)) as {
      params: [{ readonly data: string }]
    }
    const results = innerCalls(params[0].data.slice(10)).map(
      ({ data: asked }) => answers[asked.slice(0, 8)],
    )
    const body = Buffer.from(JSON.stringify({ id: '1', result: `0x${aggregated(results)}` }))
    return call?.parse({ status: 200, headers: {}, body }, 0)
  }
  const state = (words: number): string =>
    [1n << 96n, 0, ...Array.from({ length: words - 2 }, () => 1)].map(word).join('')
  const liquidity = { '1a686502': word(5) }
  const every60 = { '70cf754a': word(11_505_743_598_341_114_571_880_798_222_544_994n) }
  const cooldown = { '17e25b3c': word(0) }

  test('takes a version of Algebra by its words, its cooldown and its bitmap', () => {
    const answers = { e76c01e4: state(7), ...liquidity, ...every60, ...cooldown }
    expect(list('algebra-1.0', answers)).toMatchObject([{ status: 'trading' }])
  })

  test.each<[string, string, Readonly<Record<string, string>>, RegExp]>([
    [
      'Algebra Integral',
      'algebra-1.0',
      { e76c01e4: state(6), ...liquidity },
      /globalState\(\) is 6: it is Algebra Integral, whose plugins set fees on the chain/,
    ],
    [
      'Algebra 2.0',
      'algebra-1.0',
      { e76c01e4: state(7), ...liquidity, ...every60 },
      /liquidityCooldown\(\), which v2\.0 has not, is absent/,
    ],
    [
      'a version with another bitmap',
      'algebra-1.9',
      { e76c01e4: state(7), ...liquidity, ...every60, ...cooldown },
      /maxLiquidityPerTick is/,
    ],
    [
      'a version with a fee each way',
      'algebra-1.0',
      { e76c01e4: state(8), ...liquidity, ...every60, ...cooldown },
      /globalState\(\) is 8 on the chain, the options say 7/,
    ],
    [
      'a pool of v3 as one of Algebra',
      'algebra-1.0',
      liquidity,
      /globalState\(\) is absent on the chain/,
    ],
    [
      'a pool of v3 as one of Slipstream',
      'slipstream',
      { '3850c7bd': state(7), ddca3f43: word(500), d0c93a7c: word(100), ...liquidity },
      /slot0\(\) is 7 on the chain, the options say 6/,
    ],
    [
      'a pair of another curve',
      'v2',
      { '0902f1ac': [5, 5, 1].map(word).join(''), '22be3de1': word(0) },
      /stable\(\) is there: it is no pair of Uniswap v2/,
    ],
    [
      'a StateView of another manager',
      'v4',
      { c815641c: state(4), fa6793d5: word(5), dc4c90d3: word(7) },
      /poolManager of the StateView is/,
    ],
  ])('refuses %s, and says what was found', (_what, kind, answers, expected) => {
    expect(() => list(kind, answers)).toThrow(expected)
  })

  test('refuses a pool of Slipstream as one of v3', () => {
    const [call] = amm().rest.instruments(['ethereum'])
    const { params } = JSON.parse(String(call?.request.body)) as {
      params: [{ readonly data: string }]
    }
    const results = innerCalls(params[0].data.slice(10)).map(({ data: asked }) =>
      asked.startsWith('3850c7bd') ? state(6) : undefined,
    )
    const body = Buffer.from(JSON.stringify({ id: '1', result: `0x${aggregated(results)}` }))
    expect(() => call?.parse({ status: 200, headers: {}, body }, 0)).toThrow(
      /kind by the words of slot0\(\) is slipstream/,
    )
  })

  test('takes what is not there yet as unknown', () => {
    expect(list('slipstream', {})).toMatchObject([{ status: 'unknown' }])
    expect(list('v2', { '0902f1ac': [0, 0, 0].map(word).join('') })).toMatchObject([
      { status: 'halted' },
    ])
  })
})
