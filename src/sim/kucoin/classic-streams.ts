import { DiffFeed } from '../diff-feed.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import { repeat } from '../sim-ports.ts'
import { BarTeller, classicBar, intervalOfWord } from './bars.ts'
import { type ClassicPlan, readClassicName } from './classic-channels.ts'
import {
  bestPricesMessage,
  changeMessage,
  changesMessage,
  classicMessage,
  contractDayMessage,
  level1Message,
  spotDayMessage,
  tickerMessage,
  tradeMessage,
  wholeMessage,
} from './classic-messages.ts'
import type { ClassicSequences } from './classic-sequences.ts'
import type { KucoinState } from './kucoin-state.ts'
import { type OpenChannel, repeated } from './open-channel.ts'
import type { KucoinMarket } from './products.ts'
import { Digits, markText, milliseconds, nanoseconds } from './wire-text.ts'

const WHOLE_MS = 100
const LEVEL1_MS = 10
const TICKER_MS = 100
const SPOT_DAY_MS = 2000
const CONTRACT_DAY_MS = 5000
const CANDLE_MS = 1000
const PRICES_MS = 1000
const FUNDING_MS = 60_000
/** How long a settlement takes, in ms. */
const SETTLEMENT_MS = 10_000

const SILENT: OpenChannel = { source: () => () => {} }

/** Makes the channels of a classic socket. */
export class ClassicStreams {
  readonly #state: KucoinState
  readonly #market: KucoinMarket
  readonly #sequences: ClassicSequences

  /** The channels of one market. */
  constructor(state: KucoinState, market: KucoinMarket, sequences: ClassicSequences) {
    this.#state = state
    this.#market = market
    this.#sequences = sequences
  }

  /** The channel of a stream's name. A symbol that nobody listed is silent. */
  open(name: string): OpenChannel {
    const plan = readClassicName(name, this.#market)
    if (plan === undefined) return SILENT
    if (plan.kind === 'announcements') return this.#announcements(plan.channel)
    if (plan.symbol === 'all' && plan.kind === 'ticker') return this.#allTickers(name)
    const live = this.#state.find(this.#market, plan.symbol)
    return live === undefined ? SILENT : this.#one(plan, live, name)
  }

  get #nowUs(): number {
    return this.#state.nowUs
  }

  #one(plan: ClassicPlan, live: LiveInstrument, topic: string): OpenChannel {
    const isSpot = this.#market === 'spot'
    const sequence = (): number => this.#sequenceOf(live)
    switch (plan.kind) {
      case 'changes':
        return isSpot ? this.#spotChanges(live, topic) : this.#contractChanges(live, topic)
      case 'depth5':
      case 'depth50': {
        const levels = plan.kind === 'depth5' ? 5 : 50
        return repeated(this.#state, WHOLE_MS, () =>
          wholeMessage(topic, live, levels, sequence(), this.#nowUs),
        )
      }
      case 'level1':
        return this.#bestPrices(live, topic)
      case 'ticker':
        return isSpot ? this.#tickers(live, topic) : this.#contractTickers(live, topic)
      case 'day':
        return repeated(this.#state, isSpot ? SPOT_DAY_MS : CONTRACT_DAY_MS, () =>
          isSpot
            ? spotDayMessage(topic, live, this.#nowUs)
            : contractDayMessage(topic, live, this.#nowUs),
        )
      case 'trades':
        return this.#trades(live, topic)
      case 'candles':
        return this.#candles(live, plan.word, topic)
      case 'state':
        return live.perpetual === undefined ? SILENT : this.#contractState(live.perpetual, topic)
      case 'announcements':
        return SILENT
    }
  }

  #sequenceOf(live: LiveInstrument): number {
    return this.#market === 'spot' ? live.updateId : this.#sequences.of(live)
  }

  #spotChanges(live: LiveInstrument, topic: string): OpenChannel {
    const { market, ports } = this.#state
    return {
      source: (emit) => {
        const feed = new DiffFeed(market, live, ports.timers, 0, (batch) =>
          emit(changesMessage(topic, live, batch)),
        )
        return () => feed.stop()
      },
    }
  }

  #contractChanges(live: LiveInstrument, topic: string): OpenChannel {
    return {
      source: (emit) =>
        this.#sequences.listen(live, (change) =>
          emit(changeMessage(topic, live, change, this.#nowUs)),
        ),
    }
  }

