import { Ring } from '../../runtime/ring.ts'

/** A state that was told, with the time of its block. */
interface Block {
  readonly timeMs: number
  readonly updateId: number
}

/** Blocks remembered of one instrument. */
const KEPT = 16_384

/**
 * The blocks of one instrument that the wire told of. A block's time is the only number that a book has on the wire: it
 * never falls, and two states never share one.
 */
export class BlockLog {
  readonly #blocks = new Ring<Block>(KEPT)

  /** The time of the block whose state has this id, told at a moment. */
  stamp(nowMs: number, updateId: number): number {
    const timeMs = this.next(nowMs, updateId)
    if (this.#blocks.at(-1)?.timeMs !== timeMs) this.#blocks.push({ timeMs, updateId })
    return timeMs
  }

  /** The same for a state that is not told: nothing changes. */
  next(nowMs: number, updateId: number): number {
    const last = this.#blocks.at(-1)
    if (last === undefined || last.timeMs < nowMs) return nowMs
    // The clock stands, or went back: the same state is of the same block, another one of the next.
    return last.updateId === updateId ? last.timeMs : last.timeMs + 1
  }

  /** The state's id of the newest block that is not younger than a time; `undefined` where none is so old. */
  updateIdAt(timeMs: number): number | undefined {
    for (let i = -1; ; i -= 1) {
      const block = this.#blocks.at(i)
      if (block === undefined || block.timeMs <= timeMs) return block?.updateId
    }
  }
}
