import type { Exchange } from 'ccxt'
import type { Candle, Ticker } from '../../../src/core/index.ts'
import { loadDriver } from '../../../src/drivers/registry.ts'
import { MarketData } from '../../../src/market/index.ts'
import { type NodePorts, nodePorts } from '../../../src/runtime/node/index.ts'
import type { CcxtLine, VenueAdapter, Watched } from './adapter.ts'
import { openExchange } from './ccxt-books.ts'
import { CcxtStreams } from './ccxt-streams.ts'
import { Signal } from './signal.ts'
import {
  ccxtBar,
  comparedTrades,
  ownBar,
  ownTrade,
  sharedTicker,
  type TradeText,
  trueTrade,
} from './trade-text.ts'
import { VenueBox } from './venue-box.ts'

/** Longer than any cadence of a ticker or a bar, so that the newest of both tells of the same moment. */
const FLUSH_MS = 5000

/** One instrument as all three see it. */
interface WatchedStreams {
  readonly watched: Watched
  readonly line: CcxtLine
  readonly exchange: Exchange
  /** Whether a size of one is one of base: else ccxt counts volume in other units than the venue. */
  readonly isSizeBase: boolean
  readonly other: CcxtStreams
  readonly own: { readonly trades: TradeText[]; ticker?: Ticker; bar?: Candle }
  readonly truth: TradeText[]
}

/** Trades, tickers, bars and REST of ccxt and crossbook beside each other. */
export class StreamSession implements AsyncDisposable {
  /** The venue. */
  readonly box: VenueBox
  /** Our side. */
  readonly market: MarketData
  /** What is watched. */
  readonly all: readonly WatchedStreams[]
  readonly #ports: NodePorts
  readonly #signal: Signal
  #fromMs = Number.POSITIVE_INFINITY

