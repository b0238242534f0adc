import { Ring } from '../../runtime/index.ts'
import { fixedText } from '../fixed-text.ts'
import type { CommandEvent, LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import type { Mt5Limits } from './limits.ts'

/** One tick as the terminal has it. */
export interface TerminalTick {
  /** ms on the broker's clock. */
  readonly tm: number
  /** Bid, padded to the symbol's digits; `0` where there is none. */
  readonly b: string
  /** Ask. */
  readonly a: string
  /** Price of the last deal; `0` where the symbol has none. */
  readonly l: string
  /** Its volume without fractions. */
  readonly v: number
  /** Its volume. */
  readonly vr: string
  /** What changed, with a bit among them that means nothing to a client. */
  readonly f: number
}

const FLAG = { bid: 2, ask: 4, last: 8, volume: 16, buy: 32, sell: 64, other: 128 } as const

interface Quoted {
  bid: string
  ask: string
  last: string
  readonly ticks: Ring<TerminalTick>
}

/** The terminal that the bridge stands beside: the ticks of every symbol, as they happened. */
export class Terminal {
  /** What is traded. */
  readonly market: SimMarket
  /** Timers and the clock. */
  readonly ports: SimPorts
  /** The bridge's rules. */
  readonly limits: Mt5Limits
  /** What a bridge shows in its first message. */
  readonly token: string
  /** Seconds that the broker's clock is ahead of UTC. */
  srvOff: number
  /** Whether the terminal is connected to its broker. */
  isConnected = true
  readonly #quoted = new Map<LiveInstrument, Quoted>()
  readonly #listeners = new Set<(live: LiveInstrument, tick: TerminalTick) => void>()

  /** A terminal over a market. */
  constructor(
    market: SimMarket,
    ports: SimPorts,
    of: { readonly limits: Mt5Limits; readonly token: string; readonly srvOff: number },
  ) {
    this.market = market
    this.ports = ports
    this.limits = of.limits
    this.token = of.token
    this.srvOff = of.srvOff
    market.listen((event) => this.#onCommand(event))
  }

  /** Now in UTC, epoch ms. */
  nowMs(): number {
    return Math.floor(this.ports.wallClock.nowUs() / 1000)
  }

  /** A symbol by its name. */
  find(symbol: string): LiveInstrument | undefined {
    return this.market.instruments().find(({ spec }) => spec.symbol === symbol)
  }

  /** Hears every tick. Returns how to stop. */
  onTick(listener: (live: LiveInstrument, tick: TerminalTick) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The kept ticks of a span on the broker's clock, both ends included. */
  ticks(live: LiveInstrument, fromTm: number, toTm: number): readonly TerminalTick[] {
    const all = this.#quoted.get(live)?.ticks.toArray() ?? []
    return all.filter(({ tm }) => tm >= fromTm && tm <= toTm)
  }

  #onCommand({ instrument, timeUs, trades, isBboChanged }: CommandEvent): void {
    const quoted = this.#of(instrument)
    const { spec } = instrument
    if (spec.product === 'traded') {
      for (const { price, size, takerSide } of trades) {
        quoted.last = fixedText(price, spec.priceScale, spec.tickDigits)
        const side = takerSide === 'buy' ? FLAG.buy : FLAG.sell
        const volume = fixedText(size, spec.sizeScale, spec.sizeScale)
        const flags = FLAG.last | FLAG.volume | side | FLAG.other
        this.#tell(instrument, quoted, timeUs, flags, volume)
      }
    }
    if (!isBboChanged) return
    const { bids, asks } = instrument.book(1)
    const text = (level: readonly [number, number] | undefined): string =>
      level === undefined ? '0' : fixedText(level[0], spec.priceScale, spec.tickDigits)
    const [bid, ask] = [text(bids[0]), text(asks[0])]
    // A change of the size alone is none to a terminal.
    const flags = (bid === quoted.bid ? 0 : FLAG.bid) | (ask === quoted.ask ? 0 : FLAG.ask)
    quoted.bid = bid
    quoted.ask = ask
    if (flags !== 0) this.#tell(instrument, quoted, timeUs, flags, '0')
  }

  #tell(live: LiveInstrument, quoted: Quoted, timeUs: number, f: number, vr: string): void {
    const tick = {
      tm: Math.floor(timeUs / 1000) + this.srvOff * 1000,
      b: quoted.bid,
      a: quoted.ask,
      l: quoted.last,
      v: Math.floor(Number(vr)),
      vr,
      f,
    }
    quoted.ticks.push(tick)
    for (const listener of [...this.#listeners]) listener(live, tick)
  }

  #of(live: LiveInstrument): Quoted {
    const known = this.#quoted.get(live)
    if (known !== undefined) return known
    const ticks = new Ring<TerminalTick>(this.limits.keptTicks)
    const quoted = { bid: '0', ask: '0', last: '0', ticks }
    this.#quoted.set(live, quoted)
    return quoted
  }
}
