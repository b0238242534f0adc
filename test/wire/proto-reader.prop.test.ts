import fc from 'fast-check'
import { Reader, Writer } from 'protobufjs/minimal.js'
import { describe, expect, test } from 'vitest'
import { ProtoReader } from '../../src/wire/index.ts'

/** A field as protobufjs writes it: number, wire type, value. */
const field = fc.oneof(
  fc.record({
    wireType: fc.constant(0 as const),
    id: fc.integer({ min: 1, max: 2 ** 29 - 1 }),
    value: fc.maxSafeNat(),
  }),
  fc.record({
    wireType: fc.constant(2 as const),
    id: fc.integer({ min: 1, max: 400 }),
    value: fc.uint8Array({ maxLength: 300 }),
  }),
  fc.record({
    wireType: fc.constantFrom(1 as const, 5 as const),
    id: fc.integer({ min: 1, max: 400 }),
    value: fc.nat(),
  }),
)

interface Field {
  readonly id: number
  readonly wireType: 0 | 1 | 2 | 5
  readonly value: number | Uint8Array
}

function written(fields: readonly Field[]): Uint8Array {
  const writer = Writer.create()
  for (const { id, wireType, value } of fields) {
    writer.uint32(id * 8 + wireType)
    if (wireType === 0) writer.uint64(Number(value))
    else if (wireType === 1) writer.fixed64(Number(value))
    else if (wireType === 5) writer.fixed32(Number(value))
    else writer.bytes(value as Uint8Array)
  }
  return writer.finish()
}

/** The fields of a message as we read them; `undefined` where it is refused. */
function own(bytes: Uint8Array): unknown[] | undefined {
  const reader = new ProtoReader()
  reader.reset(bytes)
  const told: unknown[] = []
  for (let id = reader.nextField(); id !== 0; id = reader.nextField()) {
    const { wireType } = reader
    if (wireType === 2) {
      if (reader.readText()) told.push([id, ...bytes.subarray(reader.textStart, reader.textEnd)])
    } else if (reader.skip()) told.push([id, wireType])
  }
  expect(reader.faultOffset).toBeLessThanOrEqual(bytes.length)
  return reader.fault === '' ? told : undefined
}

/** The same by protobufjs; `undefined` where it throws. */
function theirs(bytes: Uint8Array): unknown[] | undefined {
  const reader = Reader.create(bytes)
  const told: unknown[] = []
  try {
    while (reader.pos < reader.len) {
      const tag = reader.uint32()
      if (tag % 8 === 2) told.push([tag >>> 3, ...reader.bytes()])
      else {
        reader.skipType(tag % 8)
        told.push([tag >>> 3, tag % 8])
      }
    }
  } catch {
    return undefined
  }
  return told
}

describe('the protobuf reader and protobufjs', () => {
  test('read the same fields from what protobufjs wrote', () => {
    fc.assert(
      fc.property(fc.array(field, { maxLength: 20 }), (fields) => {
        const bytes = written(fields)
        const told = own(bytes)
        expect(told).toBeDefined()
        expect(told).toEqual(theirs(bytes))
      }),
      { numRuns: 2000 },
    )
  })

  test('read the same integers', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const bytes = Writer.create().uint32(8).uint64(value).finish()
        const reader = new ProtoReader()
        reader.reset(bytes)
        reader.nextField()
        expect([reader.readInteger(), reader.integer]).toEqual([true, value])
      }),
    )
  })

  test('agree on any bytes that we accept, and we never throw', () => {
    const damaged = fc
      .tuple(fc.array(field, { maxLength: 8 }), fc.nat(), fc.uint8Array({ maxLength: 12 }))
      .map(([fields, at, junk]) => {
        const bytes = written(fields)
        const cut = bytes.length === 0 ? 0 : at % bytes.length
        return Uint8Array.from([...bytes.subarray(0, cut), ...junk, ...bytes.subarray(cut + 1)])
      })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), damaged), (bytes) => {
        const told = own(bytes)
        if (told !== undefined) expect(told).toEqual(theirs(bytes))
      }),
      { numRuns: 10_000 },
    )
  })
})
