import { describe, expect, test } from 'vitest'
import type { Topic } from '../../../src/core/index.ts'
import { mt5 } from '../../../src/drivers/mt5/index.ts'

const { session, facts, topics, inferInstrument, rest } = mt5()
const topic = (name: string): Topic => ({ name, endpoint: 'bridge', channel: 'bbo' })
const read = (message: unknown, of = session) =>
  of.readControl(
    Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)),
    'bridge',
  )
const hello = { t: 'hello', v: 1, bridge: 'x', srvOff: 10_800, now: 1, token: 'secret' }
const WELCOME = { type: 'ping', reply: { data: '{"t":"welcome","v":1,"hb":5000}', topics: [] } }

test('requests name symbols, ask for live ticks, and carry ids that count up', () => {
  const wanted = [topic('EURUSD'), topic('.US500')]
  expect(session.hello('bridge')).toEqual([])
  expect(session.subscribe(wanted, 7)).toEqual([
    {
      data: '{"t":"sub","id":7,"s":["EURUSD",".US500"],"mode":"all","from":0,"book":false}',
      requestId: 7,
      topics: wanted,
    },
  ])
  expect(session.unsubscribe(wanted.slice(1), 8)).toEqual([
    { data: '{"t":"unsub","id":8,"s":[".US500"]}', requestId: 8, topics: wanted.slice(1) },
  ])
  const many = Array.from({ length: 250 }, (_, i) => topic(`SYMBOL${i}`))
  expect(session.subscribe(many, 1).map(({ requestId }) => requestId)).toEqual([1, 2, 3])
})

describe('the first message', () => {
  test('is answered by a welcome, and only then topics are subscribed', () => {
    expect(facts.streams[0]?.awaitsWelcome).toBe(true)
    expect(read(hello)).toEqual([
      WELCOME,
      { type: 'welcome', keepAlive: { kind: 'server', deadAfterMs: 15_000 } },
    ])
  })

  test.each([
    ['another token', { ...hello, token: 'secreT' }, 'bad token'],
    ['no token', { ...hello, token: undefined }, 'bad token'],
    ['a token that is no text', { ...hello, token: 1 }, 'bad token'],
    ['another version', { ...hello, v: 2 }, 'version is not 1'],
    ['no version', { ...hello, v: undefined }, 'version is not 1'],
  ])('with %s is answered by a bye, without a welcome', (_name, message, why) => {
    expect(read(message, mt5({ token: 'secret' }).session)).toEqual([
      { type: 'ping', reply: { data: JSON.stringify({ t: 'bye', why }), topics: [] } },
      { type: 'notice', detail: `The bridge was refused: ${why}` },
    ])
  })

  test('with the token that is asked for is welcome', () => {
    expect(read(hello, mt5({ token: 'secret' }).session)[0]).toEqual(WELCOME)
  })
})

test('an answer accepts symbols and refuses others, each by name', () => {
  const answer = {
    t: 'subd',
    id: 1,
    ok: ['EURUSD'],
    err: { XAUUSD: 'unknown symbol', GBPUSD: 'BUSY' },
  }
  expect(read(answer)).toMatchObject([
    { type: 'ack', requestId: 1, topic: 'EURUSD' },
    { type: 'reject', requestId: 1, topic: 'XAUUSD', error: { code: 'SUBSCRIBE_REJECTED' } },
    { type: 'reject', requestId: 1, topic: 'GBPUSD', error: { code: 'VENUE_UNAVAILABLE' } },
  ])
  expect(read({ t: 'subd', id: {}, ok: [1], err: [] })).toEqual([])
})

