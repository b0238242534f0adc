import type { AccountId, StrategyId, VenueId } from '../../core/index.ts'

/** For whom a limit, a trading state or the kill switch holds. An instrument is named by `instrumentKey`. */
export type RiskScope =
  | { readonly type: 'global' }
  | { readonly type: 'venue'; readonly venue: VenueId }
  | { readonly type: 'account'; readonly account: AccountId }
  | { readonly type: 'instrument'; readonly instrument: string }
  | { readonly type: 'strategy'; readonly strategy: StrategyId }

/** Kinds of scope, widest first. */
export const SCOPE_TYPES = ['global', 'venue', 'account', 'instrument', 'strategy'] as const

/** A kind of scope. */
export type ScopeType = (typeof SCOPE_TYPES)[number]

/** What a scope is told by, as far as it is known. */
export interface ScopeSubject {
  /** The strategy. */
  readonly strategy?: StrategyId
  /** The instrument's key. */
  readonly instrument?: string
  /** The account. */
  readonly account?: AccountId
  /** The venue. */
  readonly venue?: VenueId
}

/** Names a scope. */
export function scopeKey(scope: RiskScope): string {
  switch (scope.type) {
    case 'global':
      return 'global'
    case 'venue':
      return `venue ${scope.venue}`
    case 'account':
      return `account ${scope.account}`
    case 'instrument':
      return `instrument ${scope.instrument}`
    case 'strategy':
      return `strategy ${scope.strategy}`
  }
}

/** The scopes that something is in. They are named where somebody asks: mostly nothing is set but for everything. */
export class Scopes {
  readonly #subject: ScopeSubject
  #keys: readonly string[] | undefined

  /** Those of a subject. */
  constructor(subject: ScopeSubject) {
    this.#subject = subject
  }

  /** Their names, narrowest first: strategy, instrument, account, venue, global. */
  get keys(): readonly string[] {
    this.#keys ??= keysOf(this.#subject)
    return this.#keys
  }
}

function keysOf({ strategy, instrument, account, venue }: ScopeSubject): readonly string[] {
  const keys: string[] = []
  if (strategy !== undefined) keys.push(`strategy ${strategy}`)
  if (instrument !== undefined) keys.push(`instrument ${instrument}`)
  if (account !== undefined) keys.push(`account ${account}`)
  if (venue !== undefined) keys.push(`venue ${venue}`)
  keys.push('global')
  return keys
}

/** What is wrong with a scope, one sentence each. */
export function scopeProblems(scope: unknown): readonly string[] {
  const { type, ...rest } = (scope ?? {}) as { type?: unknown } & Record<string, unknown>
  if (!SCOPE_TYPES.includes(type as ScopeType))
    return [`scope.type: expected one of ${SCOPE_TYPES.join(', ')}, was ${String(type)}`]
  if (type === 'global') return []
  const name = rest[type as ScopeType]
  if (typeof name === 'string' && name.length > 0) return []
  return [`scope.${String(type)}: expected a non-empty text, was ${String(name)}`]
}
