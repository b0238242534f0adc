import { memoryOf } from './memory.ts'
import type { Strategy, StrategyDefinition } from './strategy.ts'
import { wordsOf } from './words-of.ts'

/** A value, or why there is none. */
export type Outcome<Value> =
  | { readonly isOk: true; readonly value: Value }
  | { readonly isOk: false; readonly why: string }

/** Reads parameters by the schema of a kind. */
export function readParams(definition: StrategyDefinition, params: unknown): Outcome<unknown> {
  const { kind, params: schema } = definition
  if (schema === undefined) return { isOk: true, value: params }
  const read = attempt(`reading parameters of ${kind}`, () => schema.safeParse(params))
  if (!read.isOk) return read
  return read.value.success
    ? { isOk: true, value: read.value.data }
    : { isOk: false, why: `parameters of ${kind}: ${wordsOf(read.value.error)}` }
}

/** Makes a strategy of parameters that the schema has passed, and hands it memory. */
export function makeStrategy(
  definition: StrategyDefinition,
  params: unknown,
  memory: unknown,
): Outcome<Strategy> {
  return attempt(`making ${definition.kind}`, () => {
    const strategy = definition.create(params)
    if (memory !== undefined) strategy.restore?.(memory)
    return strategy
  })
}

/** What a strategy remembers. */
export function readMemory(strategy: Strategy): Outcome<unknown> {
  return attempt('reading its memory', () => memoryOf(strategy))
}

function attempt<Value>(what: string, make: () => Value): Outcome<Value> {
  try {
    return { isOk: true, value: make() }
  } catch (error) {
    return { isOk: false, why: `${what}: ${wordsOf(error)}` }
  }
}
