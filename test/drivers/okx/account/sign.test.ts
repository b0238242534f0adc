import { describe, expect, test } from 'vitest'
import { ConfigError, type HttpRequest } from '../../../../src/core/index.ts'
import { account } from '../../../../src/drivers/okx/account/index.ts'
import { readKeys, signRequest } from '../../../../src/drivers/okx/account/sign.ts'
import { ACCOUNT, CREDENTIALS, open } from './support.ts'

/** 2026-11-21T00:00:00.000Z */
const STAMP = { venueTimeUs: 1_795_219_200_000_000, nonce: 1 }

const KEYS = readKeys(CREDENTIALS)
const request = (over: Partial<HttpRequest>): HttpRequest => ({
  service: 'private',
  method: 'POST',
  path: '/',
  weight: 1,
  isIdempotent: false,
  ...over,
})

describe('the worked vectors of the venue', () => {
  test.each([
    [
      'a GET with a query',
      { method: 'GET', path: '/api/v5/account/balance', query: { ccy: 'BTC' } },
      'UZLj0PokHuEdltMhLycvgsaoJAi5uQVECtf1TCDvp74=',
    ],
    [
      'an order',
      {
        path: '/api/v5/trade/order',
        body: '{"instId":"BTC-USDT-SWAP","tdMode":"cross","side":"buy","ordType":"post_only","px":"60000","sz":"1","clOrdId":"sdk0001"}',
      },
      'Wbzi2zsgJrb/ELAJ5rw94xhZU2GtRQ+hPGakYtOcCak=',
    ],
    [
      'a cancel',
      {
        path: '/api/v5/trade/cancel-order',
        body: '{"instId":"BTC-USDT-SWAP","clOrdId":"sdk0001"}',
      },
      'zKtZr5abhDLtveCQgILcoBB7U93op0h9FzU2ycW78WU=',
    ],
    [
      'the switch',
      { path: '/api/v5/trade/cancel-all-after', body: '{"timeOut":"60"}' },
      'HrUrYuq2Ce4aOISCIgLhh6LZQXqNz4rZZCTgkTBRXhA=',
    ],
  ] as const)('sign %s', (_what, over, expected) => {
    const { headers } = signRequest(KEYS, request(over), STAMP)
    expect(headers).toEqual({
      'OK-ACCESS-KEY': 'okx-fake-key-0001',
      'OK-ACCESS-SIGN': expected,
      'OK-ACCESS-TIMESTAMP': '2026-11-21T00:00:00.000Z',
      'OK-ACCESS-PASSPHRASE': 'fake-pass',
      'Content-Type': 'application/json',
    })
  })

  test('log in, with the time in seconds', () => {
    const [frame] = open().session.hello('private', STAMP)
    expect(frame).toEqual({
      data: '{"op":"login","args":[{"apiKey":"okx-fake-key-0001","passphrase":"fake-pass","timestamp":"1795219200","sign":"1SeY9yoqY+AQN04dBNQwShtWro81P/KwUAn7pQ9DmTM="}]}',
      topics: [],
    })
  })
})

test.each([
  [1_709_210_096_789_999, '2024-02-29T12:34:56.789Z'],
  [1_767_225_599_999_000, '2025-12-31T23:59:59.999Z'],
  [1_767_225_600_001_000, '2026-01-01T00:00:00.001Z'],
])('the time %i is written %s', (venueTimeUs, expected) => {
  const { headers } = signRequest(KEYS, request({}), { venueTimeUs, nonce: 1 })
  expect(headers?.['OK-ACCESS-TIMESTAMP']).toBe(expected)
})

test('what a query has to have escaped is signed as it is sent', () => {
  const query = { ordType: 'conditional,oco' }
  const path = '/api/v5/trade/orders-algo-pending'
  const escaped = { path: `${path}?ordType=conditional%2Coco` }
  const sign = (over: Partial<HttpRequest>) =>
    signRequest(KEYS, request({ method: 'GET', ...over }), STAMP).headers?.['OK-ACCESS-SIGN']
  expect(sign({ path, query })).toBe(sign(escaped))
})

test('headers that a request has stay', () => {
  const { headers } = signRequest(KEYS, request({ headers: { expTime: '5' } }), STAMP)
  expect(headers?.['expTime']).toBe('5')
})

test('keys without a passphrase open no account, and the error says nothing of them', () => {
  const { key, secret } = CREDENTIALS
  const opening = () => account({ account: ACCOUNT, credentials: { key, secret } }, {})
  expect(opening).toThrow(ConfigError)
  expect(opening).toThrow(/expected a passphrase/)
  expect(opening).not.toThrow(/FAKE/)
})
