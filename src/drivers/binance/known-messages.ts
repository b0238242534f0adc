import type { KnownMessages } from '../../core/index.ts'
import { jsonMessages } from '../kit/drift.ts'
import { KNOWN_FIELDS } from './known-fields.ts'

/** Where the type of an event stands: in itself, in a list of them, in an event of the account. */
const EVENT_TYPES = ['e', '[].e', 'event.e'] as const

/** Contract statuses that listings document. */
const STATUSES = [
  'TRADING_HALT',
  'PRE_DELIVERING',
  'DELIVERING',
  'DELIVERED',
  'PRE_SETTLE',
  'SETTLING',
  'CLOSE',
]

/** Binance's messages by their event type; those that have none (spot's best prices and whole books) by their stream. */
export function knownMessages(): KnownMessages {
  return jsonMessages(
    {
      // Combined streams wrap what raw ones send: `{"stream":…,"data":…}`.
      envelope: 'data',
      tags: [...EVENT_TYPES, 'stream'],
      kindOf: (tag) => {
        for (const path of EVENT_TYPES) {
          const type = tag(path)
          if (type !== undefined) return type
        }
        const [head = '', channel = ''] = (tag('stream') ?? '').split('@')
        return head.startsWith('!') ? head.slice(1) : channel
      },
      enums: {
        S: [],
        X: ['CANCELED', 'EXPIRED'],
        'o.o': [],
        'o.f': [],
        cs: STATUSES,
        ct: ['CURRENT_QUARTER', 'NEXT_QUARTER', 'TRADIFI_PERPETUAL'],
        contractType: ['CURRENT_QUARTER', 'NEXT_QUARTER', 'PERPETUAL'],
        st: [],
      },
    },
    KNOWN_FIELDS,
  )
}
