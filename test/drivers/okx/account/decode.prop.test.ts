import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decoding, OWN_ID } from './support.ts'

const text = fc.oneof(
  fc.constantFrom('', '0', '-1', '1', '0.03', '1746947317402', String(OWN_ID), 'ETH-USDT-SWAP'),
  fc.constantFrom(
    'buy',
    'live',
    'filled',
    'canceled',
    'partially_filled',
    'effective',
    'net',
    '31',
  ),
  fc.jsonValue(),
)
const keys = [
  'instId',
  'ordId',
  'clOrdId',
  'algoId',
  'algoClOrdId',
  'side',
  'state',
  'sz',
  'px',
  'accFillSz',
  'fillSz',
  'fillPx',
  'fillTime',
  'tradeId',
  'fillFee',
  'fillFeeCcy',
  'execType',
  'amendResult',
  'amendSource',
  'reqId',
  'cancelSource',
  'uTime',
  'details',
  'pos',
  'posSide',
]
const row = fc.dictionary(fc.constantFrom(...keys), text, { maxKeys: keys.length })
const channel = fc.constantFrom('orders', 'orders-algo', 'account', 'positions')
const push = fc
  .record({ arg: fc.record({ channel }), data: fc.array(row, { maxLength: 3 }) })
  .map((message) => JSON.stringify(message))
const frame = fc.oneof(push, push, fc.json(), fc.string())

test('whatever a frame has, it is read or a typed fault, and a fault tells nothing', () => {
  const { decode, decoder } = decoding()
  fc.assert(
    fc.property(frame, (message) => {
      const { outcome, events } = decode(message)
      expect(events.length > 0).toBe(outcome === 'event')
      if (outcome === 'fault') expect(decoder.fault?.code).toBe('MALFORMED_FRAME')
    }),
    { numRuns: 2000 },
  )
})
