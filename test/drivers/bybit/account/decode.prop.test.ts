import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { coinRow, executionRow, orderRow, positionRow, push } from './rows.ts'
import { decoding } from './support.ts'

const GOOD = [
  push('order', orderRow()),
  push('execution', executionRow()),
  push('position', positionRow()),
  push('wallet', { coin: [coinRow()] }),
].map((message) => JSON.stringify(message))

test.prop([fc.oneof(fc.string(), fc.json(), fc.constantFrom(...GOOD)), fc.nat(), fc.string()])(
  'a damaged frame has an outcome, and tells nothing unless it is an event',
  (text, at, piece) => {
    const cut = at % (text.length + 1)
    for (const frame of [text.slice(0, cut), text.slice(0, cut) + piece + text.slice(cut)]) {
      const { decoder, decode } = decoding()
      const { outcome, events } = decode(frame)
      expect(events.length > 0).toBe(outcome === 'event')
      expect(decoder.fault !== undefined).toBe(outcome === 'fault')
    }
  },
)

const FIELDS = [
  ...new Set([orderRow(), executionRow(), positionRow(), coinRow()].flatMap(Object.keys)),
]

test.prop([fc.constantFrom(...FIELDS), fc.jsonValue()])(
  'a field of another kind is a fault, or does not matter',
  (field, value) => {
    const frames = [
      push('order', orderRow({ [field]: value })),
      push('execution', executionRow({ [field]: value })),
      push('position', positionRow({ [field]: value })),
      push('wallet', { coin: [coinRow({ [field]: value })] }),
    ]
    for (const frame of frames)
      expect(['event', 'ignored', 'fault']).toContain(decoding().decode(frame).outcome)
  },
)
