import type { KnownMessages } from '../../core/index.ts'
import { jsonMessages } from '../kit/drift.ts'
import { KNOWN_FIELDS } from './known-fields.ts'

const ANSWERS = ['op', 'subbed', 'unsubbed', 'ping', 'pong', 'status'] as const

/** HTX's messages by their topic, its symbol, steps and lengths left out; answers by the field that they answer with. */
export function knownMessages(): KnownMessages {
  return jsonMessages(
    {
      tags: ['action', 'ch', 'rep', 'topic', ...ANSWERS],
      kindOf: (tag) => {
        const action = tag('action')
        if (action !== undefined) return `action.${action}`
        const [topic, answered] = [tag('ch') ?? tag('topic'), tag('rep')]
        if (topic !== undefined) return nameOf(topic)
        if (answered !== undefined) return `rep.${nameOf(answered)}`
        const answer = ANSWERS.find((path) => tag(path) !== undefined)
        return answer === 'op' ? `op.${tag('op') ?? ''}` : (answer ?? '')
      },
      enums: { direction: [], event: [], status: [], op: [], contract_status: [] },
    },
    KNOWN_FIELDS,
  )
}

/** `market.btcusdt.mbp.refresh.20` → `market.mbp`. */
function nameOf(topic: string): string {
  const [service = '', , channel = ''] = topic.split('.')
  return channel === '' ? service : `${service}.${channel}`
}
