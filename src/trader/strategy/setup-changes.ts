import type { StrategySetup } from './strategy-setup.ts'
import type { StrategyLeg } from './strategy-world.ts'

/** A field of a setup that is another now, in words. */
export interface SetupChange {
  /** Which. */
  readonly field: Exclude<keyof StrategySetup, 'strategy'>
  /** What it was. */
  readonly was: string
  /** What it is to be. */
  readonly now: string
}

/** What is another in a setup. Legs are the same where venue, product, symbol and account are: listings change by the day. */
export function setupChanges(before: StrategySetup, after: StrategySetup): readonly SetupChange[] {
  const [was, now] = [textsOf(before), textsOf(after)]
  return FIELDS.flatMap((field) =>
    was[field] === now[field] ? [] : { field, was: was[field], now: now[field] },
  )
}

/** A change, for a person. */
export function changeText({ field, was, now }: SetupChange): string {
  return `${field}: was ${was}, is to be ${now}`
}

const FIELDS = ['kind', 'legs', 'depth', 'events', 'params', 'signalAmount'] as const

function textsOf(setup: StrategySetup): Readonly<Record<SetupChange['field'], string>> {
  const { kind, legs, depth = 'full', events, params, signalAmount } = setup
  return {
    kind,
    legs: legs.map(legText).join(', '),
    depth: String(depth),
    events: [...events].sort().join(', '),
    params: JSON.stringify(params) ?? 'none',
    signalAmount: signalAmount === undefined ? 'none' : String(signalAmount),
  }
}

function legText({ instrument: { venue, product, symbol }, account }: StrategyLeg): string {
  return `${venue}/${product}/${symbol} with ${account}`
}
