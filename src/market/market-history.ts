import {
  type Candle,
  type CandleInterval,
  ConfigError,
  type ExchangeDriver,
  type Funding,
  type HistoryRange,
  type RestCall,
  type Trade,
} from '../core/index.ts'
import type { WallClock } from '../runtime/ports.ts'
import type { HttpClient } from '../transport/index.ts'
import type { InstrumentDirectory } from './instrument-directory.ts'

/** Which part of the past is wanted. Both ends are included; times are epoch µs. */
export interface HistoryOptions extends Omit<HistoryRange, 'nowUs'> {
  /** Gives up when aborted. */
  readonly signal?: AbortSignal
}

/** The venue's past, one page of its REST service a call, oldest first as the venue sends it. */
export class MarketHistory {
  readonly #driver: ExchangeDriver
  readonly #http: HttpClient
  readonly #instruments: InstrumentDirectory

  readonly #clock: WallClock

  /** Asks the venue's REST service. */
  constructor(
    driver: ExchangeDriver,
    http: HttpClient,
    instruments: InstrumentDirectory,
    clock: WallClock,
  ) {
    this.#driver = driver
    this.#http = http
    this.#instruments = instruments
    this.#clock = clock
  }

  /**
   * Bars.
   *
   * @throws ConfigError `UNKNOWN_PAIR`, `UNSUPPORTED`; and what `HttpClient.send` throws.
   */
  candles(
    pair: string,
    interval: CandleInterval,
    options: HistoryOptions = {},
  ): Promise<readonly Candle[]> {
    const { instrument } = this.#instruments.slot(pair)
    return this.#send(
      this.#driver.rest.candles?.(instrument, interval, this.#range(options)),
      'candles',
      options,
    )
  }

  /**
   * Past trades.
   *
   * @throws ConfigError `UNKNOWN_PAIR`, `UNSUPPORTED`; and what `HttpClient.send` throws.
   */
  trades(pair: string, options: HistoryOptions = {}): Promise<readonly Trade[]> {
    const slot = this.#instruments.slot(pair)
    return this.#send(this.#driver.rest.trades?.(slot, this.#range(options)), 'trades', options)
  }

  /**
   * Past funding rates.
   *
   * @throws ConfigError `UNKNOWN_PAIR`, `UNSUPPORTED`; and what `HttpClient.send` throws.
   */
  funding(pair: string, options: HistoryOptions = {}): Promise<readonly Funding[]> {
    const { instrument } = this.#instruments.slot(pair)
    return this.#send(
      this.#driver.rest.funding?.(instrument, this.#range(options)),
      'funding',
      options,
    )
  }

  #range(options: HistoryOptions): HistoryRange {
    return { ...options, nowUs: this.#clock.nowUs() }
  }

  async #send<T>(
    call: RestCall<T> | undefined,
    what: string,
    { signal }: HistoryOptions,
  ): Promise<T> {
    if (call !== undefined) return this.#http.send(call, signal === undefined ? {} : { signal })
    throw new ConfigError(
      'UNSUPPORTED',
      `Asking ${this.#driver.facts.name} for past ${what}: it does not offer them`,
    )
  }
}
