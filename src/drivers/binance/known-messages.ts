import type { KnownMessages } from '../../core/index.ts'
import { jsonMessages } from '../kit/drift.ts'
import { KNOWN_FIELDS } from './known-fields.ts'

/** Where the type of an event stands: plain, in a combined stream, in lists, in an event of the account. */
const EVENT_TYPES = ['e', 'data.e', 'data[].e', '[].e', 'event.e'] as const

/** Binance's messages by their event type; those that have none (spot's best prices and whole books) by their stream. */
export function knownMessages(): KnownMessages {
  return jsonMessages(
    {
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
        X: [],
        'o.o': [],
        'data.o.o': [],
        'o.f': [],
        'data.o.f': [],
        cs: [],
        ct: [],
        contractType: [],
        st: [],
      },
    },
    KNOWN_FIELDS,
  )
}
