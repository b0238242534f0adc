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
        'data[].system': ['cancel_only'],
        'data.assets[].status': [
          'depositonly',
          'disabled',
          'fundingtemporarilydisabled',
          'withdrawalonly',
          'workinprogress',
        ],
        'data.pairs[].status': [
          'cancel_only',
          'delisted',
          'limit_only',
          'maintenance',
          'reduce_only',
          'work_in_progress',
        ],
        'result.channel': [],
        tag: ['quarter', 'semiannual'],
      },
    },
    KNOWN_FIELDS,
  )
}