  /** Spot: every 10 ms where it changed; contracts: at once. */
  #bestPrices(live: LiveInstrument, topic: string): OpenChannel {
    if (this.#market === 'spot') {
      return repeated(
        this.#state,
        LEVEL1_MS,
        () => level1Message(topic, live, this.#nowUs),
        () => JSON.stringify(live.book(1)),
      )
    }
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, isBboChanged }) => {
          if (instrument !== live || !isBboChanged) return
          emit(bestPricesMessage(topic, live, this.#sequenceOf(live), this.#nowUs))
        }),
    }
  }

  #tickers(live: LiveInstrument, topic: string): OpenChannel {
    return repeated(
      this.#state,
      TICKER_MS,
      () => tickerMessage(topic, live, this.#nowUs),
      () => `${live.updateId}/${live.trades.at(-1)?.id ?? ''}`,
    )
  }

  #allTickers(topic: string): OpenChannel {
    return {
      source: (emit) => {
        const stops = this.#state
          .listed(this.#market)
          .map((live) => this.#tickers(live, topic).source(emit))
        return () => {
          for (const stop of stops) stop()
        }
      },
    }
  }

  /** Told with each trade. */
  #contractTickers(live: LiveInstrument, topic: string): OpenChannel {
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, trades }) => {
          if (instrument !== live) return
          for (const trade of trades)
            emit(bestPricesMessage(topic, live, this.#sequenceOf(live), this.#nowUs, trade))
        }),
    }
  }

  #trades(live: LiveInstrument, topic: string): OpenChannel {
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, trades }) => {
          if (instrument !== live) return
          for (const trade of trades) emit(tradeMessage(topic, live, trade))
        }),
    }
  }

  #candles(live: LiveInstrument, word: string, topic: string): OpenChannel {
    const interval = intervalOfWord(word)
    if (interval === undefined) return SILENT
    const isSpot = this.#market === 'spot'
    return {
      source: (emit) => {
        const bars = new BarTeller(live, interval)
        const timer = repeat(this.#state.ports.timers, CANDLE_MS, () => {
          for (const bar of bars.turn(this.#nowUs)) {
            const time = isSpot ? nanoseconds(this.#nowUs) : milliseconds(this.#nowUs)
            const data = { symbol: live.spec.symbol, candles: classicBar(live, bar), time }
            emit(classicMessage(topic, isSpot ? 'trade.candles.update' : 'candle.stick', data))
          }
        })
        return () => timer.cancel()
      },
    }
  }

  #contractState(contract: PerpetualState, topic: string): OpenChannel {
    const prices = (): string =>
      classicMessage(topic, 'mark.index.price', {
        markPrice: new Digits(markText(contract.markPrice)),
        indexPrice: new Digits(markText(contract.indexPrice)),
        granularity: 1000,
        timestamp: milliseconds(this.#nowUs),
      })
    const rate = (): string =>
      classicMessage(topic, 'funding.rate', {
        period: 1,
        granularity: 60_000,
        fundingRate: new Digits(markText(contract.fundingRate)),
        timestamp: milliseconds(this.#nowUs),
      })
    const both = [
      repeated(this.#state, PRICES_MS, prices).source,
      repeated(this.#state, FUNDING_MS, rate).source,
    ]
    return {
      source: (emit) => {
        const stops = both.map((each) => each(emit))
        return () => {
          for (const stop of stops) stop()
        }
      },
    }
  }

  /** `funding.begin` and, ten seconds later, `funding.end` of every contract. */
  #announcements(topic: string): OpenChannel {
    return {
      source: (emit) => {
        const settled = new Map<LiveInstrument, number>()
        const timer = repeat(this.#state.ports.timers, PRICES_MS, () => {
          for (const live of this.#state.listed(this.#market)) {
            const last = live.perpetual?.fundings.at(-1)
            if (last === undefined) continue
            const before = settled.get(live)
            settled.set(live, last.timeMs)
            if (before === undefined || before === last.timeMs) continue
            const tell = (subject: string): void =>
              emit(
                classicMessage(topic, subject, {
                  symbol: live.spec.symbol,
                  fundingTime: last.timeMs,
                  fundingRate: new Digits(markText(last.rate)),
                  timestamp: milliseconds(this.#nowUs),
                }),
              )
            tell('funding.begin')
            this.#state.ports.timers.after(SETTLEMENT_MS, () => tell('funding.end'))
          }
        })
        return () => timer.cancel()
      },
    }
  }
}
