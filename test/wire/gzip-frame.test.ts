import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { gzipFrame } from '../../src/wire/gzip-frame.ts'
import { inflateFrame } from '../../src/wire/index.ts'

test.each(['{"id":1,"code":0}', '[]', `{"text":"${'x'.repeat(100_000)}€"}`])(
  'a packed frame is what every gzip reader unpacks',
  (text) => {
    const bytes = new TextEncoder().encode(text)
    for (const payload of [text, bytes]) {
      const frame = gzipFrame(payload)
      expect([...frame.subarray(0, 2)]).toEqual([0x1f, 0x8b])
      expect(gunzipSync(frame).toString()).toBe(text)
      expect(Buffer.from(inflateFrame(frame) ?? []).toString()).toBe(text)
    }
  },
)