  private constructor(
    box: VenueBox,
    market: MarketData,
    ports: NodePorts,
    lines: readonly (readonly [CcxtLine, Exchange])[],
    signal: Signal,
  ) {
    this.box = box
    this.market = market
    this.#ports = ports
    this.#signal = signal
    this.all = lines.flatMap(([line, exchange]) =>
      line.watched.map((watched) => this.#watch(line, exchange, watched)),
    )
  }

  /** Opens the venue and both clients. */
  static async open(adapter: VenueAdapter, seed: string): Promise<StreamSession> {
    const box = await VenueBox.open({ adapter, seed })
    const served = await box.serveFor('ccxt')
    const opened: (readonly [CcxtLine, Exchange])[] = []
    for (const line of adapter.lines) {
      if (line.isBooksOnly !== true)
        opened.push([line, await openExchange(line, line.make(served))])
    }
    const { streams, rest } = await box.serveFor('crossbook')
    const ports = nodePorts()
    const driver = await loadDriver(adapter.venue)
    const urls = { streams, rest }
    const market = await MarketData.open({ driver, ports, urls, instrumentRefreshMs: false })
    return new StreamSession(box, market, ports, opened, new Signal())
  }

  /** Lets the market run until both sides hear of every stream; what is said from then on counts. */
  async begin(withinMs: number): Promise<readonly string[]> {
    const endMs = performance.now() + withinMs
    const silent = (): string[] =>
      this.all.flatMap(({ watched: { pair }, line, other, own }) => [
        ...other.failures.map((failure) => `ccxt, ${pair}: ${failure}`),
        ...(other.trades.length === 0 ? [`ccxt, ${pair}: no trade`] : []),
        ...(other.ticker === undefined && line.streamsTicker !== false
          ? [`ccxt, ${pair}: no ticker`]
          : []),
        ...(other.bar === undefined && line.streamsBars !== false ? [`ccxt, ${pair}: no bar`] : []),
        ...(own.trades.length === 0 ? [`crossbook, ${pair}: no trade`] : []),
        ...(own.ticker === undefined ? [`crossbook, ${pair}: no ticker`] : []),
        ...(own.bar === undefined && line.streamsBars !== false
          ? [`crossbook, ${pair}: no bar`]
          : []),
      ])
    while (silent().length > 0 && performance.now() < endMs) {
      this.box.run(200)
      await this.#signal.until(() => silent().length === 0, 200)
    }
    this.box.clock.skip(1000)
    this.#fromMs = this.box.clock.wallClock.nowUs() / 1000
    this.box.clock.skip(1000)
    return silent()
  }

  /** Lets the market run and stops it; waits until both sides tell the same, or says what differs. */
  async runAndCompare(spanMs: number, withinMs: number): Promise<readonly string[]> {
    this.box.run(spanMs)
    this.box.clock.skip(FLUSH_MS)
    await this.#signal.until(() => this.#differences().next().done === true, withinMs)
    return [...this.#differences()]
  }

  /** Trades that all three told since the beginning. */
  get tradeCount(): number {
    return this.all.reduce((sum, { other }) => sum + this.#counted(other.trades).length, 0)
  }

  /** {@inheritDoc AsyncDisposable} */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const { other } of this.all) other.stop()
    for (const exchange of new Set(this.all.map((each) => each.exchange))) await exchange.close()
    await this.market.close()
    await this.#ports.close()
    await this.box[Symbol.asyncDispose]()
  }

  #watch(line: CcxtLine, exchange: Exchange, watched: Watched): WatchedStreams {
    const { pair, product, symbol } = watched
    const own: WatchedStreams['own'] = { trades: [] }
    const heard = <T>(keep: (event: T) => void): ((event: T) => void) => {
      return (event) => {
        keep(event)
        this.#signal.raise()
      }
    }
    const { market } = this
    market.subscribe(
      'trade',
      { pair },
      heard((trade) => own.trades.push(ownTrade(trade))),
    )
    market.subscribe(
      'ticker',
      { pair },
      heard((ticker) => (own.ticker = ticker)),
    )
    if (line.streamsBars !== false) {
      market.subscribe(
        'candle',
        { pair, interval: '1m' },
        heard((bar) => (own.bar = bar)),
      )
    }
    const truth: TradeText[] = []
    this.box.venue.market.listen(({ instrument, trades }) => {
      if (instrument.spec.product !== product || instrument.spec.symbol !== symbol) return
      truth.push(...trades.map((trade) => trueTrade(instrument, trade)))
    })
    const other = new CcxtStreams(exchange, pair, line, this.#signal)
    const { inverse, contractSize } = exchange.market(pair)
    const isSizeBase = inverse !== true && (contractSize ?? 1) === 1
    return { watched, line, exchange, isSizeBase, other, own, truth }
  }

  #counted(trades: readonly TradeText[]): readonly TradeText[] {
    return trades.filter(({ timeMs }) => timeMs >= this.#fromMs)
  }

  *#differences(): Generator<string, void> {
    for (const { watched, line, isSizeBase, other, own, truth } of this.all) {
      const { pair } = watched
      for (const failure of other.failures) yield `ccxt, ${pair}: ${failure}`
      yield* this.#tradeDifferences(pair, line, other.trades, own.trades, truth)
      if (other.ticker !== undefined && own.ticker !== undefined)
        for (const [field, theirs, ours] of sharedTicker(other.ticker, own.ticker, isSizeBase))
          if (theirs !== ours) yield `${pair}: ${field} is ${theirs} to ccxt, ${ours} to crossbook`
      const [theirs, ours] = [ccxtBar(other.bar, isSizeBase), ownBar(own.bar, isSizeBase)]
      if (theirs !== ours) yield `${pair}: the bar is ${theirs} to ccxt, ${ours} to crossbook`
    }
  }

  *#tradeDifferences(
    pair: string,
    { tellsEachTrade, tradeIds }: CcxtLine,
    ...told: readonly TradeText[][]
  ): Generator<string, void> {
    const [other = [], own = [], truth = []] = told.map((trades) => this.#counted(trades))
    const names = (trades: readonly TradeText[]): string[] =>
      comparedTrades(trades, tradeIds === 'untold' ? tradeIds : 'ordered').map(
        ({ id, terms }) => `${id} ${terms}`,
      )
    const at = firstUnequal(names(other), names(own))
    if (at !== undefined)
      yield `${pair}: trade ${at} of ${other.length} is ${names(other)[at]} to ccxt, of ${own.length} ${names(own)[at]} to crossbook`
    if (tellsEachTrade) {
      const terms = (trades: readonly TradeText[]): string[] => trades.map((trade) => trade.terms)
      const wrong = firstUnequal(terms(own), terms(truth))
      if (wrong !== undefined)
        yield `${pair}: trade ${wrong} is ${own[wrong]?.terms}, it was ${truth[wrong]?.terms}`
    }
    const total = (trades: readonly TradeText[]): string =>
      trades.reduce((sum, { size }) => sum + size, 0).toFixed(6)
    if (total(own) !== total(truth))
      yield `${pair}: ${total(own)} was told to have traded, ${total(truth)} did`
  }
}

function firstUnequal(a: readonly string[], b: readonly string[]): number | undefined {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) if (a[i] !== b[i]) return i
  return undefined
}
