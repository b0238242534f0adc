import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import {
  gunzipMember,
  gunzipReadable,
  gzipMember,
  gzipMemberAt,
  gzipMemberInThread,
  nextGzipSignature,
} from '../../src/wire/gzip.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

test('a member is ordinary gzip, and says its note and its length', async () => {
  const payload = encode('hello '.repeat(100))
  const note = encode('a note')
  const member = gzipMember(payload, note, 6)
  expect(gunzipSync(member)).toEqual(Buffer.from(payload))
  const both = Buffer.concat([member, await gzipMemberInThread(payload, note, 6)])
  expect(gunzipSync(both)).toHaveLength(payload.length * 2)
  const first = gzipMemberAt(both, 0)
  const second = gzipMemberAt(both, first?.end ?? 0)
  expect(second).toMatchObject({ start: member.length, end: both.length, payloadBytes: 600 })
  expect(new Uint8Array(second?.note ?? [])).toEqual(note)
  if (second === undefined) throw new Error('expected a member')
  expect(new Uint8Array(gunzipMember(both, second) ?? [])).toEqual(payload)
  expect(nextGzipSignature(both, 1)).toBe(member.length)
})

test('a member is not found where bytes are missing, wrong, or of another writer', () => {
  const member = gzipMember(encode('hello'), encode(''), 1)
  for (let length = 0; length < member.length; length += 1) {
    expect(gzipMemberAt(member.subarray(0, length), 0)).toBeUndefined()
  }
  expect(gzipMemberAt(gzipSync('hello'), 0)).toBeUndefined()
  const wrong = member.slice()
  wrong[wrong.length - 6] = (wrong[wrong.length - 6] ?? 0) ^ 1
  const found = gzipMemberAt(wrong, 0)
  expect(found && gunzipMember(wrong, found)).toBeUndefined()
})

test('reads what is readable of any gzip', () => {
  const whole = gzipSync('hello')
  expect(gunzipReadable(whole)?.toString()).toBe('hello')
  expect(gunzipReadable(whole.subarray(0, whole.length - 4))?.toString()).toBe('hello')
  expect(gunzipReadable(encode('no gzip at all'))).toBeUndefined()
})

test('refuses a note that is too long for a header', () => {
  expect(() => gzipMember(encode(''), new Uint8Array(20_000), 1)).toThrow(RangeError)
})
