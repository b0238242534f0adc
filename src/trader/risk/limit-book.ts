import { Decimal } from '../../core/index.ts'
import { LIMIT_NAMES, LIMITS, type LimitName } from './limit-names.ts'
import { GLOBAL, type RiskScope, type Scopes, scopeKey, scopeProblems } from './scope.ts'

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
  readonly #values = new Map<LimitName, Map<string, Value>>()
  readonly #set = new Map<string, LimitSetting>()

  /** Starts with the defaults, and `settings` over them. */
  constructor(settings: readonly LimitSetting[]) {
    for (const name of LIMIT_NAMES)
      this.#write({ name, scope: GLOBAL, value: LIMITS[name].default })
    for (const setting of settings) this.#write(setting)
  }

  /** The value that holds in the narrowest of the scopes that has one. */
  limit(name: LimitName, scopes: Scopes): Value {
    const values = this.#values.get(name)
    if (values === undefined) return false
    if (values.size > 1) {
      for (const key of scopes.keys) {
        const value = values.get(key)
        if (value !== undefined) return value
      }
    }
    return values.get('global') ?? false
  }

  /** The value that was set for just that scope; `undefined` where a wider one holds. */
  valueOf(name: LimitName, scope: RiskScope): Value | undefined {
    return this.#values.get(name)?.get(scopeKey(scope))
  }

  /** Sets a limit. Returns what was set for that very scope; `undefined` where nothing was. */
  set(setting: LimitSetting): string | false | undefined {
    const old = this.#values.get(setting.name)?.get(scopeKey(setting.scope))
    this.#write(setting)
    this.#set.set(`${setting.name} ${scopeKey(setting.scope)}`, setting)
    return old === undefined || old === false ? old : old.toFixed()
  }

  /** What was set since the start, in the order it was first set. */
  settings(): readonly LimitSetting[] {
    return [...this.#set.values()]
  }

  #write({ name, scope, value }: LimitSetting): void {
    const values = this.#values.get(name) ?? new Map<string, Value>()
    values.set(scopeKey(scope), value === false ? false : new Decimal(value))
    this.#values.set(name, values)
  }
}
