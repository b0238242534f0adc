import type { KnownMessages } from '../../core/index.ts'
import { jsonMessages } from '../kit/drift.ts'
import { KNOWN_FIELDS } from './known-fields.ts'

/** CoinEx's messages by their method; answers have none. */
export function knownMessages(): KnownMessages {
  return jsonMessages(
    {
      tags: ['method'],
      kindOf: (tag) => tag('method') ?? 'answer',
      enums: {
        side: [],
        'data.result': [],
      },
    },
    KNOWN_FIELDS,
  )
}
