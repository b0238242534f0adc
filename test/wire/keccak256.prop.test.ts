import { keccak_256 } from '@noble/hashes/sha3.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keccak256 } from '../../src/wire/index.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('the hash of nothing, and of the name of an event, are as published', () => {
  expect(hex(keccak256(new Uint8Array(0)))).toBe(
    'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
  )
  const transfer = new TextEncoder().encode('Transfer(address,address,uint256)')
  expect(hex(keccak256(transfer))).toBe(
    'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
  )
})

test('any bytes hash as an independent implementation hashes them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(hex(keccak256(bytes))).toBe(hex(keccak_256(bytes)))
    }),
    {
      numRuns: 60,
      examples: [[new Uint8Array(135)], [new Uint8Array(136)], [new Uint8Array(272)]],
    },
  )
})
