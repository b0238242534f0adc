import type { TimerHandle } from '../../runtime/ports.ts'
import { Ring } from '../../runtime/ring.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import { repeat, type SimPorts } from '../sim-ports.ts'
import type { SimTrade } from '../sim-trade.ts'

/** Height of the block that was last when the venue was made. */
const FIRST_HEIGHT = 66_624_085
const KEPT_TRADES = 2000
/** What stands between height and event in a trade's id: the transaction of all matches. */
const MATCHES = '00000002'

/** A trade as the chain has it. */
export interface CommittedTrade {
  /** The match. */
  readonly trade: SimTrade
  /** Height, transaction and event as 24 hexadecimal digits. */
  readonly id: string
  /** `LIMIT`, or `LIQUIDATED` where the taker was. */
  readonly type: string
  /** Its block. */
  readonly height: number
  /** Time of its block, epoch µs. */
  readonly timeUs: number
}

/** A block as it is told. */
export interface Block {
  /** Its height. */
  readonly height: number
  /** Its time, epoch µs. */
  readonly timeUs: number
  /** What was traded in it. */
  readonly trades: ReadonlyMap<LiveInstrument, readonly CommittedTrade[]>
}

interface PendingTrade {
  readonly live: LiveInstrument
  readonly trade: SimTrade
  readonly type: string
}

/**
 * The chain: matches become trades when their block does, one block after the other while somebody looks.
 *
 * All trades of a block share its time, which is a little after the matches themselves.
 */
export class Blocks {
  readonly #ports: SimPorts
  readonly #blockMs: number
  readonly #trades = new Map<LiveInstrument, Ring<CommittedTrade>>()
  readonly #listeners = new Set<(block: Block) => void>()
  #pending: PendingTrade[] = []
  #height = FIRST_HEIGHT
  #timeUs: number
  #users = 0
  #timer: TimerHandle | undefined

  /** The chain of a market, with what the market traded before. */
  constructor(market: SimMarket, ports: SimPorts, blockMs: number) {
    this.#ports = ports
    this.#blockMs = blockMs
    this.#timeUs = ports.wallClock.nowUs()
    for (const live of market.instruments()) this.#remember(live)
    market.listen(({ instrument, trades, liquidation }) => {
      const type = liquidation === undefined ? 'LIMIT' : 'LIQUIDATED'
      for (const trade of trades) this.#pending.push({ live: instrument, trade, type })
    })
  }

  /** Height of the last block. */
  get height(): number {
    return this.#height
  }

  /** Time of the last block, epoch µs. */
  get timeUs(): number {
    return this.#timeUs
  }

  /** The newest trades of an instrument, oldest first. */
  tradesOf(live: LiveInstrument): readonly CommittedTrade[] {
    return this.#trades.get(live)?.toArray() ?? []
  }

  /** Hears each block. Returns how to stop. */
  listen(listener: (block: Block) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Lets blocks come while it is used. Returns how to end that. */
  use(): () => void {
    this.#users += 1
    this.#timer ??= repeat(this.#ports.timers, this.#blockMs, () => this.#commit())
    let isUsed = true
    return () => {
      if (!isUsed) return
      isUsed = false
      this.#users -= 1
      if (this.#users > 0) return
      this.#timer?.cancel()
      this.#timer = undefined
    }
  }

  /** Makes a block of what waits where nobody lets blocks come: who asks later finds it. */
  catchUp(): void {
    if (this.#timer === undefined && this.#pending.length > 0) this.#commit()
  }

  #commit(): void {
    this.#height += 1
    this.#timeUs = this.#ports.wallClock.nowUs()
    const { trades, block } = this.#block(this.#pending)
    this.#pending = []
    for (const [live, committed] of trades) for (const each of committed) this.#keep(live, each)
    for (const listener of [...this.#listeners]) listener(block)
  }

  #block(pending: readonly PendingTrade[]): {
    readonly trades: Map<LiveInstrument, CommittedTrade[]>
    readonly block: Block
  } {
    const height = this.#height
    const timeUs = this.#timeUs
    const trades = new Map<LiveInstrument, CommittedTrade[]>()
    pending.forEach(({ live, trade, type }, event) => {
      const own = trades.get(live) ?? []
      trades.set(live, own)
      own.push({ trade, id: tradeId(height, event), type, height, timeUs })
    })
    return { trades, block: { height, timeUs, trades } }
  }

  /** Trades of before are in the blocks that were there then. */
  #remember(live: LiveInstrument): void {
    const blockUs = this.#blockMs * 1000
    live.trades.forEach((trade, event) => {
      const back = Math.max(0, Math.floor((this.#timeUs - trade.timeUs) / blockUs))
      const height = FIRST_HEIGHT - back
      const timeUs = this.#timeUs - back * blockUs
      this.#keep(live, { trade, id: tradeId(height, event), type: 'LIMIT', height, timeUs })
    })
  }

  #keep(live: LiveInstrument, trade: CommittedTrade): void {
    const kept = this.#trades.get(live) ?? new Ring<CommittedTrade>(KEPT_TRADES)
    this.#trades.set(live, kept)
    kept.push(trade)
  }
}

function tradeId(height: number, event: number): string {
  const hex = (value: number): string => value.toString(16).padStart(8, '0')
  return `${hex(height)}${MATCHES}${hex(event)}`
}
