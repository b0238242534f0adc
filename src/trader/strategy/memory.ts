import { Breach } from './breach.ts'
import type { Strategy } from './strategy.ts'

/**
 * What a strategy remembers, as a file would give it back: what takes it over shares no object with what gave it. `undefined`
 * where it has none.
 *
 * @throws Breach, and whatever `snapshot` throws
 */
export function memoryOf(strategy: Strategy): unknown {
  if (strategy.snapshot === undefined) return undefined
  const memory: unknown = strategy.snapshot()
  const text: string | undefined = JSON.stringify(memory)
  if (text === undefined)
    throw new Breach('INVALID_MEMORY', `expected JSON data of snapshot, was ${typeof memory}`)
  return JSON.parse(text) as unknown
}
