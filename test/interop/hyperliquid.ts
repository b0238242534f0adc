import {
  HttpTransport,
  InfoClient,
  SubscriptionClient,
  WebSocketTransport,
} from '@nktkas/hyperliquid'
import { formatPrice } from '@nktkas/hyperliquid/utils'
import ccxt from 'ccxt'
import { WebSocket } from 'ws'
import type { ServedVenue } from '../../src/sim/index.ts'
import type {
  CcxtLine,
  SdkAdapter,
  StreamPayload,
  VenueAdapter,
  Watched,
} from './support/adapter.ts'

const books = { limit: 20, depth: 20, compared: 20 } as const

const WATCHED: readonly Watched[] = [
  { product: 'perp', symbol: 'BTC', pair: 'BTC/USDC:USDC', ...books },
  { product: 'perp', symbol: 'kPEPE', pair: 'KPEPE/USDC:USDC', ...books },
  { product: 'hip3', symbol: 'xyz:SILVER', pair: 'XYZ-SILVER/USDC:USDC', ...books },
  { product: 'hip3', symbol: 'flx:COPPER', pair: 'FLX-COPPER/USDH:USDH', ...books },
  { product: 'spot', symbol: 'PURR/USDC', pair: 'PURR/USDC', ...books },
  { product: 'spot', symbol: '@107', pair: 'HYPE/USDC', ...books },
]

/** ccxt's one class for all products. Overridden: `urls.api.public` and `urls.api.ws.public`. */
function exchange(served: ServedVenue): InstanceType<typeof ccxt.pro.hyperliquid> {
  const made = new ccxt.pro.hyperliquid({ newUpdates: true, enableRateLimit: false })
  const api = made.urls['api'] as Record<string, unknown>
  api['public'] = served.rest['info']
  Object.assign(api['ws'] as object, { public: served.streams['public'] })
  return made
}

/**
 * ccxt's `fetchTrades` asks for the fills of a user; its parameters make it ask for the trades of a coin instead. It
 * is not paced: the simulator's minute passes faster than ccxt's.
 */
const lines: readonly CcxtLine[] = WATCHED.map((watched) => ({
  make: exchange,
  watched: [watched],
  tellsEachTrade: true,
  tradeIds: 'unordered',
  historyParams: { user: `0x${'0'.repeat(40)}`, type: 'recentTrades', coin: watched.symbol },
}))

const SDK_WATCHED = WATCHED.filter(({ symbol }) => ['BTC', 'flx:COPPER', '@107'].includes(symbol))

const CHANNELS = new Set(['l2Book', 'trades', 'activeAssetCtx', 'activeSpotAssetCtx', 'candle'])

interface Message {
  readonly channel: string
  readonly data: unknown
}

/** Trades are a list of one coin's; bars call it `s`. */
function coinOf(data: unknown): string {
  const row = (Array.isArray(data) ? data[0] : data) as { coin?: string; s?: string } // as the venue documents
  return row.coin ?? row.s ?? ''
}

function payload({ channel, data }: Message): StreamPayload {
  return { stream: `${channel}:${coinOf(data)}`, json: JSON.stringify({ channel, data }) }
}

/** The step that the SDK's own rounding leaves of a price as long as this one, all nines. */
function stepOf(price: string, szDecimals: number, type: 'perp' | 'spot'): string {
  const [whole = '', fraction = ''] = price.split('.')
  const nines = '9'.repeat(12)
  const long =
    Number(whole) > 0
      ? `${whole.replace(/\d/g, '9')}.${nines}`
      : `0.${/^0*/.exec(fraction)?.[0] ?? ''}${nines}`
  const digits = formatPrice(long, szDecimals, type).split('.')[1]?.length ?? 0
  return `1e-${digits}`
}

/** Size digits and the mark price of an instrument, from the listing that has both. */
async function termsOf(
  client: InfoClient,
  { product, symbol }: Watched,
): Promise<readonly [szDecimals: number, mark: string]> {
  if (product === 'spot') {
    const [{ universe, tokens }, contexts] = await client.spotMetaAndAssetCtxs()
    const row = universe.find(({ name }) => name === symbol)
    const base = tokens.find(({ index }) => index === row?.tokens[0])
    return [base?.szDecimals ?? -1, contexts.find(({ coin }) => coin === symbol)?.markPx ?? '']
  }
  const dex = symbol.split(':').slice(0, -1).join('')
  const [{ universe }, contexts] = await client.metaAndAssetCtxs({ dex })
  const place = universe.findIndex(({ name }) => name === symbol)
  return [universe[place]?.szDecimals ?? -1, contexts[place]?.markPx ?? '']
}

/** The package `@nktkas/hyperliquid`. Overridden: `url` and `apiUrl`. It has no `fast` yet: 20 levels. */
const sdk: SdkAdapter = {
  name: '@nktkas/hyperliquid',
  watched: SDK_WATCHED,
  streams: 4 * SDK_WATCHED.length,
  open(served, { onMessage, onException }) {
    const transport = new WebSocketTransport({
      url: served.streams['public'] ?? '',
      // Node 20 has none; that of `ws` has all of the standard one that the package uses.
      reconnect: { WebSocket: WebSocket as unknown as typeof globalThis.WebSocket },
    })
    const client = new SubscriptionClient({ transport })
    const hear =
      (channel: string) =>
      (data: unknown): void =>
        onMessage({ channel, data }, 'public')
    for (const { symbol: coin, product } of SDK_WATCHED) {
      const subscriptions = [
        client.l2Book({ coin }, hear('l2Book')),
        client.trades({ coin }, hear('trades')),
        client.candle({ coin, interval: '1m' }, hear('candle')),
        product === 'spot'
          ? client.activeSpotAssetCtx({ coin }, hear('activeSpotAssetCtx'))
          : client.activeAssetCtx({ coin }, hear('activeAssetCtx')),
      ]
      for (const done of subscriptions) done.catch(onException)
    }
    return () => void transport.close().catch(onException)
  },
  async rest(served, watched) {
    const client = new InfoClient({
      transport: new HttpTransport({ apiUrl: served.rest['info'] ?? '' }),
    })
    const { symbol: coin, product } = watched
    const [szDecimals, mark] = await termsOf(client, watched)
    const book = await client.l2Book({ coin })
    const bars = await client.candleSnapshot({ coin, interval: '1m', startTime: 0 })
    const side = (levels: readonly { px: string; sz: string }[] = []): string[][] =>
      levels.map(({ px, sz }) => [px, sz])
    return {
      steps: [stepOf(mark, szDecimals, product === 'spot' ? 'spot' : 'perp'), `1e-${szDecimals}`],
      book: { bids: side(book?.levels[0]), asks: side(book?.levels[1]) },
      bars: bars.slice(-3).map(({ t, o, h, l, c, v }) => [t, o, h, l, c, v]),
    }
  },
  ofMessage: (message) => payload(message as unknown as Message), // as `open` made it
  ofFrame(frame) {
    const message = frame.startsWith('{') ? (JSON.parse(frame) as Message) : undefined
    return message !== undefined && CHANNELS.has(message.channel) ? payload(message) : undefined
  },
  frameOf: ({ json }) => json,
}

/** Hyperliquid. Its slow books come ten times a second here: at the venue's pace 10,000 of them take two hours. */
export const adapter: VenueAdapter = {
  venue: 'hyperliquid',
  lines,
  sdk,
  isBookFrame: (frame) => frame.includes('"channel":"l2Book"'),
  simulation: { limits: { slowBookMs: 100, connectsPerMinute: 1000, recentTrades: 20 } },
}
