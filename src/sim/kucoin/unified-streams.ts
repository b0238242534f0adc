import type { TimerHandle } from '../../runtime/ports.ts'
import { DepthWindow } from '../depth-window.ts'
import { DiffFeed } from '../diff-feed.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import { repeat } from '../sim-ports.ts'
import { BarTeller, intervalOfWord, unifiedBar } from './bars.ts'
import type { KucoinState } from './kucoin-state.ts'
import { type OpenChannel, repeated } from './open-channel.ts'
import type { KucoinMarket } from './products.ts'
import { readName, type UnifiedDepth } from './unified-channels.ts'
import {
  bookMessage,
  channelOf,
  fundingRow,
  pricesMessage,
  tickerMessage,
  tradeMessage,
  unifiedMessage,
} from './unified-messages.ts'

/** Levels a side of `increment@10ms`, and how often it tells changes, in ms. */
const WINDOW_LEVELS = 500
const WINDOW_MS = 10
const WHOLE_MS = 100
const TICKER_MS = 100
const CANDLE_MS = 1000
const PRICES_MS = 1000
const MINUTE_MS = 60_000
/** How long after a minute its funding message comes, in ms. */
const FUNDING_AFTER_MS = 1000

/** A channel that is acknowledged and never says a word: of a symbol that nobody listed. */
const SILENT: OpenChannel = { source: () => () => {} }

/** Makes the channels of a unified socket. */
export class UnifiedStreams {
  readonly #state: KucoinState
  readonly #market: KucoinMarket
  readonly #windows = new Map<string, Window>()

  /** The channels of one market. */
  constructor(state: KucoinState, market: KucoinMarket) {
    this.#state = state
    this.#market = market
  }

  /** The channel of a name. */
  open(name: string): OpenChannel {
    const plan = readName(name)
    if (plan === undefined) return SILENT
    if (plan.kind === 'fundings') return this.#minutely(() => this.#allFundings())
    const live = this.#state.find(this.#market, plan.symbol)
    if (live === undefined) return SILENT
    switch (plan.kind) {
      case 'book':
        return this.#book(live, plan.depth, name)
      case 'trade':
        return this.#trades(live)
      case 'ticker':
        return repeated(
          this.#state,
          TICKER_MS,
          () => tickerMessage(live, this.#nowUs),
          () => `${live.updateId}/${live.trades.at(-1)?.id ?? ''}`,
        )
      case 'candle':
        return this.#candles(live, plan.word)
      case 'prices':
        return this.#ofContract(live, (contract) =>
          repeated(this.#state, PRICES_MS, () => pricesMessage(live, contract, this.#nowUs)),
        )
      case 'funding':
        return this.#ofContract(live, (contract) =>
          this.#minutely(() =>
            unifiedMessage('funding-fee', fundingRow(live, contract), this.#nowUs),
          ),
        )
    }
  }

