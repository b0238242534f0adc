import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../../src/core/index.ts'
import { answerOf, protocol, SECRET } from './support.ts'

describe('an error of a query', () => {
  test.each<[string, ErrorCode, number, number, string]>([
    ['wrong signature', 'AUTH_FAILED', 400, -1022, 'spot'],
    ['malformed key', 'AUTH_FAILED', 401, -2014, 'spot'],
    ['key, address or rights', 'PERMISSION_DENIED', 401, -2015, 'usdm'],
    ['locked key', 'PERMISSION_DENIED', 400, -2017, 'usdm'],
    ['restricted account', 'PERMISSION_DENIED', 400, -4087, 'usdm'],
    ['clock ahead or behind', 'CLOCK_SKEWED', 400, -1021, 'spot'],
    ['clock of the engine', 'CLOCK_SKEWED', 400, -5028, 'usdm'],
    ['margin', 'INSUFFICIENT_FUNDS', 400, -2019, 'usdm'],
    ['off the grid', 'ORDER_INVALID', 400, -1111, 'usdm'],
    ['below the smallest notional', 'ORDER_INVALID', 400, -4164, 'usdm'],
    ['filter', 'ORDER_INVALID', 400, -1013, 'spot'],
    ['no such order', 'ORDER_NOT_FOUND', 400, -2013, 'spot'],
    ['weight', 'RATE_LIMITED', 429, -1003, 'spot'],
    ['ban', 'BANNED', 418, -1003, 'spot'],
    ['overload', 'VENUE_UNAVAILABLE', 503, -1008, 'spot'],
    ['anything else', 'VENUE_REJECTED', 400, -9999, 'spot'],
    ['anything else of the server', 'VENUE_UNAVAILABLE', 500, -9999, 'spot'],
    // A code means what its product says.
    ['-2026 of spot', 'ORDER_NOT_FOUND', 400, -2026, 'spot'],
    ['-2026 of USDⓈ-M', 'ORDER_INVALID', 400, -2026, 'usdm'],
  ])('%s: %s', (_name, code, status, venueCode, service) => {
    const error = protocol.rest.error(answerOf({ code: venueCode, msg: 'words' }, status), service)
    expect(error.code).toBe(code)
    expect(error.context).toEqual({ status, venueCode: String(venueCode) })
    expect(error.message).toContain('"words"')
  })

  test('tells funds from the rest of -2010 by the words', () => {
    const body = { code: -2010, msg: 'Account has insufficient balance for requested action.' }
    expect(protocol.rest.error(answerOf(body, 400), 'spot').code).toBe('INSUFFICIENT_FUNDS')
  })

  test('of a gateway is read by its status', () => {
    expect(protocol.rest.error(answerOf('<html>', 502), 'spot').code).toBe('VENUE_UNAVAILABLE')
  })

  test('never shows the secret', () => {
    expect(JSON.stringify(protocol)).not.toContain(SECRET)
  })
})
