import { DepthWindow } from '../depth-window.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import { checksumOf } from './checksum.ts'
import { levelObjects, type SideLevels, timeText } from './wire-text.ts'

/** A book channel of one instrument and depth: a message for each command that changes the levels it shows. */
export class BookFeed {
  readonly #live: LiveInstrument
  readonly #repeatsEvery: number
  readonly #emit: (message: string) => void
  readonly #window: DepthWindow
  readonly #stop: () => void
  #told = 0
  #changedUs: number

  /** Starts a feed at the book of now. */
  constructor(
    market: SimMarket,
    live: LiveInstrument,
    depth: number,
    repeatsEvery: number,
    emit: (message: string) => void,
  ) {
    this.#live = live
    this.#repeatsEvery = repeatsEvery
    this.#emit = emit
    // Levels that better ones push out are not told: who listens cuts its sides to the depth.
    this.#window = new DepthWindow(live, depth)
    this.#changedUs = live.updatedUs
    this.#stop = market.listen(({ instrument, timeUs }) => {
      if (instrument === live) this.#turn(timeUs)
    })
  }

  /** The book as told so far, for a client that joins now. */
  snapshot(): string {
    const { bids, asks } = this.#window.levels
    return this.#message('snapshot', bids, asks)
  }

  /** Ends the feed. */
  stop(): void {
    this.#stop()
  }

  #turn(timeUs: number): void {
    const changes = this.#window.turn()
    if (changes === undefined) return
    this.#changedUs = timeUs
    this.#told += 1
    const isRepeating = this.#repeatsEvery > 0 && this.#told % this.#repeatsEvery === 0
    const side = (levels: SideLevels): SideLevels => (isRepeating ? repeated(levels) : levels)
    this.#emit(this.#message('update', side(changes.bids), side(changes.asks)))
  }

  #message(type: string, bids: SideLevels, asks: SideLevels): string {
    const { spec } = this.#live
    const sides = `"bids":${levelObjects(spec, bids)},"asks":${levelObjects(spec, asks)}`
    const tail = `"checksum":${checksumOf(spec, this.#window.levels)},"timestamp":"${timeText(this.#changedUs)}"`
    return `{"channel":"book","type":"${type}","data":[{"symbol":"${spec.symbol}",${sides},${tail}}]}`
  }
}

/** One price told twice: first gone, then with its size. Of several entries of one price the last one holds. */
function repeated(levels: SideLevels): SideLevels {
  const at = levels.findIndex(([, size]) => size > 0)
  const level = levels[at]
  return level === undefined ? levels : levels.toSpliced(at, 0, [level[0], 0])
}
