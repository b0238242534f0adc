import { type VenueFacts, venueId } from '../../core/index.ts'

/** Everything that Dukascopy is, as data. Evidence: docs/venues/dukascopy.md; last verified 2026-11-21. */

/** The REST service of each back-end. */
export type TickService = 'json' | 'bi5'

/** Facts of Dukascopy: history over HTTP, no streams. */
export const FACTS: VenueFacts = {
  venue: venueId('dukascopy'),
  name: 'Dukascopy',
  products: [
    { id: 'fx', market: 'spot', title: 'Foreign exchange' },
    { id: 'metal', market: 'spot', title: 'Metals' },
    { id: 'cfd', market: 'spot', title: 'CFDs on indices, commodities, stocks, ETFs and bonds' },
    { id: 'crypto', market: 'spot', title: 'Crypto CFDs' },
  ],
  streams: [],
  // Unpublished: servers throttle and block addresses. Clients live with ten requests, then a second of pause.
  rest: [
    { id: 'json', budget: { count: 10, perMs: 1000 } },
    { id: 'bi5', budget: { count: 10, perMs: 1000 } },
  ],
  urls: {
    production: {
      default: {
        streams: {},
        rest: {
          json: 'https://jetta.dukascopy.com/v1',
          bi5: 'https://datafeed.dukascopy.com/datafeed',
        },
        // Requests without the word that all browsers begin with are turned away.
        headers: { 'user-agent': 'Mozilla/5.0' },
      },
    },
  },
  // Nothing is pushed, and the polls of this SDK carry no quotes: ticks are fetched, see `ticks.ts` and `download.ts`.
  channels: [],
}
