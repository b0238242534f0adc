import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { queryText, Secret } from '../../../../src/core/index.ts'
import { signerOf } from '../../../../src/drivers/binance/account/sign.ts'
import { timeWindow } from '../../../../src/drivers/binance/account/signed-request.ts'
import { KEY, NOW_US, SECRET } from './support.ts'

/** Seed 00 01 02 … 1f. */
const ED25519_PEM = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f
-----END PRIVATE KEY-----`

const ORDER =
  'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559'
const FUTURES_ORDER =
  'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&quantity=0.010&price=60000.0&newClientOrderId=sdk-0001&newOrderRespType=RESULT&recvWindow=5000&timestamp=1763683200000'
const STOP_ORDER =
  'algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET&quantity=0.010&triggerPrice=58000.0&workingType=MARK_PRICE&reduceOnly=true&clientAlgoId=sdk-sl-0001&recvWindow=5000&timestamp=1763683200000'

describe('HMAC-SHA256', () => {
  // The first two and the one of the WebSocket API are published by Binance; the others were computed twice.
  test.each([
    ['an order', ORDER, 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71'],
    [
      'a symbol that is not ASCII',
      ORDER.replace('LTCBTC', queryText({ s: '１２３４５６' }).slice(2)),
      'e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3',
    ],
    [
      'an order on the WebSocket API',
      `apiKey=${KEY}&price=52000.00&quantity=0.01000000&recvWindow=100&side=SELL&symbol=BTCUSDT&timeInForce=GTC&timestamp=1645423376532&type=LIMIT`,
      'aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24',
    ],
    [
      'a subscription to user data',
      `apiKey=${KEY}&timestamp=1747385641636`,
      '681110a6057ad58657af22f5640fab9dd17418834cdfccdc81be8b0f7b2cde3e',
    ],
    [
      'an order of USDⓈ-M',
      FUTURES_ORDER,
      'b7f0c6174d50373a9b57bb05dcb59774484388c43390fec0f880acc103c85326',
    ],
    [
      'a stop order of USDⓈ-M',
      STOP_ORDER,
      'ee68c860d40cb8494f11fc45ea4847fe976c2663a71f765755c4923289da18ba',
    ],
    [
      "the dead man's switch",
      'symbol=BTCUSDT&countdownTime=120000&recvWindow=5000&timestamp=1763683200000',
      'b16d405d54e5330a5b7c8ab67a5a8e3f6a6ec4f4a81b757cb0534e01e92a2cdf',
    ],
  ])('signs %s', (_name, payload, signature) => {
    expect(signerOf(new Secret(SECRET))(payload)).toBe(signature)
  })
})

describe('private keys', () => {
  test.each([
    ['as PEM', ED25519_PEM],
    ['with written line ends', ED25519_PEM.replaceAll('\n', '\\n')],
    ['with space around', `\n${ED25519_PEM}\n\n`],
  ])('of Ed25519 sign, %s', (_name, pem) => {
    const sign = signerOf(new Secret(pem))
    expect(sign('apiKey=fakeEd25519ApiKey&timestamp=1649729878532')).toBe(
      'tH17rsDaFpJfsaMROxRlHJo98sXNpBp6rCrI+wSDUN0WDkQKZWZVUh9aVdKfzP54xPPg+5Wu8EB+1UvBAtImBQ==',
    )
    const signature = sign(
      'symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=0.2&timestamp=1668481559918&recvWindow=5000',
    )
    expect(queryText({ signature })).toBe(
      'signature=m5loLRxgkb9HyW0wkZ4KNrpck881bx5D0OrKNnPklvk4tlGjEJkhiP9DoyC0sc1lXA%2FTWugjVPrMb%2FbfNdmdBw%3D%3D',
    )
  })

  test('of RSA sign with PKCS #1 v1.5 and SHA-256', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
    const signature = Buffer.from(signerOf(new Secret(String(pem)))(ORDER), 'base64')
    expect(verify('sha256', Buffer.from(ORDER), createPublicKey(privateKey), signature)).toBe(true)
  })

  test.each([
    ['that are damaged', ED25519_PEM.replace('MC4C', 'AAAA')],
    [
      'of another kind',
      String(generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' })),
    ],
  ])('%s are refused without a word of them', (_name, pem) => {
    let thrown: unknown
    try {
      signerOf(new Secret(pem))
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ code: 'INVALID_OPTIONS' })
    const { cause, message } = thrown as Error
    expect([cause, message.includes(pem.split('\n')[1] ?? '')]).toEqual([undefined, false])
  })
})

describe('the time window', () => {
  test.each([
    ['ends with the deadline', 2_000_000, { recvWindow: 2_000, timestamp: NOW_US / 1000 }],
    [
      'ends before a deadline between two ms',
      2_000_999,
      { recvWindow: 2_000, timestamp: NOW_US / 1000 },
    ],
    ['is never longer than a minute', 90_000_000, { recvWindow: 60_000, timestamp: NOW_US / 1000 }],
    [
      'has passed with the deadline',
      -3_000_000,
      { recvWindow: 1, timestamp: NOW_US / 1000 - 3_001 },
    ],
    ['is closing at the deadline itself', 0, { recvWindow: 1, timestamp: NOW_US / 1000 - 1 }],
  ])('%s', (_name, afterUs, expected) => {
    expect(timeWindow(NOW_US, NOW_US + afterUs)).toEqual(expected)
  })

  test('is 5 s for what has no deadline', () => {
    expect(timeWindow(NOW_US)).toEqual({ recvWindow: 5_000, timestamp: NOW_US / 1000 })
  })
})