  get #nowUs(): number {
    return this.#state.nowUs
  }

  #book(live: LiveInstrument, depth: UnifiedDepth, name: string): OpenChannel {
    switch (depth) {
      case 'increment@10ms':
        return this.#window(live, depth, name)
      case 'increment':
        return this.#everyChange(live, depth)
      case '5':
      case '50': {
        const whole = (): string => this.#whole(live, depth, Number(depth))
        return { ...repeated(this.#state, WHOLE_MS, whole), first: whole }
      }
      case '1':
        return {
          source: (emit) =>
            this.#state.market.listen(({ instrument, isBboChanged }) => {
              if (instrument === live && isBboChanged) emit(this.#whole(live, depth, 1))
            }),
          first: () => this.#whole(live, depth, 1),
        }
    }
  }

  #whole(live: LiveInstrument, depth: string, levels: number): string {
    const id = live.updateId
    const covered = { firstId: id, lastId: id }
    return bookMessage(live, depth, 'snapshot', live.book(levels), covered, this.#nowUs)
  }

  #window(live: LiveInstrument, depth: UnifiedDepth, name: string): OpenChannel {
    return {
      isSnapshotFirst: true,
      source: (emit) => {
        const window = new Window(this.#state, live, depth, emit)
        this.#windows.set(name, window)
        return () => {
          window.stop()
          this.#windows.delete(name)
        }
      },
      first: () => this.#windows.get(name)?.snapshot(),
    }
  }

  /** Changes alone, each command's at once; announced to end in July 2026 and still served after it. */
  #everyChange(live: LiveInstrument, depth: UnifiedDepth): OpenChannel {
    const { market, ports } = this.#state
    return {
      source: (emit) => {
        const feed = new DiffFeed(market, live, ports.timers, 0, (batch) => {
          const covered = { firstId: batch.previousId + 1, lastId: batch.lastId }
          emit(bookMessage(live, depth, 'delta', batch, covered, this.#nowUs))
        })
        return () => feed.stop()
      },
    }
  }

  #trades(live: LiveInstrument): OpenChannel {
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, trades }) => {
          if (instrument !== live) return
          for (const trade of trades) emit(tradeMessage(live, trade, this.#nowUs))
        }),
    }
  }

  #candles(live: LiveInstrument, word: string): OpenChannel {
    const interval = intervalOfWord(word)
    if (interval === undefined) return SILENT
    return {
      source: (emit) => {
        const bars = new BarTeller(live, interval)
        const timer = repeat(this.#state.ports.timers, CANDLE_MS, () => {
          for (const bar of bars.turn(this.#nowUs)) {
            const payload = unifiedBar(live, bar, word, this.#nowUs)
            emit(unifiedMessage(channelOf('kline', live), payload, this.#nowUs))
          }
        })
        return () => timer.cancel()
      },
    }
  }

  #ofContract(live: LiveInstrument, open: (contract: PerpetualState) => OpenChannel): OpenChannel {
    return live.perpetual === undefined ? SILENT : open(live.perpetual)
  }

  #allFundings(): string {
    const rows = this.#state
      .listed('futures')
      .flatMap((live) => (live.perpetual === undefined ? [] : [fundingRow(live, live.perpetual)]))
    return unifiedMessage('funding-fee-all-symbols', rows, this.#nowUs)
  }

  /** Told a second after each minute. */
  #minutely(message: () => string): OpenChannel {
    return {
      source: (emit) => {
        const { timers } = this.#state.ports
        let handle: TimerHandle | undefined
        const wait = (): void => {
          const pastMs = (this.#nowUs / 1000) % MINUTE_MS
          const leftMs = MINUTE_MS - pastMs + FUNDING_AFTER_MS
          handle = timers.after(leftMs > MINUTE_MS ? leftMs - MINUTE_MS : leftMs, () => {
            emit(message())
            wait()
          })
        }
        wait()
        return () => handle?.cancel()
      },
    }
  }
}

/**
 * The best levels told as a snapshot and changes: `O` is the `C` of the message before plus one, whoever hears it. A
 * level that others push out of the window is removed. Nothing is told where nothing changed.
 */
class Window {
  readonly #state: KucoinState
  readonly #live: LiveInstrument
  readonly #depth: UnifiedDepth
  readonly #window: DepthWindow
  readonly #timer: TimerHandle
  #lastId: number

  constructor(
    state: KucoinState,
    live: LiveInstrument,
    depth: UnifiedDepth,
    emit: (message: string) => void,
  ) {
    this.#state = state
    this.#live = live
    this.#depth = depth
    this.#window = new DepthWindow(live, WINDOW_LEVELS, true)
    this.#lastId = live.updateId
    this.#timer = repeat(state.ports.timers, WINDOW_MS, () => {
      const changes = this.#window.turn()
      if (changes === undefined) return
      const covered = { firstId: this.#lastId + 1, lastId: live.updateId }
      this.#lastId = live.updateId
      emit(bookMessage(live, depth, 'delta', changes, covered, state.nowUs))
    })
  }

  /** The book as told so far, for a client that joins now. */
  snapshot(): string {
    const covered = { firstId: this.#lastId, lastId: this.#lastId }
    const { levels } = this.#window
    return bookMessage(this.#live, this.#depth, 'snapshot', levels, covered, this.#state.nowUs)
  }

  stop(): void {
    this.#timer.cancel()
  }
}
