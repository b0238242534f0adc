import type { ParamsSchema, StrategyDefinition } from '../strategy.ts'
import { resolveThreadOptions, type ThreadOptions } from './thread-options.ts'
import { ThreadStrategy } from './thread-strategy.ts'

/**
 * The same kind of strategy, each in a thread of its own: setups, parameters and commands are as before, and a strategy cannot
 * tell where it runs. The trader needs a `threads` port for it.
 *
 * @example
 * ```ts
 * import { inThread, type StrategyDefinition } from 'crossbook/trader'
 *
 * declare const joiner: StrategyDefinition // exported by ./strategies.js
 * const module = new URL('./strategies.js', import.meta.url)
 * export const definitions = [inThread(joiner, { module })]
 * ```
 *
 * @throws ConfigError `INVALID_OPTIONS` listing every problem at once
 */
export function inThread<Params>(
  { kind, params }: Pick<StrategyDefinition<Params>, 'kind' | 'params'>,
  options: ThreadOptions,
): StrategyDefinition {
  const resolved = resolveThreadOptions(options)
  return {
    kind,
    isInThread: true,
    ...(params !== undefined && { params: asWritten(params) }),
    create: (written) => new ThreadStrategy(kind, written, resolved),
  }
}

/** Checks parameters, but hands them on as they are written: the thread reads them with its own schema. */
function asWritten<Params>(schema: ParamsSchema<Params>): ParamsSchema<unknown> {
  return {
    safeParse(params) {
      const read = schema.safeParse(params)
      return read.success ? { success: true, data: params } : read
    },
  }
}
