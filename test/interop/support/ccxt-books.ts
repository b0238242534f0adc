import { type Exchange, errors } from 'ccxt'
import type { CcxtLine, Watched } from './adapter.ts'
import type { NumberBook } from './book-text.ts'
import type { Signal } from './signal.ts'

/** The books that a ccxt exchange keeps, watched the way its users do: in a loop that tries again after a network error. */
export class CcxtBooks implements AsyncDisposable {
  /** Times that a watch ended because the connection did. */
  disconnects = 0
  /** Times that ccxt itself found a hole or a wrong checksum. */
  mistrusted = 0
  /** Anything else that a watch ended with: a fault of the venue or of this suite. */
  readonly failures: string[] = []
  readonly #exchange: Exchange
  readonly #books = new Map<string, NumberBook>()
  readonly #signal: Signal
  readonly #keepsLostBooks: boolean
  #isOpen = true

  /** Starts to watch. */
  constructor(exchange: Exchange, { watched, keepsLostBooks = false }: CcxtLine, signal: Signal) {
    this.#exchange = exchange
    this.#keepsLostBooks = keepsLostBooks
    this.#signal = signal
    for (const each of watched) void this.#watch(each)
  }

  /** The book now; `undefined` from a lost connection until it is whole again. */
  book(pair: string): NumberBook | undefined {
    return this.#books.get(pair)
  }

  /** {@inheritDoc AsyncDisposable} */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOpen = false
    await this.#exchange.close()
  }

  async #watch({ pair, limit }: Watched): Promise<void> {
    while (this.#isOpen) {
      try {
        this.#books.set(pair, await this.#exchange.watchOrderBook(pair, limit))
      } catch (error) {
        this.#books.delete(pair)
        if (this.#isOpen) this.#note(pair, error)
      }
      this.#signal.raise()
    }
  }

  #note(pair: string, error: unknown): void {
    if (error instanceof errors.ChecksumError) this.mistrusted += 1
    else if (error instanceof errors.NetworkError) {
      this.disconnects += 1
      if (this.#keepsLostBooks) delete this.#exchange.orderbooks[pair]
    } else {
      this.failures.push(`${pair}: ${error instanceof Error ? error.message : String(error)}`)
      this.#isOpen = false
    }
  }
}

/** A ccxt exchange of the simulator, its markets loaded. */
export async function openExchange(line: CcxtLine, exchange: Exchange): Promise<Exchange> {
  // Without it ccxt refuses `ws:` URLs.
  await exchange.loadHttpProxyAgent()
  await exchange.loadMarkets()
  const missing = line.watched.filter(({ pair }) => exchange.markets?.[pair] === undefined)
  if (missing.length > 0) {
    throw new Error(`ccxt found no ${missing.map(({ pair }) => pair).join(', ')} in the listing`)
  }
  return exchange
}
