import { createRequire } from 'node:module'
import ccxt from 'ccxt'
import type { ServedVenue } from '../../src/sim/index.ts'
import type { SdkAdapter, StreamPayload, VenueAdapter, Watched } from './support/adapter.ts'

/** What of the venue's own package is used here. */
interface OwnPackage {
  readonly IndexerConfig: new (rest: string, socket: string) => object
  readonly SocketClient: new (
    config: object,
    onOpen: () => void,
    onClose: () => void,
    onMessage: (event: { readonly data: string }) => void,
    onError: (event: { readonly message: string }) => void,
  ) => {
    connect(): void
    close(): void
    subscribe(channel: string, params: object): void
  }
  readonly IndexerClient: new (
    config: object,
  ) => {
    readonly markets: {
      getPerpetualMarkets(symbol: string): Promise<{ readonly markets: Record<string, Row> }>
      getPerpetualMarketOrderbook(symbol: string): Promise<Record<'bids' | 'asks', Row[]>>
      getPerpetualMarketCandles(
        symbol: string,
        resolution: string,
        from: undefined,
        to: undefined,
        limit: number,
      ): Promise<{ readonly candles: Row[] }>
    }
  }
}

type Row = Readonly<Record<string, string>>

const books = { limit: 100, depth: 'full', compared: 45 } as const
const LONG = 'FARTCOIN,RAYDIUM,9BB6NFECJBCTNNLFKO2FQVQBQ8HHM13KCYYCDQBGPUMP'

const WATCHED: readonly Watched[] = [
  { product: 'perpetual', symbol: 'BTC-USD', pair: 'BTC/USDC:USDC', ...books },
  { product: 'perpetual', symbol: 'ETH-USD', pair: 'ETH/USDC:USDC', ...books },
  { product: 'perpetual', symbol: 'PEPE-USD', pair: 'PEPE/USDC:USDC', ...books },
  { product: 'perpetual', symbol: `${LONG}-USD`, pair: `${LONG}/USDC:USDC`, ...books },
]

/** ccxt's class. Overridden: `urls.api.indexer` and `urls.api.ws`. */
function exchange(served: ServedVenue): InstanceType<typeof ccxt.pro.dydx> {
  const made = new ccxt.pro.dydx({ newUpdates: true })
  const api = made.urls['api'] as Record<string, unknown>
  api['indexer'] = served.rest['indexer']
  api['ws'] = served.streams['indexer']
  return made
}

// The package's files for `import` leave out the endings of names, which Node does not look up.
const own = createRequire(import.meta.url)('@dydxprotocol/v4-client-js') as OwnPackage

const SDK_WATCHED = WATCHED.slice(0, 2)
const PER_INSTRUMENT = ['v4_orderbook', 'v4_trades', 'v4_candles']

/** Ids of the connection and its messages differ between clients. */
function payload({
  connection_id: _connection,
  message_id: _message,
  ...message
}: Readonly<Record<string, unknown>>): StreamPayload {
  const { channel, id = '' } = message
  return { stream: `${String(channel)} ${String(id)}`, json: JSON.stringify(message) }
}

const isData = ({ type, channel }: Readonly<Record<string, unknown>>): boolean =>
  channel !== 'v4_block_height' &&
  (type === 'subscribed' || type === 'channel_data' || type === 'channel_batch_data')

let messageId = 0

/** The venue's package. Overridden: the two addresses of `IndexerConfig`. */
const sdk: SdkAdapter = {
  name: '@dydxprotocol/v4-client-js',
  watched: SDK_WATCHED,
  streams: PER_INSTRUMENT.length * SDK_WATCHED.length + 1,
  open(served, { onMessage, onException }) {
    const config = new own.IndexerConfig('', served.streams['indexer'] ?? '')
    const client = new own.SocketClient(
      config,
      () => {
        client.subscribe('v4_markets', {})
        for (const { symbol } of SDK_WATCHED)
          for (const channel of PER_INSTRUMENT)
            client.subscribe(channel, {
              id: channel === 'v4_candles' ? `${symbol}/1MIN` : symbol,
              batched: false,
            })
      },
      () => {},
      ({ data }) => {
        const message: Readonly<Record<string, unknown>> = JSON.parse(data)
        if (isData(message)) onMessage(message, 'indexer')
        else if (message['type'] === 'error') onException(message)
      },
      ({ message }) => onException(message),
    )
    client.connect()
    return () => client.close()
  },
  async rest(served, { symbol }) {
    const config = new own.IndexerConfig(served.rest['indexer']?.replace(/\/v4$/, '') ?? '', '')
    const { markets } = new own.IndexerClient(config)
    const { markets: listed } = await markets.getPerpetualMarkets(symbol)
    const { bids, asks } = await markets.getPerpetualMarketOrderbook(symbol)
    const { candles } = await markets.getPerpetualMarketCandles(
      symbol,
      '1MIN',
      undefined,
      undefined,
      3,
    )
    const levels = (rows: readonly Row[]): (readonly [number, number])[] =>
      rows.map(({ price, size }) => [Number(price), Number(size)])
    return {
      steps: [listed[symbol]?.['tickSize'], listed[symbol]?.['stepSize']],
      book: { bids: levels(bids), asks: levels(asks) },
      bars: candles
        .map(({ startedAt = '', open, high, low, close, baseTokenVolume }) => [
          Date.parse(startedAt),
          open,
          high,
          low,
          close,
          baseTokenVolume,
        ])
        .toReversed(),
    }
  },
  ofMessage: payload,
  ofFrame(frame) {
    const message: Readonly<Record<string, unknown>> = JSON.parse(frame)
    return isData(message) ? payload(message) : undefined
  },
  frameOf({ json }) {
    messageId += 1
    return JSON.stringify({ ...JSON.parse(json), message_id: messageId })
  },
}

/** dYdX. */
export const adapter: VenueAdapter = {
  venue: 'dydx',
  lines: [
    {
      make: exchange,
      watched: WATCHED,
      tellsEachTrade: true,
      streamsTicker: false,
      // It lays a new snapshot over the old book.
      keepsLostBooks: true,
    },
  ],
  sdk,
  isBookFrame: (frame) => frame.includes('"channel":"v4_orderbook"') && frame.includes('"version"'),
}
