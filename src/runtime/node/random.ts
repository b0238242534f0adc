import { randomUUID } from 'node:crypto'
import type { Ids, Random } from '../ports.ts'

/** The process's generator; not for secrets. */
export function nodeRandom(): Random {
  return { next: () => Math.random() }
}

/** Random UUIDs (version 4). */
export function nodeIds(): Ids {
  return { next: () => randomUUID() }
}
