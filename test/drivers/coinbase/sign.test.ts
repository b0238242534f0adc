import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  exchangeSignature,
  readKey,
  restToken,
  streamToken,
} from '../../../src/drivers/coinbase/index.ts'

// The test scalar of RFC 6979 and test key 1 of RFC 8032: nobody's secrets.
const PEM = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIMmvqdhFunUWa1whV2ex1pNOUMPbNuibEnuKYisSD2choAoGCCqGSM49
AwEHoUQDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Z5A/4QCLi8
maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==
-----END EC PRIVATE KEY-----`
const ED25519 =
  'nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg=='
const NAME =
  'organizations/00000000-0000-4000-8000-000000000001/apiKeys/00000000-0000-4000-8000-000000000002'
const MOMENT = { nowS: 1_763_683_200, nonce: '00112233445566778899aabbccddeeff' }
const CALL = { method: 'GET', host: 'api.coinbase.com', path: '/api/v3/brokerage/accounts' }

const parts = (token: string): readonly unknown[] =>
  token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown)

function isSigned(token: string): boolean {
  const [header = '', claims = '', signature = ''] = token.split('.')
  return verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    { key: createPublicKey(PEM), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
}

describe('a token of an ECDSA key', () => {
  const key = readKey(NAME, PEM)

  test('says who asks for what, and for how long, exactly as in the worked example', () => {
    const token = restToken(key, MOMENT, CALL)
    expect(token.split('.').slice(0, 2).join('.')).toBe(WORKED_EXAMPLE)
    expect(parts(token)[1]).toEqual({
      sub: NAME,
      iss: 'cdp',
      nbf: 1_763_683_200,
      exp: 1_763_683_320,
      uri: 'GET api.coinbase.com/api/v3/brokerage/accounts',
    })
  })

  test('is signed by 64 bytes, not by DER', () => {
    for (let i = 0; i < 20; i += 1) {
      const token = restToken(key, { ...MOMENT, nonce: String(i) }, CALL)
      expect(Buffer.from(token.split('.')[2] ?? '', 'base64url')).toHaveLength(64)
      expect(isSigned(token)).toBe(true)
    }
  })

  test('has no query in its URI, and none at all on a socket', () => {
    const path = `${CALL.path}?limit=250`
    expect(parts(restToken(key, MOMENT, { ...CALL, path }))[1]).toMatchObject({
      uri: 'GET api.coinbase.com/api/v3/brokerage/accounts',
    })
    expect(parts(streamToken(key, MOMENT))[1]).not.toHaveProperty('uri')
    expect(isSigned(streamToken(key, MOMENT))).toBe(true)
  })

  test('is the same for a key whose line ends are written out, or that is PKCS#8', () => {
    const written = readKey(NAME, PEM.replaceAll('\n', '\\n'))
    const pkcs8 = readKey(NAME, String(key.secret.export({ format: 'pem', type: 'pkcs8' })))
    for (const other of [written, pkcs8]) {
      expect(other.algorithm).toBe('ES256')
      expect(isSigned(streamToken(other, MOMENT))).toBe(true)
    }
  })
})

test('the signature of an Ed25519 key is that of the worked example', () => {
  const name = '00000000-0000-4000-8000-000000000003'
  const key = readKey(name, ED25519)
  const token = restToken(key, MOMENT, CALL)
  expect(parts(token)[0]).toEqual({ alg: 'EdDSA', typ: 'JWT', kid: name, nonce: MOMENT.nonce })
  expect(token.split('.')[2]).toBe(
    'WxCcpN6x0WqW-JtxEcOz2ox_plSIMLMutjqoJxUFFclJ75Rl8QPWKYA4TVfPJutr-zRcYa2xowlP7ctp59YoAQ',
  )
})

test.each([
  ['no key at all', 'hello'],
  ['half of an Ed25519 key', Buffer.alloc(32).toString('base64')],
  ['PEM that is damaged', PEM.replace('MHcC', 'MHcX')],
  [
    'a key of another curve',
    String(
      generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey.export({
        format: 'pem',
        type: 'sec1',
      }),
    ),
  ],
])('%s is refused without being shown', (_what, secret) => {
  expect(() => readKey(NAME, secret)).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }))
  expect(() => readKey(NAME, secret)).not.toThrow(secret.slice(0, 20))
})

test('the Exchange is signed to as in the worked example', () => {
  const secret = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
  expect(exchangeSignature(secret, '1763683200')).toBe(
    '4t51PJuOJbYh4Fb30UzK1fwcVnJxURUINO/gHHD4HqA=',
  )
})

const WORKED_EXAMPLE =
  'eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6Im9yZ2FuaXphdGlvbnMvMDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAxL2FwaUtleXMvMDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAyIiwibm9uY2UiOiIwMDExMjIzMzQ0NTU2Njc3ODg5OWFhYmJjY2RkZWVmZiJ9.eyJzdWIiOiJvcmdhbml6YXRpb25zLzAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMS9hcGlLZXlzLzAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMiIsImlzcyI6ImNkcCIsIm5iZiI6MTc2MzY4MzIwMCwiZXhwIjoxNzYzNjgzMzIwLCJ1cmkiOiJHRVQgYXBpLmNvaW5iYXNlLmNvbS9hcGkvdjMvYnJva2VyYWdlL2FjY291bnRzIn0'
