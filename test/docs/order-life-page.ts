import type { OrderStatus } from '../../src/core/index.ts'
import {
  ORDER_MEANINGS,
  type OrderMeaning,
  TRANSITIONS,
  type Transition,
} from '../../src/trader/oms/index.ts'

const STATUSES = Object.keys(TRANSITIONS) as OrderStatus[]
const MEANINGS = Object.keys(ORDER_MEANINGS) as OrderMeaning[]
const LIVING: readonly OrderStatus[] = STATUSES.slice(0, 7)
const ENDED: readonly OrderStatus[] = STATUSES.slice(7)

const BEFORE = `# The life of an order

\`npm run docs:orders\` writes this page from the transition table in \`src/trader/oms\`; a change by hand fails a test.

Users lose money where an order's fate is unknown, or a fill is missed. So every event has its place in every state: late, doubled and out-of-order events are cells of one table, not special cases, and what cannot be is an alarm.

\`\`\`
           ┌─ denied                        ┌─ amendInFlight ── amendUnknown
 intent ───┤                                │        (back to open)
           └─ inFlight ──┬────────── open ──┤
                         │            ▲     └─ cancelInFlight ── cancelUnknown
                         │            │                │
                         ├─ unknown ──┘   filled · cancelled · expired
                         ├─ rejected
                         └─ absent
\`\`\`

- **What adds up does not depend on the order of events**: fills by the venue's fill id, ids, the quantity that the venue has told. An event first adds its facts, whatever the state; then the table says what it means.
- **Unknown** leaves only on the venue's evidence: it is found open, seen in history, filled, or proven absent. The proof: the deadline of the newest request and a margin have passed *on the venue's clock*, and then the order is neither among the open orders nor, asked after that, in history, both read to their end. However often nobody answers proves nothing; the questions only come more slowly, and go on.
- **What the venue had and has no trace of** is asked about in the same way, its fills too. The same proof then follows \`differences\`: \`adopt\` counts it as cancelled, unless fills are known to be missing; \`flag\` raises \`VANISHED\` once and leaves it unknown; \`halt\` halts the account besides. No fill is made up, and one that comes later counts.
- **A quantity is no fill.** Where the venue says that more was filled than the fills we have, there is a hole: the fills are asked for, none is made up, and the order is not forgotten before it is closed.
- **A cancel stays wanted** until the order has ended, or the venue, which had the order, refuses. An order that turns up later is cancelled again.
- **A list of open orders may be old.** A question that left before our newest request says nothing about that request, and one from before the end, or up to 5 s after it, is late.
- **Orders that ended** are kept whole up to a number and an age (\`maxEnded\`, \`maxEndedAgeMs\`), then by the ids of themselves and their fills (\`maxEvicted\`), then by their number alone: of each writer it is known how many ids it made. A fill that comes after all that is still told, with the order's id: \`FILL_AFTER_EVICTION\` counts it, \`FORGOTTEN_ORDER\` leaves it to a person.

## What an event can mean
`

const LEGEND = `
## The table

\`=\` it is news, the state stays · a state: it is news and leads there · \`doubled\` it was known · \`late\` what is known is newer · **bold**: impossible, an alarm, and the state it leads to, if to another. \`?\`: the venue is asked about the order · \`+fills\`: it is asked for fills.
`

/** The page about the life of an order, as the table has it. */
export function orderLifePage(): string {
  const meanings = MEANINGS.map((meaning) => `| \`${meaning}\` | ${ORDER_MEANINGS[meaning]} |`)
  return [
    BEFORE,
    '| meaning | in words |',
    '|---|---|',
    ...meanings,
    LEGEND,
    '### While it lives',
    '',
    ...table(LIVING),
    '',
    '### When it has ended',
    '',
    ...table(ENDED),
    '',
  ].join('\n')
}

function table(statuses: readonly OrderStatus[]): readonly string[] {
  return [
    `| | ${statuses.map((status) => `\`${status}\``).join(' | ')} |`,
    `|---|${statuses.map(() => '---|').join('')}`,
    ...MEANINGS.map((meaning) => {
      const cells = statuses.map((status) => cellText(TRANSITIONS[status][meaning]))
      return `| \`${meaning}\` | ${cells.join(' | ')} |`
    }),
  ]
}

function cellText({ outcome, next, ask, alarm }: Transition): string {
  const asked = ask === undefined ? '' : ask === 'lookup' ? ' ?' : ' +fills'
  if (alarm !== undefined) return `**${alarm}**${next === 'same' ? '' : ` ${next}`}${asked}`
  if (outcome !== 'applied') return `${outcome}${asked}`
  return `${next === 'same' ? '=' : next}${asked}`
}
