import type { KnownMessages } from '../../core/index.ts'
import { jsonMessages } from '../kit/drift.ts'
import { KNOWN_FIELDS } from './known-fields.ts'

/** KuCoin's messages: unified ones by their channel, classic ones by their topic without symbols, answers by their type. */
export function knownMessages(): KnownMessages {
  return jsonMessages(
    {
      tags: ['T', 'topic', 'type', 'op'],
      kindOf: (tag) => {
        const [channel, topic] = [tag('T'), tag('topic')]
        if (channel !== undefined) return channel
        if (topic !== undefined) return topic.split(':')[0] ?? ''
        return `type.${tag('type') ?? tag('op') ?? ''}`
      },
      enums: {
        type: [],
        t: [],
        dp: [],
        op: [],
        'data.side': [],
        'd.S': [],
      },
    },
    KNOWN_FIELDS,
  )
}
