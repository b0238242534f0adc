import type { JsonObject } from '../../wire/index.ts'
import { readBloom } from './block-filter.ts'
import type { PoolEvent } from './events.ts'
import { hashAt, type PoolLog, quantityAt } from './logs.ts'

/** A block's head. */
export interface Head {
  /** Its number. */
  readonly number: number
  /** Its hash. */
  readonly hash: string
  /** Hash of the block before it. */
  readonly parent: string
  /** Its time, epoch s. */
  readonly timeS: number
  /** Its bloom filter; `undefined` where it tells nothing. */
  readonly bloom: string | undefined
}

/** A block as a connection knows it. */
export interface KnownBlock extends Head {
  /** Its place among those that came on the connection, from 1; 0 where it was there before. */
  readonly place: number
  /** When its head arrived, epoch µs. */
  readonly localTimeUs: number
  /** All its logs that change pools, in order, by what was asked for; absent while the node has not answered. */
  readonly logs: Map<LogPart, readonly PoolLog[]>
  /** Fees of its pools at its end, where no log tells them; absent likewise. */
  fees?: ReadonlyMap<string, PoolEvent>
}

/** Logs are asked for by the contract, or by a key at one contract. */
export type LogPart = 'logs' | 'keyed'

const KEPT = 64

/** Reads a head as `eth_subscribe` gives it. */
export function readHead(head: JsonObject): Head {
  return {
    number: quantityAt(head, 'number'),
    hash: hashAt(head, 'hash'),
    parent: hashAt(head, 'parentHash'),
    timeS: quantityAt(head, 'timestamp'),
    bloom: readBloom(head),
  }
}

/** Follows the chain of blocks on one connection: each is known, and has its logs once they were asked for. */
export class ChainWatch {
  #blocks: KnownBlock[] = []
  #seen = 0

  /** How many blocks have come. */
  get seen(): number {
    return this.#seen
  }

  /** The newest block; `undefined` before the first. */
  get last(): KnownBlock | undefined {
    return this.#blocks.at(-1)
  }

  /** The block of a number; `undefined` where it is not known. */
  at(number: number): KnownBlock | undefined {
    return this.#blocks[number - (this.#blocks[0]?.number ?? 0)]
  }

  /** The block of a hash; `undefined` where it is not known. */
  find(hash: string): KnownBlock | undefined {
    return this.#blocks.find((block) => block.hash === hash)
  }

  /**
   * Takes a head that was not seen yet. `next`: it follows the last one. `broken`: it does not: the chain was reorganised,
   * or heads are missing; it is where the chain goes on. `isNew`: it came while the connection listened.
   */
  add(head: Head, localTimeUs: number, isNew: boolean): 'next' | 'broken' {
    const { last } = this
    const follows =
      last === undefined || (head.number === last.number + 1 && head.parent === last.hash)
    if (!follows) this.#blocks = []
    if (isNew) this.#seen += 1
    this.#blocks.push({ ...head, place: isNew ? this.#seen : 0, localTimeUs, logs: new Map() })
    if (this.#blocks.length > KEPT) this.#blocks.shift()
    return follows ? 'next' : 'broken'
  }
}
