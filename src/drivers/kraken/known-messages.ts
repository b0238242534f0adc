import type { KnownMessages } from '../../core/index.ts'
import { jsonMessages } from '../kit/drift.ts'
import { KNOWN_FIELDS } from './known-fields.ts'

/** Kraken's messages: answers by their method or event, spot's by their channel, those of derivatives by their feed. */
export function knownMessages(): KnownMessages {
  return jsonMessages(
    {
      tags: ['method', 'event', 'feed', 'channel'],
      kindOf: (tag) => {
        const [method, event, feed] = [tag('method'), tag('event'), tag('feed')]
        if (method !== undefined) return `method.${method}`
        if (event !== undefined) return `event.${event}`
        return feed === undefined ? (tag('channel') ?? '') : `feed.${feed}`
      },
      enums: {
        type: [],
        side: [],
        'data[].ord_type': [],
        'data[].system': [],
        'data.assets[].status': [],
        'data.pairs[].status': [],
        'result.channel': [],
        tag: [],
      },
    },
    KNOWN_FIELDS,
  )
}
