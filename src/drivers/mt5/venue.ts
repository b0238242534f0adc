import { type VenueFacts, venueId } from '../../core/index.ts'

/** Everything that a MetaTrader 5 bridge is, as data. Evidence: docs/venues/mt5.md; last verified 2026-11-21. */

/** No line for so long, and the connection is dead; the bridge tells of itself every 5 s. */
export const DEAD_AFTER_MS = 15_000
/** How often we ask the bridge to tell of itself, in ms. */
export const HEARTBEAT_MS = 5000
/** Version of the contract. */
export const CONTRACT_VERSION = 1

/** Facts of the bridge: one socket, and beside it a few calls. */
export const FACTS: VenueFacts = {
  venue: venueId('mt5'),
  name: 'MetaTrader 5',
  products: [
    { id: 'quoted', market: 'spot', title: 'Symbols with quotes alone: FX, metals, CFDs' },
    { id: 'traded', market: 'spot', title: 'Symbols of an exchange, with deals' },
  ],
  streams: [
    {
      id: 'bridge',
      market: 'spot',
      maxTopics: 1000,
      maxTopicsPerMessage: 100,
      // The longest line of the contract.
      maxMessageBytes: 1_048_576,
      // The contract has no limits; these keep a terminal's thread free.
      outbound: { count: 50, perMs: 1000 },
      connects: { count: 2, perMs: 1000 },
      keepAlive: { kind: 'server', deadAfterMs: DEAD_AFTER_MS },
      lifetimeMs: false,
      ackTimeoutMs: 10_000,
      awaitsWelcome: true,
    },
  ],
  rest: [{ id: 'bridge', budget: { count: 20, perMs: 1000 } }],
  urls: {
    // The bridge runs beside the terminal, so it is on loopback and not encrypted; give `urls` for another place.
    production: {
      default: {
        streams: { bridge: 'ws://127.0.0.1:8228/v1' },
        rest: { bridge: 'http://127.0.0.1:8228/v1' },
      },
    },
  },
  channels: [
    { product: 'quoted', channel: 'bbo', via: 'stream' },
    { product: 'quoted', channel: 'instrument', via: 'stream' },
    { product: 'traded', channel: 'bbo', via: 'stream' },
    { product: 'traded', channel: 'trade', via: 'stream' },
    { product: 'traded', channel: 'instrument', via: 'stream' },
  ],
}
