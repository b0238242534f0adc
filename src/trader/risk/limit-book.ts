import { Decimal } from '../../core/index.ts'
import { LIMIT_NAMES, LIMITS, type LimitName } from './limit-names.ts'
import { type RiskScope, type Scopes, scopeKey, scopeProblems } from './scope.ts'

/** A value of a limit, for a scope: decimal text, or `false` for off. */
export interface LimitSetting {
  /** Which limit. */
  readonly name: LimitName
  /** For whom. */
  readonly scope: RiskScope
  /** How much; `false` is off. */
  readonly value: string | false
}

type Value = Decimal | false

/** What a limit is for everything, and for narrower scopes where somebody has set it for one. */
interface Values {
  everywhere: Value
  narrower: Map<string, Value> | undefined
}

/** What is wrong with a setting, one sentence each. */
export function limitProblems({ name, scope, value }: LimitSetting): readonly string[] {
  if (!Object.hasOwn(LIMITS, name)) return [`${String(name)}: there is no such limit`]
  const { scopes, unit } = LIMITS[name]
  const problems = scopeProblems(scope).map((problem) => `${name}: ${problem}`)
  if (problems.length === 0 && !scopes.some((type) => type === scope.type))
    problems.push(`${name}: expected a scope of ${scopes.join(', ')}, was ${scope.type}`)
  if (value === false) return problems
  const isNumber = typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value)
  if (!isNumber)
    problems.push(`${name}: expected decimal text of at least 0, or false, was ${value}`)
  else if ((unit === 'count' || unit === 'ms') && new Decimal(value).scale > 0)
    problems.push(`${name}: expected a whole number, was ${value}`)
  return problems
}

/** The limits in force: the defaults, what the configuration sets, and what was set since. The narrowest scope wins. */
export class LimitBook {
  // Looked up by name for every order, some thirty times.
  readonly #values: Readonly<Record<LimitName, Values>>
  readonly #set = new Map<string, LimitSetting>()

  /** Starts with the defaults, and `settings` over them. */
  constructor(settings: readonly LimitSetting[]) {
    const defaults = LIMIT_NAMES.map((name): [LimitName, Values] => [
      name,
      { everywhere: readValue(LIMITS[name].default), narrower: undefined },
    ])
    this.#values = Object.fromEntries(defaults) as Record<LimitName, Values>
    for (const setting of settings) this.#write(setting)
  }

  /** The value that holds in the narrowest of the scopes that has one. */
  limit(name: LimitName, scopes: Scopes): Value {
    const { everywhere, narrower } = this.#values[name]
    if (narrower === undefined) return everywhere
    for (const key of scopes.keys) {
      const value = narrower.get(key)
      if (value !== undefined) return value
    }
    return everywhere
  }

  /** The value that was set for just that scope; `undefined` where a wider one holds. */
  valueOf(name: LimitName, scope: RiskScope): Value | undefined {
    const { everywhere, narrower } = this.#values[name]
    return scope.type === 'global' ? everywhere : narrower?.get(scopeKey(scope))
  }

  /** Sets a limit. Returns what was set for that very scope; `undefined` where nothing was. */
  set(setting: LimitSetting): string | false | undefined {
    const old = this.valueOf(setting.name, setting.scope)
    this.#write(setting)
    this.#set.set(`${setting.name} ${scopeKey(setting.scope)}`, setting)
    return old === undefined || old === false ? old : old.toFixed()
  }

  /** What was set since the start, in the order it was first set. */
  settings(): readonly LimitSetting[] {
    return [...this.#set.values()]
  }

  #write({ name, scope, value: told }: LimitSetting): void {
    const value = readValue(told)
    const values = this.#values[name]
    if (scope.type === 'global') values.everywhere = value
    else (values.narrower ??= new Map()).set(scopeKey(scope), value)
  }
}

function readValue(told: string | false): Value {
  return told === false ? false : new Decimal(told)
}
