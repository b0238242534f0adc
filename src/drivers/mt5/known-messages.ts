import type { KnownMessages } from '../../core/index.ts'
import { jsonMessages } from '../kit/drift.ts'
import { KNOWN_FIELDS } from './known-fields.ts'

/** Answers to what the driver asks where ticks are missing: no frame shows them by itself. docs/venues/mt5.md */
const HISTORY_FIELDS = `
ticks
  id
histend
  count id s t
`

/** A bridge's messages by their type. */
export function knownMessages(): KnownMessages {
  return jsonMessages(
    {
      tags: ['t'],
      kindOf: (tag) => tag('t') ?? '',
      enums: {
        mode: ['0', '1', '2', '3'],
        chart: ['0', '1'],
        code: ['BAD_MSG', 'BAD_TOKEN', 'UNKNOWN_SYMBOL', 'TERMINAL_OFFLINE', 'BUSY'],
      },
      maps: ['err'],
    },
    `${HISTORY_FIELDS}${KNOWN_FIELDS}`,
  )
}
