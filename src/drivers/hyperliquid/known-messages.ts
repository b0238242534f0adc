import type { KnownMessages } from '../../core/index.ts'
import { jsonMessages } from '../kit/drift.ts'
import { KNOWN_FIELDS } from './known-fields.ts'

/** Hyperliquid's messages by their channel. Prices of all coins are keyed by coin. */
export function knownMessages(): KnownMessages {
  return jsonMessages(
    {
      tags: ['channel'],
      kindOf: (tag) => tag('channel') ?? '',
      enums: {
        side: [],
        'data.method': [],
        'data.subscription.type': [
          'allMids',
          'notification',
          'orderUpdates',
          'userEvents',
          'userFills',
        ],
      },
      maps: ['data.mids'],
    },
    KNOWN_FIELDS,
  )
}
