import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { isSignedBy } from '../../../src/sim/binance/account/sign.ts'
import { simulatedBinance } from '../../../src/sim/binance/index.ts'
import { httpDateText } from '../../../src/sim/http-date.ts'

const KEY = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A'
const SECRET = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j'
const PEM = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f
-----END PRIVATE KEY-----`

function venue() {
  const runtime = new VirtualRuntime({ seed: 'account' })
  const ports = runtime.ports()
  const balances = { spot: { BTC: '1', USDT: '100000' }, futures: { USDT: '100000' } }
  const accounts = [{ name: 'main', keys: [{ key: KEY, secret: SECRET }], balances }]
  const simulated = simulatedBinance({ ports, accounts })
  const nowMs = (): number => Math.floor(ports.wallClock.nowUs() / 1000)
  /** Sends a request as a client of the venue's documentation would: signed text, then the signature. */
  function ask(
    host: string,
    line: string,
    signed = true,
    sent: { key?: string; body?: string } = {},
  ) {
    const [method = '', path = '', query = ''] = line.split(' ')
    const payload = `${query}${query === '' ? '' : '&'}timestamp=${nowMs()}`
    const signature = createHmac('sha256', SECRET)
      .update(payload + (sent.body ?? ''))
      .digest('hex')
    const target = signed
      ? `${path}?${payload}${sent.body === undefined ? `&signature=${signature}` : ''}`
      : path
    const body = sent.body === undefined ? '' : `${sent.body}&signature=${signature}`
    const headers = { 'x-mbx-apikey': sent.key ?? KEY }
    const answer = simulated.hosts[host]?.request({ method, target, headers, body })
    if (answer?.kind !== 'response') throw new Error(line)
    const { response } = answer
    return {
      status: response.status,
      headers: response.headers,
      body: JSON.parse(new TextDecoder().decode(response.body)) as Record<string, unknown>,
    }
  }
  return { runtime, simulated, ask, nowMs, account: simulated.accounts?.find('main') }
}

const LIMIT = 'type=LIMIT&side=BUY&timeInForce=GTC&quantity=0.01&price=60000.00'

describe('signatures', () => {
  test.each([
    [
      SECRET,
      `apiKey=${KEY}&timestamp=1747385641636`,
      '681110a6057ad58657af22f5640fab9dd17418834cdfccdc81be8b0f7b2cde3e',
    ],
    [
      SECRET,
      'symbol=BTCUSDT&countdownTime=120000&recvWindow=5000&timestamp=1763683200000',
      'B16D405D54E5330A5B7C8AB67A5A8E3F6A6EC4F4A81B757CB0534E01E92A2CDF',
    ],
    [
      PEM,
      'apiKey=fakeEd25519ApiKey&timestamp=1649729878532',
      'tH17rsDaFpJfsaMROxRlHJo98sXNpBp6rCrI+wSDUN0WDkQKZWZVUh9aVdKfzP54xPPg+5Wu8EB+1UvBAtImBQ==',
    ],
  ])('that are published are good, and no others: %#', (secret, payload, signature) => {
    expect(isSignedBy(secret, payload, signature)).toBe(true)
    expect(isSignedBy(secret, `${payload}0`, signature)).toBe(false)
    expect(isSignedBy(secret, payload, signature.slice(1))).toBe(false)
  })
})

describe('the date of an answer', () => {
  test('is written as the platform writes it', () => {
    const date = fc.date({ min: new Date(0), max: new Date('2199-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(date, (at) => {
        expect(httpDateText(at.getTime() * 1000 + 999)).toBe(at.toUTCString())
      }),
    )
  })
})

describe('private REST', () => {
  test.each([
    ['no signature', 'GET /api/v3/account', false, {}, 400, -1102],
    ['no key', 'GET /api/v3/account', true, { key: '' }, 401, -2014],
    ['an unknown key', 'GET /api/v3/account', true, { key: 'somebody' }, 401, -2015],
    ['an unknown symbol', 'GET /api/v3/openOrders symbol=NOSUCH', true, {}, 400, -1121],
    ['no symbol', 'GET /fapi/v1/allOrders', true, {}, 400, -1102],
    ['a window that is too long', 'GET /api/v3/account recvWindow=60001', true, {}, 400, -1131],
    [
      'a span that is too long',
      'GET /api/v3/allOrders symbol=BTCUSDT&startTime=1&endTime=86400003',
      true,
      {},
      400,
      -1127,
    ],
    [
      'a type that is none',
      'POST /api/v3/order symbol=BTCUSDT&type=X&side=BUY',
      true,
      {},
      400,
      -1116,
    ],
    [
      'a stop order among ordinary ones',
      'POST /fapi/v1/order symbol=BTCUSDT&type=STOP_MARKET&side=BUY&stopPrice=1',
      true,
      {},
      400,
      -4120,
    ],
    [
      'a time in force where none belongs',
      'POST /api/v3/order symbol=BTCUSDT&type=MARKET&side=BUY&timeInForce=GTC&quantity=1',
      true,
      {},
      400,
      -1106,
    ],
    [
      'an id of other letters',
      `POST /api/v3/order symbol=BTCUSDT&${LIMIT}&newClientOrderId=a.b`,
      true,
      {},
      400,
      -1100,
    ],
    ['a listen key that is not there', 'PUT /fapi/v1/listenKey', false, {}, 400, -1125],
  ])('refuses %s', (_name, line, signed, sent, status, code) => {
    const { ask } = venue()
    const host = line.includes('/fapi/') ? 'usdm-rest' : 'spot-rest'
    expect(ask(host, line, signed, sent)).toMatchObject({ status, body: { code } })
  })

  test('takes parameters in a body, signed behind those of the query', () => {
    const { ask, account } = venue()
    const answer = ask('spot-rest', 'POST /api/v3/order symbol=BTCUSDT', true, { body: LIMIT })
    expect(answer.body).toMatchObject({
      status: 'NEW',
      side: 'BUY',
      origQty: '0.01000000',
      fills: [],
    })
    expect(account?.openOrders().length).toBe(1)
    expect(answer.headers).toMatchObject({
      'x-mbx-order-count-10s': '1',
      'x-mbx-order-count-1d': '1',
    })
  })

  test('cancels all of an instrument; on USDⓈ-M ordinary orders and stop orders apart', () => {
    const { ask, account } = venue()
    ask('spot-rest', `POST /api/v3/order symbol=BTCUSDT&${LIMIT}`)
    expect(ask('spot-rest', 'DELETE /api/v3/openOrders symbol=BTCUSDT').body).toMatchObject([
      { status: 'CANCELED' },
    ])
    const limit = LIMIT.replace('60000.00', '60000.0')
    ask('usdm-rest', `POST /fapi/v1/order symbol=BTCUSDT&${limit}`)
    const stop =
      'algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=50000.0'
    expect(ask('usdm-rest', `POST /fapi/v1/algoOrder ${stop}`).body).toMatchObject({
      algoStatus: 'NEW',
    })
    ask('usdm-rest', 'DELETE /fapi/v1/allOpenOrders symbol=BTCUSDT')
    expect(account?.openOrders().map(({ status }) => status)).toEqual(['untriggered'])
    ask('usdm-rest', 'DELETE /fapi/v1/algoOpenOrders symbol=BTCUSDT')
    expect(account?.openOrders()).toEqual([])
  })

  test('gives an account one listen key, until it is deleted', () => {
    const { ask } = venue()
    const make = () => ask('usdm-rest', 'POST /fapi/v1/listenKey', false).body['listenKey']
    const first = make()
    expect(make()).toBe(first)
    expect(ask('usdm-rest', 'PUT /fapi/v1/listenKey', false).body).toEqual({})
    ask('usdm-rest', 'DELETE /fapi/v1/listenKey', false)
    expect(make()).not.toBe(first)
  })

  test('counts weight with that of public calls', () => {
    const { ask } = venue()
    expect(ask('spot-rest', 'GET /api/v3/account').headers).toMatchObject({
      'x-mbx-used-weight-1m': '20',
    })
    expect(ask('spot-rest', 'GET /api/v3/openOrders').headers).toMatchObject({
      'x-mbx-used-weight-1m': '100',
    })
  })
})
