import { expect, test } from 'vitest'
import { Secret } from '../../../../src/core/index.ts'
import { spotSignature } from '../../../../src/drivers/kraken/account/sign.ts'
import {
  futuresSignature,
  signedChallenge,
} from '../../../../src/drivers/kraken/futures/account/sign.ts'
import { form, open, place, SPOT, SPOT_SECRET, STAMP, signed } from './support.ts'

// Vectors: the venue's own (AddOrder, the challenge), and the dossier's, computed with Node's crypto.
const spot = new Secret(SPOT_SECRET)
const futures = new Secret(
  'a2FrZW5mdXR1cmVzdGVzdHNlY3JldGZvcmRvc3NpZXJvbmx5MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMQ==',
)

test.each([
  [
    '/0/private/AddOrder',
    '1616492376594',
    'nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25',
    '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==',
  ],
  [
    '/0/private/GetWebSocketsToken',
    '1763683200000',
    'nonce=1763683200000',
    'hVajGNrg7jH6QelYX0D6oDJNGFd7LhSaGXNSVa8ozrKY1l2/PWXLopw4uvnagpeRRNL6hB9d1wUJnaPlN+kvhg==',
  ],
  [
    '/0/private/AmendOrder',
    '1763683200001',
    '{"nonce":"1763683200001","cl_ord_id":"6d1b345e-2821-40e2-ad83-4ecb18a06876","order_qty":"1.25","limit_price":"37000.0"}',
    'yd0lQZUWpvV+x42ZxWb3YUq6CM+v7WL4HmlCgZ/+GHIYjpdH9Gw8jfmN0zWhS9rfT8Hk4++KdIxadyFpJuj7nA==',
  ],
])('a call of spot to %s is signed as documented', (path, nonce, body, expected) => {
  expect(spotSignature(spot, path, nonce, body)).toBe(expected)
})

test.each([
  [
    '/api/v3/sendorder',
    '1763683200000',
    'orderType=lmt&symbol=PF_XBTUSD&side=buy&size=0.001&limitPrice=50000&cliOrdId=abc-1',
    'e3S1GroGliskKdjq3BI4srPjiiWvq45Cgqd2HGYxEkpsjWswaBDaSZTNUwNwxPu9dwN+ps/Qt/MF+1wWs4JxRg==',
  ],
  [
    '/api/v3/openpositions',
    '1763683200001',
    '',
    'EwzQh+fZ93NY04W7w3U28hYlU/nh5YmVUHzojynBl6QnC7TtOZnQ9EhosOb+e0GUFFGrezoxuT3PJ2rXHdH49w==',
  ],
])('a call of derivatives to %s is signed as documented', (path, nonce, data, expected) => {
  expect(futuresSignature(futures, path, nonce, data)).toBe(expected)
})

test("a challenge is signed as the venue's vector says", () => {
  const secret = new Secret(
    '7zxMEF5p/Z8l2p2U7Ghv6x14Af+Fx+92tPgUdVQ748FOIrEoT9bgT+bTRfXc5pz8na+hL/QdrCVG7bh9KpT0eMTm',
  )
  expect(signedChallenge(secret, 'c100b894-1729-464d-ace1-52dbce11db42')).toBe(
    '4JEpF3ix66GA2B+ooK128Ift4XQVtc137N9yeg4Kqsn9PI0Kpzbysl9M1IeCEdjg0zl00wkVqcsnG4bmnlMb3A==',
  )
})

test('a call is signed anew with each stamp, over the very bytes that are sent', async () => {
  const { request } = (await open()).orders.call(place(SPOT))
  const first = signed(request)
  expect(form(request)['nonce']).toBe(String(STAMP.nonce))
  expect(first.headers).toMatchObject({
    'API-Key': 'public-key',
    'content-type': 'application/x-www-form-urlencoded',
    'API-Sign': spotSignature(spot, '/0/private/AddOrder', String(STAMP.nonce), first.body ?? ''),
  })
  const second = request.sign?.(request, { ...STAMP, nonce: STAMP.nonce + 1 })
  expect(second?.headers?.['API-Sign']).not.toBe(first.headers?.['API-Sign'])
})

test('the secret is in nothing that is sent or shown', async () => {
  const protocol = await open()
  const request = signed(protocol.orders.call(place(SPOT)).request)
  expect(JSON.stringify([request, protocol.facts])).not.toContain(SPOT_SECRET.slice(0, 20))
})
