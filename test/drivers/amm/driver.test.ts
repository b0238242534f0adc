import { describe, expect, test } from 'vitest'
import type { Topic } from '../../../src/core/index.ts'
import { TOPICS } from '../../../src/drivers/amm/abi.ts'
import { type AmmOptions, amm } from '../../../src/drivers/amm/index.ts'
import { instrumentOf } from '../../../src/drivers/amm/instruments.ts'
import { resolveOptions } from '../../../src/drivers/amm/options.ts'
import type { AmmV3Pool } from '../../../src/drivers/amm/pool-options.ts'
import { DEFAULT_POOLS } from '../../../src/drivers/amm/venue.ts'
import { bloomOf } from '../../../src/sim/amm/bloom.ts'

const USDC_WETH = '0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640'
const pool = DEFAULT_POOLS[0] as AmmV3Pool
const [resolved] = resolveOptions({}).pools.values()
if (resolved === undefined) throw new Error('there is no default pool')
const instrument = instrumentOf(resolved, 'trading', false)
const bytes = (message: unknown): Uint8Array => Buffer.from(JSON.stringify(message))

interface Sent {
  readonly id: string
  readonly method: string
  readonly params: readonly unknown[]
}
const sent = (data: string | Uint8Array): Sent => JSON.parse(String(data)) as Sent

describe('options', () => {
  const with_ = (over: object): AmmOptions => ({ pools: [Object.assign({}, pool, over)] })
  test.each<[string, AmmOptions, RegExp]>([
    ['an address', with_({ address: '0x12' }), /expected an address/],
    ['a chain', with_({ chain: 'nowhere' }), /no chain "nowhere"/],
    ['the order of tokens', with_({ token0: pool.token1, token1: pool.token0 }), /lower/],
    ['a fee', with_({ fee: 1_000_000 }), /fee/],
    ['a grid', with_({ gridTicks: 0 }), /gridTicks/],
    ['a pool twice', { pools: [pool, pool] }, /stands twice/],
    ['a name twice', { pools: [pool, { ...pool, address: `0x${'11'.repeat(20)}` }] }, /baseName/],
    ['no provider', { chains: { ethereum: { providers: [] } } }, /expected a provider/],
    [
      'an address that is none',
      { chains: { ethereum: { providers: [{ http: 'secret-key', ws: 'wss://a.test' }] } } },
      /providers\[0\]\.http/,
    ],
    [
      'a chain without facts',
      { chains: { ...{ mine: { providers: [{ http: 'https://a.test', ws: 'wss://a.test' }] } } } },
      /give all of its facts/,
    ],
    ['a count', { levels: 0 }, /levels/],
  ])('%s that cannot be is named', (_what, options, expected) => {
    expect(() => amm(options)).toThrow(expected)
  })

  test('an address with a key in it is not told', () => {
    const providers = [{ http: 'secret-key', ws: 'wss://a.test' }]
    expect(() => amm({ chains: { ethereum: { providers } } })).toThrow(
      expect.not.stringContaining('secret-key') as string,
    )
  })
})

