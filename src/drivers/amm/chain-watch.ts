import type { JsonObject } from '../../wire/index.ts'
import { hashAt, quantityAt } from './logs.ts'

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
}

const KEPT = 64

/** Reads a head as `eth_subscribe` gives it. */
export function readHead(head: JsonObject): Head {
  return {
    number: quantityAt(head, 'number'),
    hash: hashAt(head, 'hash'),
    parent: hashAt(head, 'parentHash'),
    timeS: quantityAt(head, 'timestamp'),
  }
}

/** Follows the chain of blocks on one connection. */
export class ChainWatch {
  #heads: Head[] = []

  /** The newest block; `undefined` before the first. */
  get last(): Head | undefined {
    return this.#heads.at(-1)
  }

  /** Time of a block, epoch s, where its head is known by this hash. */
  timeOf(blockHash: string): number | undefined {
    return this.#heads.find(({ hash }) => hash === blockHash)?.timeS
  }

  /**
   * Takes a head. `next`: it follows the last one. `known`: it was seen. `broken`: it does not follow: the chain was
   * reorganised, or heads are missing; it is where the chain goes on.
   */
  add(head: Head): 'next' | 'known' | 'broken' {
    const { last } = this
    if (this.#heads.some(({ hash }) => hash === head.hash)) return 'known'
    const follows =
      last === undefined || (head.number === last.number + 1 && head.parent === last.hash)
    if (!follows) this.#heads = []
    this.#heads.push(head)
    if (this.#heads.length > KEPT) this.#heads.shift()
    return follows ? 'next' : 'broken'
  }
}
