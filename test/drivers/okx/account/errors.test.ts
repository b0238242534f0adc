import { expect, test } from 'vitest'
import { accountError, meaningOf } from '../../../../src/drivers/okx/account/errors.ts'
import { open, response } from './support.ts'

test.each([
  ['a key that is none', '50111', 'AUTH_FAILED', 'rejected'],
  ['a key of another region', '50119', 'AUTH_FAILED', 'rejected'],
  ['a wrong passphrase', '50105', 'AUTH_FAILED', 'rejected'],
  ['a wrong signature', '50113', 'AUTH_FAILED', 'rejected'],
  ['a key of the other environment', '50101', 'AUTH_FAILED', 'rejected'],
  ['an address that is not on the list', '50110', 'PERMISSION_DENIED', 'rejected'],
  ['a key that may not trade', '50120', 'PERMISSION_DENIED', 'rejected'],
  ['a clock that is wrong', '50102', 'CLOCK_SKEWED', 'rejected'],
  ['too little money', '51008', 'INSUFFICIENT_FUNDS', 'rejected'],
  ['a price off the grid', '51150', 'ORDER_INVALID', 'rejected'],
  ['a size off the grid', '51121', 'ORDER_INVALID', 'rejected'],
  ['an order that is too small', '51020', 'ORDER_INVALID', 'rejected'],
  ['a deadline that is over', '50037', 'ORDER_INVALID', 'rejected'],
  ['no position to reduce', '51169', 'ORDER_INVALID', 'rejected'],
  ['a stop that was reached already', '51280', 'ORDER_INVALID', 'rejected'],
  ['an order that is not there', '51603', 'ORDER_NOT_FOUND', 'rejected'],
  ['too many requests', '50011', 'RATE_LIMITED', 'rejected'],
  ['a timeout', '51149', 'VENUE_UNAVAILABLE', 'unknown'],
  ['a cancel that timed out', '51412', 'VENUE_UNAVAILABLE', 'unknown'],
  ['a system error', '50026', 'VENUE_UNAVAILABLE', 'unknown'],
  ['an id that exists', '51016', 'ORDER_INVALID', 'unknown'],
] as const)('%s (%s) is %s, to an order %s', (_what, venueCode, code, outcome) => {
  expect(meaningOf(venueCode)).toEqual({ code, outcome })
})

test.each(['0', '1', '2', '', 'x', '59999', '51412x', '58000'])('nobody knows %j', (venueCode) => {
  expect(meaningOf(venueCode)).toBeUndefined()
})

test.each([
  [{ code: '50113', msg: 'Invalid signature', data: [] }, 401, 'AUTH_FAILED', 'never'],
  [{ code: '50102', msg: 'Timestamp request expired', data: [] }, 401, 'CLOCK_SKEWED', 'safe'],
  [{ code: '50011', msg: 'Too Many Requests', data: [] }, 429, 'RATE_LIMITED', 'safe'],
  [{ code: '50013', msg: 'Systems are busy', data: [] }, 429, 'RATE_LIMITED', 'safe'],
  [{ code: '50001', msg: 'Unavailable', data: [] }, 503, 'VENUE_UNAVAILABLE', 'safe'],
  ['<html>Forbidden</html>', 403, 'PERMISSION_DENIED', 'never'],
  ['', 401, 'AUTH_FAILED', 'never'],
  ['', 404, 'VENUE_REJECTED', 'never'],
] as const)('an answer that refuses a query is a typed error (%#)', (body, status, code, retry) => {
  expect(accountError(response(body, status))).toMatchObject({ code, retry })
  expect(open().rest.error(response(body, status), 'private')).toMatchObject({ code })
})