test.each([
  ['BAD_MSG', 'VENUE_REJECTED', 'never'],
  ['UNKNOWN_SYMBOL', 'VENUE_REJECTED', 'never'],
  ['TERMINAL_OFFLINE', 'VENUE_UNAVAILABLE', 'safe'],
  ['BUSY', 'VENUE_UNAVAILABLE', 'safe'],
])('error %s is %s', (venueCode, code, retry) => {
  expect(read({ t: 'err', id: 3, code: venueCode, msg: '...' })).toMatchObject([
    { type: 'reject', requestId: 3, error: { code, retry, context: { venueCode } } },
  ])
  const body = Buffer.from(JSON.stringify({ t: 'err', code: venueCode, msg: 'x' }))
  expect(rest.error({ status: 400, headers: {}, body }, 'bridge')).toMatchObject({ code, retry })
})

test('other control messages are a sign of life, an end, or a notice', () => {
  expect(read({ t: 'hb', now: 1, srvOff: 0 })).toEqual([{ type: 'heartbeat' }])
  expect(read({ t: 'bye', why: 'update' })).toEqual([
    { type: 'closing', detail: 'the bridge says bye: update' },
  ])
  expect(read('junk')).toEqual([{ type: 'notice', detail: 'junk' }])
})

describe('names', () => {
  const listed = (...rows: object[]) =>
    mt5({ aliases: { '.US500': { base: 'US500', quote: 'USD' } } })
      .rest.instruments(['quoted', 'traded'])
      .flatMap(({ parse }) =>
        parse(
          { status: 200, headers: {}, body: Buffer.from(JSON.stringify({ t: 'syms', k: rows })) },
          0,
        ),
      )
  const row = (s: string, base: string, quote: string, more: object = {}) => ({
    ...{ t: 'sym', s, digits: 5, point: '0.00001', tick: '0.00001', lot: 100_000 },
    ...{ vmin: '0.01', vstep: '0.01', vmax: '500', base, quote, chart: 0, mode: 4, ...more },
  })

  test('are of the currencies that the terminal tells, not of the symbol', () => {
    expect(
      listed(
        row('EURUSDpro', 'EUR', 'USD'),
        row('GOLD', 'XAU', 'USD', { digits: 2, tick: '0.01' }),
      ),
    ).toMatchObject([
      {
        pair: 'EUR/USD',
        symbol: 'EURUSDpro',
        product: 'quoted',
        status: 'trading',
        tickSize: '0.00001',
      },
      { pair: 'XAU/USD', symbol: 'GOLD', priceScale: 2, sizeScale: 2, lotSize: '0.01' },
    ])
  })

  test('are the symbol’s own where a share has one currency on both sides', () => {
    expect(listed(row('GAZP', 'RUB', 'RUB', { chart: 1, mode: 3 }))).toMatchObject([
      { pair: 'GAZP/RUB', product: 'traded', status: 'reduceOnly' },
    ])
  })

  test('stand once each: the symbol spelled like its pair keeps it', () => {
    const pairs = listed(row('EURUSD.m', 'EUR', 'USD'), row('EURUSD', 'EUR', 'USD'))
    expect(pairs.map(({ pair }) => pair)).toEqual(['EURUSD.m/USD', 'EUR/USD'])
  })

  test('are aliases where there are some', () => {
    expect(listed(row('.US500', 'USD', 'USD'))).toMatchObject([{ pair: 'US500/USD' }])
  })

  test('that no listing gave are inferred from six capitals alone', () => {
    expect(inferInstrument('spot', 'EURUSD')).toMatchObject({ pair: 'EUR/USD', isInferred: true })
    for (const symbol of ['EURUSD.m', 'GOLD', 'eurusd'])
      expect(inferInstrument('spot', symbol)).toBeUndefined()
    expect(inferInstrument('futures', 'EURUSD')).toBeUndefined()
  })

  test('lead to one topic for quotes, deals and terms of a symbol', () => {
    const [share] = listed(row('GAZP', 'RUB', 'RUB', { chart: 1 }))
    if (share === undefined) throw new Error('nothing is listed')
    for (const channel of ['bbo', 'trade', 'instrument'] as const)
      expect(topics(share, { channel })).toEqual([{ ...topic('GAZP'), symbol: 'GAZP' }])
    expect(() => topics(share, { channel: 'book' })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_CHANNEL' }),
    )
  })
})
