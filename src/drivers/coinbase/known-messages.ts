import type { KnownMessages } from '../../core/index.ts'
import { jsonMessages } from '../kit/drift.ts'
import { KNOWN_FIELDS } from './known-fields.ts'

/** Coinbase's messages: those of Advanced Trade by their channel, those of the Exchange by their type. */
export function knownMessages(): KnownMessages {
  return jsonMessages(
    {
      tags: ['channel', 'type'],
      kindOf: (tag) => tag('channel') ?? `type.${tag('type') ?? ''}`,
      enums: {
        'events[].type': [],
        'events[].products[].status': [],
        'events[].products[].product_type': [],
        side: [],
      },
    },
    KNOWN_FIELDS,
  )
}
