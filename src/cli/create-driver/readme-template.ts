import type { DriverName } from './driver-name.ts'

/** `README.md` of a new driver: what is there, and in which order to make it yours. */
export function readmeTemplate({ title, call }: DriverName): string {
  return `# ${title}

A driver for crossbook. What is here works, for a venue that is made up: replace it file by file, and keep the test green.

| file | holds | first |
|---|---|---|
| \`venue.ts\` | facts: endpoints, limits, keep-alive, addresses, channels | collect the numbers, each with its source |
| \`instruments.ts\` | the listing, and what a symbol says by itself | steps from tick and lot, never from "precision" |
| \`session.ts\` | topics, subscribing, pings, answers | names of topics are unique within an endpoint |
| \`decode.ts\` | data frames into updates | never throws; a frame that cannot be read emits nothing |
| \`rest.ts\` | calls, and what refusals mean | unknown codes are \`VENUE_REJECTED\` |
| \`index.ts\` | the continuity rule, and all of it together | quote the venue's procedure |

\`\`\`sh
npm install crossbook
node --test          # Node 22.18 and newer reads TypeScript; before: npx tsx --test conformance.test.ts
\`\`\`

Without a simulated venue the test checks facts, pings and refusals. Write one from the documentation a second time
(\`crossbook/sim\` has the market, the faults and the hosts) and hand it over as \`simulate\`: then books, frames, connections
and calls are checked as well.

\`\`\`ts
import { MarketData } from 'crossbook'
import { nodePorts } from 'crossbook/runtime/node'
import { ${call} } from './index.ts'

await using ports = nodePorts()
await using market = await MarketData.open({ driver: ${call}(), ports })
const book = await market.book('BTC/USDT').live()
console.log(book.bids.priceText(0), book.asks.priceText(0))
\`\`\`
`
}
