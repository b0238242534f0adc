/** A tick in the words of the terminal (`MqlTick`), prices as text of the symbol's digits. */
export interface Tick {
  /** ms on the broker's clock: `time_msc`. */
  readonly tm: number
  /** Bid. */
  readonly b: string
  /** Ask. */
  readonly a: string
  /** Price of the last deal; `0` on FX. */
  readonly l: string
  /** Its volume. */
  readonly v: number
  /** Its volume with fractions. */
  readonly vr: string
  /** Bits: 2 bid, 4 ask, 8 last, 16 volume, 32 bought, 64 sold. */
  readonly f: number
}

/** What a bridge needs of a terminal. A real one asks an Expert Advisor, or the `MetaTrader5` package of Python. */
export interface Terminal {
  /** Seconds that the broker's clock is ahead of UTC. */
  readonly srvOff: number
  /** The `sym` message of each symbol. */
  readonly symbols: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  /** `CopyTicksRange`: both ends included, as times repeat. */
  copyTicks(symbol: string, fromTm: number, toTm: number): readonly Tick[]
  /** Stops making ticks. */
  close(): void
}

const KEPT = 10_000

/** A terminal that is made up: two pairs whose prices wander, several ticks a second. */
export function madeUpTerminal(everyMs = 20): Terminal {
  const srvOff = 10_800
  const started = [
    { s: 'EURUSD', base: 'EUR', quote: 'USD', digits: 5, bid: 114_273 },
    { s: 'USDJPY', base: 'USD', quote: 'JPY', digits: 3, bid: 157_321 },
  ]
  const live = started.map((symbol) => ({ ...symbol, ticks: [] as Tick[] }))
  const timer = setInterval(() => {
    for (const symbol of live) {
      const step = Math.floor(Math.random() * 5) - 2
      if (step === 0) continue
      symbol.bid += step
      const text = (price: number): string => (price / 10 ** symbol.digits).toFixed(symbol.digits)
      const tm = Date.now() + srvOff * 1000
      const [b, a] = [text(symbol.bid), text(symbol.bid + 4)]
      symbol.ticks.push({ tm, b, a, l: '0', v: 0, vr: '0', f: 6 })
      if (symbol.ticks.length > KEPT) symbol.ticks.shift()
    }
  }, everyMs)
  const rows = live.map(({ s, base, quote, digits }) => {
    const point = (10 ** -digits).toFixed(digits)
    const terms = { digits, point, tick: point, lot: 100_000, vmin: '0.01', vstep: '0.01' }
    return [s, { t: 'sym', s, ...terms, vmax: '500', base, quote, chart: 0, mode: 4 }] as const
  })
  return {
    srvOff,
    symbols: new Map(rows),
    copyTicks: (symbol, fromTm, toTm) =>
      live.find(({ s }) => s === symbol)?.ticks.filter(({ tm }) => tm >= fromTm && tm <= toTm) ??
      [],
    close: () => clearInterval(timer),
  }
}
