import { JsonNumber, type JsonObject } from '../../wire/index.ts'

/** What a subscription is of: `{"type":"l2Book","coin":"BTC","fast":true}`. */
export type Subscription = Readonly<Record<string, string | number | boolean>> & {
  readonly type: string
}

/**
 * The name of a subscription: the subscription itself as JSON, in one spelling.
 *
 * The venue has no request ids: its answers echo the subscription with the defaults filled in (`"nSigFigs":null`,
 * `"fast":false`, more in later versions), and its members may come in any order. Here `type` comes first, the others by
 * their names, and what is `null` or `false` is left out; so an answer has the name of what was asked.
 */
export function nameOf(subscription: Subscription | JsonObject): string {
  const { type, ...others } = subscription
  const members = Object.entries(others)
    .filter(([, value]) => value !== null && value !== undefined && value !== false)
    .map(([key, value]) => [key, value instanceof JsonNumber ? Number(value.text) : value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(Object.fromEntries([['type', typeOf(type)], ...members]))
}

/** Statistics of spot are asked for by the type of perpetuals, and come on a channel of their own. */
function typeOf(type: unknown): unknown {
  return type === 'activeSpotAssetCtx' ? 'activeAssetCtx' : type
}
