import { describe, expect, test } from 'vitest'
import { ProtoReader } from '../../src/wire/index.ts'

function readerOf(...bytes: number[]): ProtoReader {
  const reader = new ProtoReader()
  reader.reset(Uint8Array.from(bytes))
  return reader
}

describe('the protobuf reader', () => {
  test('reads integers, texts and messages, and skips what nobody asks for', () => {
    // 1: 300; 2: "ab"; 3: { 1: 7 }; 4: 8 bytes; 5: 4 bytes; 16: 1
    const reader = readerOf(
      ...[0x08, 0xac, 0x02],
      ...[0x12, 2, 97, 98],
      ...[0x1a, 2, 0x08, 7],
      ...[0x21, 1, 2, 3, 4, 5, 6, 7, 8],
      ...[0x2d, 1, 2, 3, 4],
      ...[0x80, 0x01, 1],
    )
    const told: unknown[] = []
    for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
      if (field === 1 && reader.readInteger()) told.push(reader.integer)
      else if (field === 2 && reader.readText()) told.push(reader.text())
      else if (field === 3) {
        const outer = reader.enter()
        while (reader.nextField() !== 0 && reader.readInteger()) told.push([reader.integer])
        reader.leave(outer)
      } else told.push(`skipped ${field} ${reader.skip()}`)
    }
    expect(told).toEqual([300, 'ab', [7], 'skipped 4 true', 'skipped 5 true', 'skipped 16 true'])
    expect(reader.fault).toBe('')
  })

  test.each([
    ['a length beyond the frame', [0x0a, 5, 97], 'truncated', 3],
    ['a tag alone', [0x0a], 'truncated', 1],
    ['a varint without an end', [0x08, 0x80, 0x80], 'truncated', 3],
    ['a varint of eleven bytes', [0x08, ...Array<number>(10).fill(0xff), 1], 'badVarint', 1],
    ['a varint of more than 64 bits', [0x08, ...Array<number>(9).fill(0xff), 2], 'badVarint', 1],
    ['field number 0', [0x02, 0], 'badTag', 0],
    ['a tag of more than 32 bits', [0xff, 0xff, 0xff, 0xff, 0x7f, 0], 'badTag', 0],
    ['a group', [0x0b, 0x0c], 'badTag', 0],
    ['wire type 7', [0x0f], 'badTag', 0],
    ['eight bytes cut short', [0x09, 1, 2, 3], 'truncated', 4],
  ] as const)('refuses %s, and says where', (_what, bytes, fault, offset) => {
    const reader = readerOf(...bytes)
    while (reader.nextField() !== 0) reader.skip()
    expect([reader.fault, reader.faultOffset]).toEqual([fault, offset])
  })

  test('lets nothing inside a message read beyond it', () => {
    const reader = readerOf(0x0a, 2, 0x0a, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9)
    reader.nextField()
    const outer = reader.enter()
    reader.nextField()
    expect(reader.skip()).toBe(false)
    reader.leave(outer)
    expect([reader.fault, reader.faultOffset, reader.nextField()]).toEqual(['overrun', 4, 0])
  })

  test('refuses a value of another wire type than the one asked for', () => {
    const text = readerOf(0x08, 1)
    text.nextField()
    expect([text.readText(), text.fault, text.faultOffset]).toEqual([false, 'wrongType', 0])
    const integer = readerOf(0x0a, 0)
    integer.nextField()
    expect([integer.readInteger(), integer.fault]).toEqual([false, 'wrongType'])
  })

  test('reads integers up to 2^53 - 1 and refuses what is beyond or negative', () => {
    const most = readerOf(0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f)
    most.nextField()
    expect([most.readInteger(), most.integer]).toEqual([true, Number.MAX_SAFE_INTEGER])
    for (const bytes of [
      [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10],
      [...Array<number>(9).fill(0xff), 1],
    ]) {
      const reader = readerOf(0x08, ...bytes)
      reader.nextField()
      expect([reader.readInteger(), reader.fault]).toEqual([false, 'badNumber'])
    }
  })

  test.each([
    ['0', 0],
    ['43296363236', 43_296_363_236],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['9007199254740992', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['', undefined],
  ])('reads the text "%s" as the integer %s', (text, value) => {
    const reader = readerOf(0x0a, text.length, ...new TextEncoder().encode(text))
    reader.nextField()
    reader.readText()
    expect(reader.textInteger() ? reader.integer : undefined).toBe(value)
  })
})
