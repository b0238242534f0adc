import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clientOrderId, clientOrderIdParts, fillId, strategyId } from '../../src/core/index.ts'

test('an id of ours is one integer below 2^63 that says its writer and its number', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 23 - 1 }),
      fc.integer({ min: 0, max: 2 ** 40 - 1 }),
      (epoch, sequence) => {
        const id = clientOrderId(epoch, sequence)
        expect(BigInt(id) < 2n ** 63n).toBe(true)
        expect(clientOrderIdParts(id)).toEqual({ epoch, sequence })
      },
    ),
  )
  expect(clientOrderId(1, 0)).toBe('1099511627776')
  expect(clientOrderId(2 ** 23 - 1, 2 ** 40 - 1)).toBe(String(2n ** 63n - 1n))
})

test.each([
  [0, 1],
  [2 ** 23, 1],
  [1, -1],
  [1, 2 ** 40],
  [1.5, 1],
])('no id is made of epoch %s and sequence %s', (epoch, sequence) => {
  expect(() => clientOrderId(epoch, sequence)).toThrow(
    expect.objectContaining({ code: 'INVALID_NUMBER' }),
  )
})

test.each([
  '',
  'x-HNA2TXFJ123',
  '1099511627775',
  '01099511627776',
  '9223372036854775808',
  '99999999999999999999',
])('"%s" is an id of somebody else', (text) => {
  expect(clientOrderIdParts(text)).toBeUndefined()
})

test('a name must be there', () => {
  expect(strategyId('grid')).toBe('grid')
  expect(() => fillId('')).toThrow('Reading a fill id: expected a non-empty text')
})
