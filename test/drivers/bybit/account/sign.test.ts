import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../../../src/core/index.ts'
import {
  loginArguments,
  readSigner,
  signedHeaders,
} from '../../../../src/drivers/bybit/account/sign.ts'
import { CREDENTIALS, cancel, NOW_US, protocol, signed } from './support.ts'

const signer = readSigner(CREDENTIALS)
const call = (payload: string) =>
  signedHeaders(signer, {
    timestampMs: 1_763_700_000_000,
    recvWindowMs: 5000,
    payload,
    hasBody: false,
  })

describe('signatures of Bybit', () => {
  // Worked examples of the dossier, computed with two independent implementations.
  test.each([
    [
      'category=linear&symbol=BTCUSDT',
      'b4ddd78a65618dc030285549fc727e8cf51a3b845c311cbcc729c28ef0e3e8b4',
    ],
    [
      '{"category":"linear","symbol":"BTCUSDT","side":"Buy","orderType":"Limit","qty":"0.01","price":"60000","timeInForce":"PostOnly","orderLinkId":"demo-0001","positionIdx":0}',
      '50651705469914cd7966fd20f34b55bf9fb5be5a0e3be0be602fcb7e24fc649b',
    ],
    [
      '{"category":"linear","symbol":"BTCUSDT","orderLinkId":"demo-0001"}',
      '600c6d1bf18c93598ca02aeacda88085612b36a251a811d628ddf0c31af26a02',
    ],
  ])('of %s', (payload, expected) => {
    expect(call(payload)).toEqual({
      'X-BAPI-API-KEY': 'BYBITFAKEKEY00000001',
      'X-BAPI-TIMESTAMP': '1763700000000',
      'X-BAPI-RECV-WINDOW': '5000',
      'X-BAPI-SIGN': expected,
    })
  })

  test('of a login on the socket, with the time at which it is over as a number', () => {
    expect(loginArguments(signer, 1_763_700_010_000)).toEqual([
      'BYBITFAKEKEY00000001',
      1_763_700_010_000,
      '080ced533354f993e94198fe65111c1a9b4a75bf82e6f374969de058666d8fc1',
    ])
  })

  test('of an RSA key are base64, whether or not its line ends were kept', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    for (const pem of [privateKey, privateKey.replaceAll('\n', '\\n')]) {
      const rsa = readSigner({ key: 'rsa-key', secret: new Secret(pem) })
      const signature = Buffer.from(rsa.sign('text'), 'base64')
      expect(verify('sha256', Buffer.from('text'), createPublicKey(publicKey), signature)).toBe(
        true,
      )
    }
  })

  test.each([
    ['', 'secret'],
    ['key', ''],
    ['key', '-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----'],
  ])('are refused to the key "%s" with the secret "%s", which no message shows', (key, secret) => {
    const attempt = () => readSigner({ key, secret: new Secret(secret) })
    expect(attempt).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }))
    expect(attempt).not.toThrow(/bm90/)
  })
})

describe('the window of a request', () => {
  const window = (venueTimeUs: number, deadlineUs: number) => {
    const { request } = protocol.orders.call(cancel({ deadlineUs }))
    const { headers = {} } = signed(request, { venueTimeUs, nonce: 1 })
    return [headers['X-BAPI-TIMESTAMP'], headers['X-BAPI-RECV-WINDOW']].map(Number)
  }

  test('ends at its deadline', () => {
    expect(window(NOW_US, NOW_US + 3_000_000)).toEqual([1_763_700_000_000, 3000])
    expect(window(NOW_US + 2_999_400, NOW_US + 3_000_000)).toEqual([1_763_700_002_999, 1])
  })

  test('has passed where the deadline has', () => {
    expect(window(NOW_US + 8_000_000, NOW_US + 3_000_000)).toEqual([1_763_700_002_999, 1])
  })

  test('is made anew for each attempt, and a question has five seconds', () => {
    const { request } = protocol.queries.balances('spot')
    for (const later of [0, 7_000_000]) {
      const { headers = {} } = signed(request, { venueTimeUs: NOW_US + later, nonce: 1 })
      expect(headers['X-BAPI-TIMESTAMP']).toBe(String((NOW_US + later) / 1000))
      expect(headers['X-BAPI-RECV-WINDOW']).toBe('5000')
    }
  })
})

test('nothing of an account shows its secret', () => {
  const shown = inspect(protocol, { depth: 10 }) + JSON.stringify(protocol)
  expect(shown).not.toContain('bybit-fake-secret')
})
