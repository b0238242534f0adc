import { expect, test } from 'vitest'
import { mexc } from '../../../src/drivers/mexc/index.ts'
import { encodeFrame } from '../../support/mexc-proto.ts'
import { decodeOne, runFixtures } from '../run-fixtures.ts'
import { wireOf } from './wire.ts'

const driver = mexc()
runFixtures('mexc', driver, wireOf)

/** Made by hand from the field table: 176 bytes. */
const VECTOR =
  '0a2f73706f74407075626c69632e61676772652e64657074682e76332e6170692e7062403130306d7340425443555344541a074254435553445430a8e3eef58833' +
  'ca136c0a0e0a093131373134352e343912013012170a093131373035332e3431120a312e38363833373237311a2773706f74407075626c69632e61676772652e6465' +
  '7074682e76332e6170692e7062403130306d73220b34333239363336333233362a0b3433323936333633323535'

const DELTA = {
  channel: 'spot@public.aggre.depth.v3.api.pb@100ms@BTCUSDT',
  symbol: 'BTCUSDT',
  sendTime: '1754741322152',
  publicAggreDepths: {
    asks: [{ price: '117145.49', quantity: '0' }],
    bids: [{ price: '117053.41', quantity: '1.86837271' }],
    eventType: 'spot@public.aggre.depth.v3.api.pb@100ms',
    fromVersion: '43296363236',
    toVersion: '43296363255',
  },
}

test('the test vector is what protobufjs writes, and reads as documented', () => {
  expect(Buffer.from(encodeFrame(DELTA)).toString('hex')).toBe(VECTOR)
  const { outcome, events } = decodeOne(driver, 'spot', Buffer.from(VECTOR, 'hex'))
  expect(outcome).toBe('event')
  expect(events.at(-1)).toMatchObject({
    type: 'bookDelta',
    firstId: 43_296_363_236,
    lastId: 43_296_363_255,
    bids: [['117053.41', '1.86837271']],
    asks: [['117145.49', '0']],
  })
})

test('a body of a later schema is left aside, and so are unknown fields anywhere', () => {
  const bytes = [...encodeFrame({ ...DELTA, publicAggreDepths: undefined })]
  // Field 316, a message of one text; field 40, a varint.
  const later = Uint8Array.from([...bytes, 0xe2, 0x13, 3, 0x0a, 1, 97, 0xc0, 0x02, 5])
  expect(decodeOne(driver, 'spot', later)).toMatchObject({
    outcome: 'ignored',
    reason: 'body is not carried',
  })
  const known = Uint8Array.from([
    ...encodeFrame(DELTA),
    0xc0,
    0x02,
    5,
    0x39,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
  ])
  expect(decodeOne(driver, 'spot', known).outcome).toBe('event')
})

test('two bodies are refused: nobody says which is meant', () => {
  const twice = Buffer.concat([
    encodeFrame(DELTA),
    encodeFrame({ publicAggreBookTicker: { bidPrice: '1', bidQuantity: '2' } }),
  ])
  const { outcome, fault } = decodeOne(driver, 'spot', twice)
  expect(outcome).toBe('fault')
  expect(fault).toMatchObject({ code: 'MALFORMED_FRAME', offsetBytes: encodeFrame(DELTA).length })
})

test('a fault says at which byte reading stopped, and of which instrument the frame is', () => {
  const bytes = Buffer.from(VECTOR, 'hex')
  const cut = decodeOne(driver, 'spot', bytes.subarray(0, 100))
  expect(cut.fault).toMatchObject({ code: 'MALFORMED_FRAME', offsetBytes: 100 })
  const wrong = Buffer.from(bytes)
  wrong[wrong.indexOf('117145.49') + 3] = 0x2c
  expect(decodeOne(driver, 'spot', wrong).fault).toMatchObject({
    message: expect.stringContaining('badNumber'),
    offsetBytes: wrong.indexOf('117'),
    slot: { instrument: { symbol: 'BTCUSDT' } },
  })
})

test.each([
  ['spot', '{"c":"spot@public.deals.v3.api@ETHUSDT","d":{},"s":"ETHUSDT","t":1}'],
  ['spot', '["push.symbol",{"symbol":"BTC_USDT"}]'],
] as const)('frames of the closed JSON streams of %s are LEGACY_FRAME', (market, text) => {
  expect(decodeOne(driver, market, text).fault?.code).toBe('LEGACY_FRAME')
})
