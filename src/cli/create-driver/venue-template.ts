import type { DriverName } from './driver-name.ts'

/** `venue.ts` of a new driver: facts of the venue. */
export function venueTemplate({ id, title }: DriverName): string {
  // The top-level domain of examples: nobody's host is dialled before the author puts one here.
  const [stream, api] = [`stream.${id}.example`, `api.${id}.example`]
  return `import { type VenueFacts, venueId } from 'crossbook'

const streams = { public: 'wss://${stream}/v1' }
const rest = { public: 'https://${api}/v1' }

/** What the venue is, as data. Put the source of each number beside it, and the day you read it. */
export const FACTS: VenueFacts = {
  venue: venueId('${id}'),
  name: '${title}',
  products: [{ id: 'spot', market: 'spot', title: 'Spot' }],
  streams: [
    {
      id: 'public',
      market: 'spot',
      maxTopics: 200,
      maxTopicsPerMessage: 20,
      maxMessageBytes: 4096,
      outbound: { count: 10, perMs: 1000 },
      connects: { count: 5, perMs: 1000 },
      keepAlive: { kind: 'message', everyMs: 15_000, deadAfterMs: 40_000 },
      lifetimeMs: false,
      ackTimeoutMs: 5000,
    },
  ],
  rest: [{ id: 'public', budget: { count: 600, perMs: 60_000 } }],
  urls: { production: { default: { streams, rest } } },
  channels: [
    { product: 'spot', channel: 'book', via: 'stream', depths: { full: 'full' } },
    { product: 'spot', channel: 'trade', via: 'stream' },
  ],
}
`
}
