import { type Exchange, errors, type OHLCV, type Ticker } from 'ccxt'
import type { CcxtLine } from './adapter.ts'
import type { Signal } from './signal.ts'
import { ccxtTrade, oldestFirst, type TradeText } from './trade-text.ts'

/** Trades, ticker and bars of one instrument as ccxt tells them. */
export class CcxtStreams {
  /** Trades in order. */
  readonly trades: TradeText[] = []
  /** The newest ticker. */
  ticker: Ticker | undefined
  /** The newest bar of one minute. */
  bar: OHLCV | undefined
  /** What a watch ended with. */
  readonly failures: string[] = []
  readonly #signal: Signal
  #isOpen = true

  /** Starts to watch. */
  constructor(
    exchange: Exchange,
    pair: string,
    {
      tradeParams,
      tickerParams,
      streamsTicker,
      streamsBars,
      repeatsTrades,
      isNewestFirst,
      tradeIdOf,
      tellsMakerSide,
    }: CcxtLine,
    signal: Signal,
  ) {
    this.#signal = signal
    this.#repeat('watchTrades', async () => {
      const news = await exchange.watchTrades(pair, undefined, undefined, { ...tradeParams })
      const read = news.map((trade) => {
        const id = tradeIdOf?.(trade.info as Readonly<Record<string, unknown>>)
        return ccxtTrade(id === undefined ? trade : { ...trade, id }, tellsMakerSide)
      })
      const told = isNewestFirst === true ? oldestFirst(read) : read
      this.trades.push(...(repeatsTrades === true ? this.#unheard(told) : told))
    })
    if (streamsTicker !== false) {
      this.#repeat('watchTicker', async () => {
        // Of two messages in one chunk the watch returns the first; what ccxt holds is the second.
        await exchange.watchTicker(pair, { ...tickerParams })
        this.ticker = exchange.tickers[pair]
      })
    }
    if (streamsBars === false) return
    this.#repeat('watchOHLCV', async () => {
      await exchange.watchOHLCV(pair, '1m')
      this.bar = exchange.ohlcvs[pair]?.['1m']?.at(-1)
    })
  }

  /** Stops: what ends a watch from now on is no failure. */
  stop(): void {
    this.#isOpen = false
  }

  /** Those not told before, in the order of their ids. */
  #unheard(told: readonly TradeText[]): readonly TradeText[] {
    const heard = new Set(this.trades.map(({ id }) => id))
    return told.filter(({ id }) => !heard.has(id)).toSorted((a, b) => Number(a.id) - Number(b.id))
  }

  #repeat(name: string, watch: () => Promise<void>): void {
    const turn = async (): Promise<void> => {
      while (this.#isOpen) {
        await watch().catch(retried)
        this.#signal.raise()
      }
    }
    turn().catch((error: unknown) => {
      if (this.#isOpen) this.failures.push(`${name}: ${String(error)}`)
      this.#signal.raise()
    })
  }
}

const RETRY_MS = 200

/** What a user of ccxt does when the network fails, or the venue wants fewer connections at once. */
async function retried(error: unknown): Promise<void> {
  if (!(error instanceof errors.NetworkError)) throw error
  await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
}
