import { frameId } from './frame-ids.ts'
import type { Pool } from './pool.ts'
import { goOnReading, type PoolReading, ticksData } from './pool-reading.ts'
import { quantityText, rpcText } from './rpc.ts'

/** A reading on its way over a socket. */
interface Underway {
  readonly request: number
  readonly isAudit: boolean
  readonly pool: Pool
  readonly reading: PoolReading
}

/** A reading that is whole. */
export interface WholeReading {
  /** The request that began it. */
  readonly request: number
  /** Whether it is a second opinion. */
  readonly isAudit: boolean
  /** What was read. */
  readonly reading: PoolReading
}

/** Readings that take more than one call on a connection: ticks are read after the bitmap, at the same block. */
export class StreamReadings {
  /** By pool, one of each kind: a later one takes the place of one whose answers were lost. */
  #underway: Underway[] = []

  /** Goes on with a reading that has ticks to be read; gives the question to ask. */
  begin(pool: Pool, { request, isAudit, reading }: WholeReading): string {
    this.#underway = this.#underway.filter((each) => each.pool !== pool || each.isAudit !== isAudit)
    return this.#ask({ request, isAudit, pool, reading })
  }

  /** Takes an answer: the next question, the reading where it is whole, or nothing where nobody waits for it. */
  take(pool: Pool, request: number, hex: string): string | WholeReading | undefined {
    const found = this.#underway.find((each) => each.pool === pool && each.request === request)
    if (found === undefined) return undefined
    this.#underway = this.#underway.filter((each) => each !== found)
    const reading = goOnReading(hex, pool, found.reading)
    const { isAudit } = found
    return reading.ticks.length > 0
      ? this.#ask({ request, isAudit, pool, reading })
      : { request, isAudit, reading }
  }

  /** What is on its way is of no use any more. */
  clear(): void {
    this.#underway = []
  }

  #ask(underway: Underway): string {
    this.#underway.push(underway)
    const { pool, request, reading } = underway
    const call = { to: pool.chainFacts.multicall3, data: ticksData(pool, reading) }
    const id = frameId(request, 'ticks', pool.id)
    return rpcText(id, 'eth_call', [call, quantityText(reading.block)])
  }
}
