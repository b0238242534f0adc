import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../../src/core/index.ts'
import { answer, ok, protocol, refusal } from './support.ts'

describe('a question that is refused', () => {
  const codes: readonly [string, number, ErrorCode][] = [
    ['a wrong key', 10003, 'AUTH_FAILED'],
    ['a wrong signature', 10004, 'AUTH_FAILED'],
    ['an expired key', 33004, 'AUTH_FAILED'],
    ['a key that may not', 10005, 'PERMISSION_DENIED'],
    ['an address that is not bound', 10010, 'PERMISSION_DENIED'],
    ['an agreement that is not signed', 110124, 'PERMISSION_DENIED'],
    ['a banned address', 10009, 'BANNED'],
    ['a clock that is off', 10002, 'CLOCK_SKEWED'],
    ['no funds', 110007, 'INSUFFICIENT_FUNDS'],
    ['no funds on spot', 170131, 'INSUFFICIENT_FUNDS'],
    ['a price off the grid', 170134, 'ORDER_INVALID'],
    ['an order that is too small', 110094, 'ORDER_INVALID'],
    ['an order that is not there', 110001, 'ORDER_NOT_FOUND'],
    ['a parameter', 10001, 'ORDER_INVALID'],
    ['a budget', 10006, 'RATE_LIMITED'],
    ['a timeout inside', 10016, 'VENUE_UNAVAILABLE'],
    ['a code that is not known', 99, 'VENUE_REJECTED'],
  ]
  test.each(codes)('for %s (%i) is %s', (_, retCode, code) => {
    const { parse } = protocol.queries.balances('spot')
    expect(() => parse(refusal(retCode, 'words of the venue'), 0)).toThrow(
      expect.objectContaining({
        name: 'VenueError',
        code,
        message: expect.stringContaining('"words of the venue"'),
        context: { status: 200, venueCode: String(retCode) },
      }),
    )
  })

  test.each([
    [answer('', 401), 'AUTH_FAILED'],
    [answer('<html>', 403), 'PERMISSION_DENIED'],
    [answer('403, access too frequent', 403), 'RATE_LIMITED'],
    [answer('', 429), 'RATE_LIMITED'],
    [answer('<html>', 502), 'VENUE_UNAVAILABLE'],
    [answer('<html>', 404), 'VENUE_REJECTED'],
    [refusal(10003, 'API key is invalid.', 403), 'AUTH_FAILED'],
  ])('by its status is a typed error', (response, code) => {
    expect(protocol.rest.error(response, 'v5')).toMatchObject({ name: 'VenueError', code })
  })

  test('in words that are none of the venue’s is malformed', () => {
    const { parse } = protocol.queries.balances('spot')
    for (const response of [answer('<html>'), answer('[]'), answer('{}'), ok({}), ok({ list: 1 })])
      expect(() => parse(response, 0)).toThrow(
        expect.objectContaining({ code: 'MALFORMED_RESPONSE' }),
      )
  })
})
