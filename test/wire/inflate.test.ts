import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { inflateFrame, MAX_INFLATED_BYTES } from '../../src/wire/inflate.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && new TextDecoder().decode(bytes)

test('inflates a gzip frame, however long its payload is', () => {
  for (const length of [0, 1, 63, 64, 65, 16_384, 300_000]) {
    const payload = `{"a":"${'x'.repeat(length)}"}`
    expect(text(inflateFrame(gzipSync(payload)))).toBe(payload)
  }
})

test('gives plain bytes, whose slices are copies', () => {
  const bytes = inflateFrame(gzipSync('{"ping":1}')) ?? new Uint8Array(0)
  const copy = bytes.slice()
  bytes.fill(0)
  expect(text(copy)).toBe('{"ping":1}')
})

test('inflates members that follow each other as one payload', () => {
  const frame = Buffer.concat([gzipSync('{"ping":'), gzipSync('1492420473027}')])
  expect(text(inflateFrame(frame))).toBe('{"ping":1492420473027}')
})

test('gives a frame of text back as it is', () => {
  const object = encode('{"ping":1}')
  const list = encode('[1,2]')
  expect(inflateFrame(object)).toBe(object)
  expect(inflateFrame(list)).toBe(list)
})

test('has no answer for bytes that are neither gzip nor JSON', () => {
  const zlib = Uint8Array.of(0x78, 0x9c, 3, 0, 0, 0, 0, 1)
  for (const frame of [encode(''), encode('pong'), zlib, Uint8Array.of(0x1f), encode('"text"')]) {
    expect(inflateFrame(frame)).toBeUndefined()
  }
})

test('has no answer for a member cut at any byte', () => {
  const frame = gzipSync('{"ch":"market.btcusdt.bbo"}')
  for (let end = 0; end < frame.length; end += 1) {
    expect(inflateFrame(frame.subarray(0, end))).toBeUndefined()
  }
})

test('has no answer where the checksum, the length or the data are damaged', () => {
  const frame = gzipSync('{"ch":"market.btcusdt.bbo","tick":{"bid":1,"ask":2}}')
  for (let at = frame.length - 8; at < frame.length; at += 1) {
    const damaged = Uint8Array.from(frame)
    damaged[at] = (damaged[at] ?? 0) ^ 0x41
    expect(inflateFrame(damaged)).toBeUndefined()
  }
})

test('does not inflate more than its bound, whatever the trailer claims', () => {
  const largest = gzipSync(new Uint8Array(MAX_INFLATED_BYTES))
  expect(inflateFrame(largest)).toHaveLength(MAX_INFLATED_BYTES)
  expect(inflateFrame(gzipSync(new Uint8Array(MAX_INFLATED_BYTES + 1)))).toBeUndefined()
  const honestEnd = gzipSync('{}')
  expect(inflateFrame(Buffer.concat([largest, honestEnd]))).toBeUndefined()
})
