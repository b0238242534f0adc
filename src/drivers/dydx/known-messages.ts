import type { KnownMessages } from '../../core/index.ts'
import { jsonMessages } from '../kit/drift.ts'
import { KNOWN_FIELDS } from './known-fields.ts'

/** dYdX's messages by their channel; greetings, errors and answers without one by their type. */
export function knownMessages(): KnownMessages {
  return jsonMessages(
    {
      tags: ['channel', 'type'],
      kindOf: (tag) => tag('channel') ?? `type.${tag('type') ?? ''}`,
      enums: {
        // Of trades; `MARKET` is in messages of others, and not in the venue's list.
        type: ['MARKET', 'TWAP_SUBORDER'],
        side: [],
        status: ['PAUSED', 'CANCEL_ONLY', 'POST_ONLY', 'INITIALIZING'],
      },
      // Markets come by ticker, whole, changed, and their index prices; a batch wraps contents in a list.
      maps: [
        'contents.markets',
        'contents.trading',
        'contents.oraclePrices',
        'contents[].markets',
        'contents[].trading',
        'contents[].oraclePrices',
      ],
    },
    KNOWN_FIELDS,
  )
}
