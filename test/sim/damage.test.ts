import { expect, test } from 'vitest'
import { damage } from '../../src/sim/damage.ts'

test('a text frame whose syntax is damaged lacks what closes it', () => {
  expect(damage('{"a":1}', 'syntax')).toBe('{"a":1 ')
})

test('a binary frame whose syntax is damaged ends inside its last value', () => {
  const frame = Uint8Array.of(0x0a, 0x02, 0x61, 0x62)
  expect(damage(frame, 'syntax')).toEqual(Uint8Array.of(0x0a, 0x02, 0x61))
  expect(frame).toHaveLength(4)
})
