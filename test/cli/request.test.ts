import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { clientOrderId } from '../../src/core/index.ts'
import { crossbook } from './terminal.ts'

const TIME_MS = 1_763_700_000_000
const SECRET = Buffer.from('a secret of nobody, for tests').toString('base64')
const ID = clientOrderId(1, 7)

interface Printed {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

const KEYS = ['--key', 'K', '--secret', SECRET, '--passphrase', 'P', '--time-ms', String(TIME_MS)]

async function request(venue: string, method: string, args: object): Promise<Printed> {
  const json = JSON.stringify(args)
  const ran = await crossbook([
    'request',
    '--venue',
    venue,
    '--method',
    method,
    '--json',
    json,
    ...KEYS,
  ])
  expect([ran.code, ran.err]).toEqual([0, ''])
  // What the command prints is what it says that it prints.
  return ran.json()[0] as unknown as Printed
}

const ORDER = {
  side: 'buy',
  type: 'limit',
  quantity: '0.01',
  price: '60000',
  postOnly: true,
  clientOrderId: ID,
}
const hmac = (hash: string, key: string | Buffer, text: string | Buffer) =>
  createHmac(hash, key).update(text)

/** Each venue's signature, by its documents, of what was printed. */
const VENUES: readonly (readonly [
  venue: string,
  args: object,
  expected: (printed: Printed) => readonly [found: string | undefined, expected: string],
])[] = [
  [
    'binance',
    { product: 'spot', symbol: 'BTCUSDT' },
    ({ url, body = '' }) => {
      const query = new URL(url).search.slice(1) || body
      const [payload = '', signature] = query.split('&signature=')
      return [signature, hmac('sha256', SECRET, payload).digest('hex')]
    },
  ],
  [
    'bybit',
    { product: 'linear', symbol: 'BTCUSDT' },
    ({ headers, body = '' }) => {
      const window = headers['X-BAPI-RECV-WINDOW'] ?? ''
      const payload = `${TIME_MS}K${window}${body}`
      return [headers['X-BAPI-SIGN'], hmac('sha256', SECRET, payload).digest('hex')]
    },
  ],
  [
    'okx',
    { product: 'swap', symbol: 'BTC-USDT-SWAP' },
    ({ url, method, headers, body = '' }) => {
      const { pathname, search } = new URL(url)
      const payload = `${new Date(TIME_MS).toISOString()}${method}${pathname}${search}${body}`
      return [headers['OK-ACCESS-SIGN'], hmac('sha256', SECRET, payload).digest('base64')]
    },
  ],
  [
    'kraken',
    { product: 'spot', symbol: 'BTC/USD' },
    ({ url, headers, body = '' }) => {
      const hash = createHash('sha256').update(`${TIME_MS}${body}`).digest()
      const payload = Buffer.concat([Buffer.from(new URL(url).pathname), hash])
      return [
        headers['API-Sign'],
        hmac('sha512', Buffer.from(SECRET, 'base64'), payload).digest('base64'),
      ]
    },
  ],
]

describe('crossbook request', () => {
  test.each(VENUES)(
    'prints an order of %s as it would be sent, signed',
    async (venue, args, check) => {
      const printed = await request(venue, 'place', { ...args, ...ORDER })
      const [found, expected] = check(printed)
      expect(found).toBe(venue === 'binance' ? encodeURIComponent(expected) : expected)
      expect(JSON.stringify(printed)).not.toContain(SECRET)
    },
  )

  test.each(['balances', 'openOrders', 'history', 'fills', 'cancel', 'order'])(
    'prints %s of every venue',
    async (method) => {
      for (const [venue, args] of VENUES) {
        const { url, headers } = await request(venue, method, { ...args, clientOrderId: ID })
        expect(url).toMatch(/^https:\/\//)
        expect(JSON.stringify([url, headers])).toContain('K')
      }
    },
  )

  /** Of futures where a venue has settings for them alone. */
  const FUTURES: readonly (readonly [venue: string, args: object])[] = [
    ['binance', { product: 'usdm', symbol: 'BTCUSDT' }],
    ['bybit', { product: 'linear', symbol: 'BTCUSDT' }],
    ['okx', { product: 'swap', symbol: 'BTC-USDT-SWAP' }],
    ['kraken', { product: 'futures', symbol: 'PF_XBTUSD' }],
  ]

  test.each([
    ['binance', 'https://api.binance.com/api/v3/account/commission?symbol=BTCUSDT&'],
    ['bybit', 'https://api.bybit.com/v5/account/fee-rate?category=linear&symbol=BTCUSDT'],
    ['okx', 'https://openapi.okx.com/api/v5/account/trade-fee?instType=SWAP&instFamily=BTC-USDT'],
    ['kraken', 'https://api.kraken.com/0/private/TradeVolume'],
  ])('prints how %s is asked for fee rates', async (venue, start) => {
    const [, args = {}] = VENUES.find(([each]) => each === venue) ?? []
    expect((await request(venue, 'feeRates', args)).url.startsWith(start)).toBe(true)
  })

  test.each(FUTURES)('prints how leverage is set at %s', async (venue, args) => {
    const printed = await request(venue, 'setLeverage', {
      ...args,
      leverage: 5,
      marginMode: 'isolated',
    })
    expect(`${printed.url} ${printed.body ?? ''}`).toMatch(/everage.*5/)
    expect(printed.method).toBe(venue === 'kraken' ? 'PUT' : 'POST')
  })

  test.each(FUTURES)('prints batches of orders of %s in one request', async (venue, args) => {
    const ids = [clientOrderId(1, 7), clientOrderId(1, 8)]
    const orders = ids.map((id) => ({ ...ORDER, clientOrderId: id }))
    for (const method of ['placeBatch', 'cancelBatch']) {
      const { url, body = '' } = await request(venue, method, { ...args, orders })
      const sent = decodeURIComponent(`${url} ${body}`)
      for (const id of ids) expect(sent).toContain(id)
    }
  })

  test('says what is wrong with any order of a batch, and where there are no batches', async () => {
    const fail = async (args: object) =>
      await crossbook([
        ...['request', '--venue', 'binance', '--method', 'placeBatch'],
        ...['--json', JSON.stringify(args), ...KEYS],
      ])
    const spot = { product: 'spot', symbol: 'BTCUSDT' }
    const none = await fail({ ...spot, orders: [] })
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('orders: expected a list')])
    const bad = await fail({ ...spot, orders: [ORDER, { ...ORDER, side: 'hold' }] })
    expect([bad.code, bad.err]).toEqual([2, expect.stringContaining('side')])
    const unbatched = await fail({ ...spot, orders: [ORDER] })
    expect([unbatched.code, unbatched.err]).toEqual([2, expect.stringContaining('no batches')])
  })

  test('prints the calls before a connection, those that keep it, and what subscribes', async () => {
    const lines = async (venue: string, method: string, args: object) => {
      const json = ['--json', JSON.stringify(args)]
      const ran = await crossbook([
        ...['request', '--venue', venue, '--method', method],
        ...[...json, ...KEYS],
      ])
      expect([ran.code, ran.err]).toEqual([0, ''])
      return ran.json()
    }
    expect(await lines('binance', 'connect', {})).toMatchObject([
      { method: 'POST', url: 'https://fapi.binance.com/fapi/v1/listenKey' },
    ])
    expect(await lines('binance', 'renew', {})).toMatchObject([{ method: 'PUT' }])
    // A token for the private stream, and one for the socket that takes orders.
    const token = { url: 'https://api.kraken.com/0/private/GetWebSocketsToken' }
    expect(await lines('kraken', 'connect', {})).toMatchObject([token, token])
    expect(await lines('bybit', 'serverTime', { service: 'v5' })).toMatchObject([
      { url: 'https://api.bybit.com/v5/market/time' },
    ])
    const subscribed = await lines('kraken', 'subscribe', { product: 'spot', grant: 'TOKEN' })
    expect(JSON.stringify(subscribed)).toContain('TOKEN')
    const signed = await lines('binance', 'subscribe', { product: 'spot' })
    expect(JSON.stringify(signed)).toContain('userDataStream.subscribe.signature')
  })

  test('prints the frames that log in', async () => {
    const ran = await crossbook(['request', '--venue', 'okx', '--method', 'login', ...KEYS])
    expect(ran.json()[0]).toMatchObject({
      url: expect.stringMatching(/^wss:/),
      frame: expect.stringContaining('"op":"login"'),
    })
  })

  test('prints the frame that a socket for orders takes, where there is one', async () => {
    const json = JSON.stringify({ product: 'linear', symbol: 'BTCUSDT', ...ORDER })
    const asked = (venue: string, method: string, ...more: string[]) =>
      crossbook(['request', '--venue', venue, '--method', method, '--json', json, ...KEYS, ...more])
    const ran = await asked('bybit', 'place', '--over', 'socket')
    expect(ran.json()[0]).toEqual({
      endpoint: 'trade',
      url: 'wss://stream.bybit.com/v5/trade',
      frame: expect.stringContaining('"op":"order.create"'),
    })
    const swap = { product: 'swap', symbol: 'BTC-USDT-SWAP', orderCode: 10459, ...ORDER }
    const okx = ['request', '--venue', 'okx', '--method', 'place', ...KEYS, '--over', 'socket']
    const numbered = await crossbook([...okx, '--json', JSON.stringify(swap)])
    expect(numbered.json()[0]).toMatchObject({
      endpoint: 'orders',
      frame: expect.stringContaining('"instIdCode":10459'),
    })
    const { orderCode: _, ...unnumbered } = swap
    const byRest = await crossbook([...okx, '--json', JSON.stringify(unnumbered)])
    expect([byRest.code, byRest.err]).toEqual([2, expect.stringContaining('by REST alone')])
    const asking = await asked('bybit', 'openOrders', '--over', 'socket')
    expect([asking.code, asking.err]).toEqual([
      2,
      expect.stringContaining('place, amend and cancel'),
    ])
    const wrong = await asked('bybit', 'place', '--over', 'pigeon')
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('rest or socket')])
  })

  test('lists everything that is wrong with the arguments, and exits with 2', async () => {
    const json = JSON.stringify({ product: 'spot', symbol: 'BTCUSDT', side: 'by', quantity: 0.1 })
    const ran = await crossbook([
      'request',
      '--venue',
      'binance',
      '--method',
      'place',
      '--json',
      json,
      ...KEYS,
    ])
    expect([ran.code, ran.out]).toEqual([2, ''])
    for (const name of ['side', 'type', 'quantity', 'clientOrderId'])
      expect(ran.err).toContain(name)
    expect(ran.err).not.toContain(SECRET)
  })

  /** An order of each venue to which nothing but what a test adds is missing. */
  const SALES = [...FUTURES.filter(([venue]) => venue !== 'kraken'), VENUES[3] ?? []].map(
    ([venue = '', args = {}]) =>
      [venue, { ...args, side: 'sell', quantity: '0.01', clientOrderId: ID }] as const,
  )

  /** The problems, without the line that points at the help. */
  async function refused(
    venue: string,
    method: string,
    args: object,
    keys = KEYS,
  ): Promise<readonly string[]> {
    const json = JSON.stringify(args)
    const call = ['request', '--venue', venue, '--method', method, '--json', json]
    const ran = await crossbook([...call, ...keys])
    expect([ran.code, ran.out]).toEqual([2, ''])
    return ran.err.trimEnd().split('\n').slice(0, -1)
  }

  describe.each(SALES)('signs no order of %s that says less than was meant:', (venue, sale) => {
    test.each([
      [{ type: 'limit' }, ['price: expected decimal text above 0, such as "0.01", was nothing']],
      [{ type: 'limit', price: '0' }, [expect.stringContaining('price: expected decimal')]],
      [{ type: 'stopMarket' }, [expect.stringMatching(/^triggerPrice: expected .*nothing$/)]],
      [
        { type: 'stopLimit' },
        [expect.stringMatching(/^price: /), expect.stringMatching(/^triggerPrice: /)],
      ],
      [{ type: 'market', price: '1' }, ['price: expected none on market, was "1"']],
      [
        { type: 'limit', price: '1', triggerPrice: '1' },
        ['triggerPrice: expected none on limit, was "1"'],
      ],
      [{ type: 'market', quantity: '0.00' }, [expect.stringMatching(/^quantity: .*"0.00"$/)]],
      [
        { type: 'market', postOnly: true },
        ['postOnly: expected on orders with a price, was on market'],
      ],
      [
        { type: 'limit', price: '1', timeInForce: 'gtd' },
        ['timeInForce: expected gtc, ioc, fok, was "gtd", whose end no argument says'],
      ],
      [
        { type: 'market', timeInForce: 'ioc', reduceonly: true },
        ['reduceonly: there is no such argument (nearest: reduceOnly)'],
      ],
      [{ type: 'market', reduceOnly: null }, ['reduceOnly: expected true or false, was null']],
      // Known, but to another method.
      [{ type: 'market', leverage: 5 }, [expect.stringMatching(/^leverage: there is no such/)]],
    ])('%j', async (terms, expected) => {
      const found = await refused(venue, 'place', { ...sale, ...terms })
      expect(found.map((line) => line.replace(/^--json /, ''))).toEqual(expected)
    })
  })

  test('tells in which order of a batch a problem is, and those of the whole once', async () => {
    const orders = [ORDER, { ...ORDER, clientOrderId: clientOrderId(1, 8), postonly: true }]
    const args = { product: 'usdm', symbol: 'BTCUSDT', reduceOnly: 'yes', expireTimeMs: 1, orders }
    expect(await refused('binance', 'placeBatch', args)).toEqual([
      '--json reduceOnly: expected true or false, was "yes"',
      expect.stringMatching(/^--json expireTimeMs: there is no such argument/),
      '--json orders[1].postonly: there is no such argument (nearest: postOnly)',
    ])
  })

  test('leaves nothing to a default that changes an account', async () => {
    const usdm = { product: 'usdm', symbol: 'BTCUSDT' }
    const leverage = '--json leverage: expected a whole number of at least 1, was '
    const cross = { ...usdm, marginMode: 'cross' }
    expect(await refused('binance', 'setLeverage', cross)).toEqual([`${leverage}nothing`])
    const none = { ...cross, leverage: 0 }
    expect(await refused('binance', 'setLeverage', none)).toEqual([`${leverage}0`])
    expect(await refused('binance', 'deadMansSwitch', usdm)).toEqual([
      '--json timeoutMs: expected a whole number of at least 0, was nothing',
    ])
    const { url, body = '' } = await request('binance', 'deadMansSwitch', { ...usdm, timeoutMs: 0 })
    expect(url + body).toContain('countdownTime=0')
  })

  test.each(['login', 'connect', 'subscribe'])('%s takes no argument unseen', async (method) => {
    const args = { product: 'spot', grnat: 'TOKEN' }
    expect(await refused('kraken', method, args)).toEqual([
      expect.stringMatching(/^--json grnat: there is no such argument/),
    ])
  })

  const BAD_SECRETS = ['not_base64!*', 'c2VjcmV0-_', 'c2VjcmV0c', 'c2Vj=cmV0', '']

  test.each(BAD_SECRETS)('tells that "%s" is no secret of Kraken, unshown', async (secret) => {
    const keys = ['--key', 'K', `--secret=${secret}`, '--time-ms', 'soon', '--over', 'pigeon']
    const found = await refused('kraken', 'balances', { product: 'sopt' }, keys)
    expect(found).toEqual([
      expect.stringMatching(/^--time-ms: /),
      expect.stringMatching(/^--over: /),
      expect.stringContaining('expected the base64 that the venue gave'),
      expect.stringMatching(/^--json product: expected spot/),
    ])
    if (secret !== '') expect(found.join()).not.toContain(secret)
  })

  test.each(['c2VjcmV0cw==', 'c2VjcmV0cw', ' c2VjcmV0\n'])(
    'signs for Kraken with "%s", which is base64',
    async (secret) => {
      const call = ['request', '--venue', 'kraken', '--method', 'balances']
      const keys = ['--key', 'K', `--secret=${secret}`, '--time-ms', String(TIME_MS)]
      const ran = await crossbook([...call, '--json', '{"product":"spot"}', ...keys])
      expect([ran.code, ran.err]).toEqual([0, ''])
    },
  )

  test('names the methods and the venues that there are', async () => {
    const unknown = await crossbook(['request', '--venue', 'binance', '--method', 'buy', ...KEYS])
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('balances')])
    const untraded = await crossbook(['request', '--venue', 'gate', '--method', 'place', ...KEYS])
    expect([untraded.code, untraded.err]).toEqual([2, expect.stringContaining('does not trade')])
  })
})