describe('the session', () => {
  const { session } = amm()
  const topic: Topic = {
    name: `pool:${USDC_WETH}`,
    endpoint: 'ethereum',
    channel: 'book',
    symbol: instrument.symbol,
    feed: 'logs',
    depth: 50,
  }

  test('every socket hears of new blocks, and asks for the newest', () => {
    expect(session.hello('ethereum').map(({ data }) => sent(data))).toMatchObject([
      { method: 'eth_subscribe', params: ['newHeads'] },
      { method: 'eth_getBlockByNumber', params: ['latest', false] },
    ])
  })

  test.each([
    ['is pushed', (result: object) => ({ method: 'eth_subscription', params: { result } })],
    ['is the newest', (result: object) => ({ id: '0 head latest', result })],
  ])(
    'the logs of a block whose head %s are asked for, by its hash, of the pools that it may have logs of',
    (_how, wrap) => {
      const hash = `0x${'5a'.repeat(32)}`
      const head = { number: '0x64', hash, parentHash: hash, timestamp: '0x65' }
      const asked = (logsBloom?: string): unknown => {
        const frame = bytes(wrap({ ...head, ...(logsBloom !== undefined && { logsBloom }) }))
        const [control] = session.readControl(frame, 'ethereum')
        if (control?.type !== 'ping') return control?.type
        const { id, method, params } = sent(String(control.reply.data))
        expect([id, method]).toEqual([`100 logs ${hash}`, 'eth_getLogs'])
        expect(params[0]).toMatchObject({ blockHash: hash })
        return (params[0] as { readonly address: readonly string[] }).address
      }
      const all = resolveOptions({}).pools
      const addresses = [...all.keys()]
      expect(asked(bloomOf([USDC_WETH, TOPICS.burn]))).toEqual([USDC_WETH])
      expect(asked(bloomOf([USDC_WETH]))).toMatch(/^(heartbeat|pong)$/)
      expect(asked(bloomOf([TOPICS.burn]))).toMatch(/^(heartbeat|pong)$/)
      expect(asked(bloomOf([]))).toEqual(addresses)
      expect(asked()).toEqual(addresses)
    },
  )

  test('a book is a subscription to logs and, on the same socket behind it, a reading', () => {
    const [logs, reading] = session.subscribe([topic], 7).map(({ data }) => sent(data))
    expect(logs).toMatchObject({ id: `7 sub ${topic.name}`, method: 'eth_subscribe' })
    expect(logs?.params[1]).toMatchObject({ address: [USDC_WETH] })
    expect(reading).toMatchObject({ method: 'eth_call' })
    expect(reading?.id).toMatch(new RegExp(`^7 state ${USDC_WETH} -?\\d+ \\d+$`))
    expect(reading?.params[1]).toBe('latest')
  })

  test('a subscription ends by the id that the node gave it', () => {
    const ack = { jsonrpc: '2.0', id: `7 sub ${topic.name}`, result: '0xcd0c' }
    expect(session.readControl(bytes(ack), 'ethereum')).toEqual([
      { type: 'ack', requestId: 7, subscription: '0xcd0c' },
    ])
    const [end] = session.unsubscribe([{ ...topic, subscription: '0xcd0c' }], 8)
    expect(sent(end?.data ?? '')).toMatchObject({ method: 'eth_unsubscribe', params: ['0xcd0c'] })
    const done = { jsonrpc: '2.0', id: `8 end ${topic.name}`, result: true }
    expect(session.readControl(bytes(done), 'ethereum')).toEqual([{ type: 'ack', requestId: 8 }])
  })

  test.each([
    [-32_602, 'invalid params', 'SUBSCRIBE_REJECTED', 'never'],
    [-32_005, 'limit exceeded', 'RATE_LIMITED', 'safe'],
    [-32_000, 'header not found', 'VENUE_UNAVAILABLE', 'safe'],
  ])('a refusal with %i "%s" is %s', (code, message, expected, retry) => {
    const refusal = { jsonrpc: '2.0', id: `7 sub ${topic.name}`, error: { code, message } }
    expect(session.readControl(bytes(refusal), 'ethereum')).toMatchObject([
      { type: 'reject', requestId: 7, error: { code: expected, retry } },
    ])
  })
})

describe('what a node refuses over HTTP', () => {
  const { rest } = amm()
  const [call] = rest.instruments(['ethereum'])
  const answer = (status: number, body: string) => ({
    status,
    headers: { 'retry-after': '3' },
    body: Buffer.from(body),
  })
  test.each<[string, object, string, boolean]>([
    ['a limit', { code: -32_005, message: 'limit exceeded' }, 'RATE_LIMITED', false],
    ['units', { code: 429, message: 'exceeded its compute units' }, 'RATE_LIMITED', false],
    ['a lag', { code: -32_000, message: 'header not found' }, 'VENUE_UNAVAILABLE', false],
    ['pruning', { code: -32_000, message: 'missing trie node' }, 'VENUE_UNAVAILABLE', false],
    ['a fault inside', { code: -32_603, message: 'internal' }, 'VENUE_UNAVAILABLE', false],
    ['a range', { code: -32_600, message: 'up to a 10 block range' }, 'VENUE_REJECTED', true],
    [
      'a number of results',
      { code: -32_005, message: 'query returned more than 10000 results' },
      'VENUE_REJECTED',
      true,
    ],
    ['a revert', { code: -32_000, message: 'execution reverted' }, 'VENUE_REJECTED', false],
    ['an unknown code', { code: -39_999, message: 'x' }, 'VENUE_REJECTED', false],
  ])('%s', (_what, error, code, isTooWide) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: '1', error })
    expect(() => call?.parse(answer(200, body), 0)).toThrow(
      expect.objectContaining({ code, context: expect.objectContaining({ isTooWide }) as object }),
    )
  })

  test.each([
    [429, '{"jsonrpc":"2.0","error":{"code":-32005,"message":"x"}}', 'RATE_LIMITED'],
    [503, '<html>down</html>', 'VENUE_UNAVAILABLE'],
    [401, '{"error":{"code":-32600,"message":"Must be authenticated"}}', 'VENUE_REJECTED'],
  ])('status %i', (status, body, code) => {
    expect(rest.error(answer(status, body), 'ethereum').code).toBe(code)
  })

  test('asks for a chain’s own service, at the provider’s address as it stands', () => {
    expect(call?.request).toMatchObject({ service: 'ethereum', method: 'POST', path: '/' })
  })
})

test('an instrument is its pool, under the names of its tokens', () => {
  expect(instrument).toMatchObject({
    pair: 'ETH/USDC',
    symbol: USDC_WETH,
    product: 'ethereum',
    tickSize: '0.0001',
    lotSize: '0.000000000000000001',
  })
})
