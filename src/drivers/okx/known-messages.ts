import type { KnownMessages } from '../../core/index.ts'
import { jsonMessages } from '../kit/drift.ts'
import { KNOWN_FIELDS } from './known-fields.ts'

/** OKX's messages by their channel, answers by their event; the length of bars is left out of their names. */
export function knownMessages(): KnownMessages {
  return jsonMessages(
    {
      tags: ['event', 'op', 'arg.channel'],
      kindOf: (tag) => {
        const event = tag('event') ?? tag('op')
        if (event !== undefined) return `event.${event}`
        return (tag('arg.channel') ?? '').replace(/candle.*$/, 'candle')
      },
      enums: {
        action: [],
        side: [],
        posSide: [],
        instType: ['MARGIN', 'EVENTS'],
        state: ['live', 'suspend', 'preopen', 'test', 'rebase', 'settling', 'expired'],
        method: ['next_period'],
        settState: ['processing'],
        formulaType: ['noRate'],
        ctType: ['inverse'],
        ruleType: ['pre_market', 'rebase_contract', 'xperp'],
        system: ['classic'],
        serviceType: ['5', '6', '7', '8', '9', '99'],
        source: [],
        'data[].details[].side': [],
      },
    },
    KNOWN_FIELDS,
  )
}
