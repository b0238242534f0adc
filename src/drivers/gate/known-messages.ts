import type { KnownMessages } from '../../core/index.ts'
import { jsonMessages } from '../kit/drift.ts'
import { KNOWN_FIELDS } from './known-fields.ts'

/** Gate's messages by their channel; what they are in it (`update`, `all`, answers) is their event. */
export function knownMessages(): KnownMessages {
  return jsonMessages(
    {
      tags: ['channel', 'header.channel'],
      kindOf: (tag) => tag('channel') ?? tag('header.channel') ?? '',
      enums: {
        event: [],
        'result.e': [],
        'result.side': [],
        'result[].side': [],
        'result.status': [],
      },
    },
    KNOWN_FIELDS,
  )
}
