import type { KnownMessages } from '../../core/index.ts'
import { jsonMessages } from '../kit/drift.ts'
import { KNOWN_FIELDS } from './known-fields.ts'
import { protoFeatures } from './proto-features.ts'

const OPEN_ARRAY = 91
const OPEN_OBJECT = 123

/** MEXC's messages: JSON by their channel, protobuf by the number of their body. */
export function knownMessages(): KnownMessages {
  const json = jsonMessages(
    {
      tags: ['channel'],
      kindOf: (tag) => tag('channel') ?? 'answer',
      enums: {
        T: [],
        O: [],
        M: [],
      },
    },
    KNOWN_FIELDS,
  )
  return {
    features: json.features,
    featuresOf: (frame) => (isProto(frame) ? protoFeatures(frame) : json.featuresOf(frame)),
    textOf: (frame) => (isProto(frame) ? hexOf(frame) : json.textOf(frame)),
  }
}

/** As the decoder tells them apart: no field of a wrapper starts with these bytes. `pong` is text. */
function isProto(frame: Uint8Array): boolean {
  return frame[0] !== OPEN_OBJECT && frame[0] !== OPEN_ARRAY
}

const MAX_HEX_BYTES = 1_000

function hexOf(frame: Uint8Array): string {
  return Array.from(frame.subarray(0, MAX_HEX_BYTES), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
