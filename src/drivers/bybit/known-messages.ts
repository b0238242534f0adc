import type { KnownMessages } from '../../core/index.ts'
import { jsonMessages } from '../kit/drift.ts'
import { KNOWN_FIELDS } from './known-fields.ts'

/** Bybit's messages by the first word of their topic (depths, bar lengths and symbols follow it), answers by their op. */
export function knownMessages(): KnownMessages {
  return jsonMessages(
    {
      tags: ['topic', 'op', 'type'],
      kindOf: (tag) => {
        const topic = tag('topic')
        if (topic !== undefined) return topic.split('.')[0] ?? ''
        const op = tag('op') ?? tag('type')
        return op === undefined ? '' : `op.${op}`
      },
      enums: {
        type: [],
        'data[].S': [],
        'data[].L': ['ZeroPlusTick', 'ZeroMinusTick'],
        tickDirection: ['PlusTick', 'ZeroMinusTick'],
        'data[].side': [],
        'data[].state': [],
      },
    },
    KNOWN_FIELDS,
  )
}
