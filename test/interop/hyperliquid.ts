import { HttpTransport, InfoClient, SubscriptionClient, WebSocketTransport } from '@nktkas/hyperliquid'
import { formatPrice } from '@nktkas/hyperliquid/utils'
import ccxt from 'ccxt'
import { WebSocket } from 'ws'
import type { ServedVenue } from '../../src/sim/index.ts'
import type { SdkAdapter, StreamPayload, VenueAdapter, Watched } from './support/adapter.ts'

const books = { limit: 20, depth: 20, compared: 20 } as const

const PERP: readonly Watched[] = [
  { product: 'perp', symbol: 'BTC', pair: 'BTC/USDC:USDC', ...books },
  { product: 'perp', symbol: 'kPEPE', pair: 'KPEPE/USDC:USDC', ...books },
]
const HIP3: readonly Watched[] = [
  { product: 'hip3', symbol: 'xyz:SILVER', pair: 'XYZ-SILVER/USDC:USDC', ...books },
  { product: 'hip3', symbol: 'flx:COPPER', pair: 'FLX-COPPER/USDH:USDH', ...books },
]
const SPOT: readonly Watched[] = [
  { product: 'spot', symbol: 'PURR/USDC', pair: 'PURR/USDC', ...books },
  { product: 'spot', symbol: '@107', pair: 'HYPE/USDC', ...books },
]

/** ccxt's one class for all products. Overridden: `urls.api.public` and `urls.api.ws.public`. */
function exchange(served: ServedVenue): InstanceType<typeof ccxt.pro.hyperliquid> {
  const made = new ccxt.pro.hyperliquid({ newUpdates: true })
  const api = made.urls['api'] as Record<string, unknown>
  api['public'] = served.rest['info']
  Object.assign(api['ws'] as object, { public: served.streams['public'] })
  return made
}
