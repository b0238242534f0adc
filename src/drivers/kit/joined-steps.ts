/** Steps that read the frames of several shapes: frames of one channel often begin alike and tell one side, the other, or both. Cold. */
import type { Step } from './frame-program.ts'

/** The steps of `known`, and where `added` parts from them, those of `added` as the other way to go on. */
export function joinedSteps(known: readonly Step[], added: readonly Step[]): readonly Step[] {
  const at = known.findIndex((step, i) => !isSame(step, added[i]))
  const parting = known[at]
  if (parting === undefined) return known
  const rest = added.slice(at)
  const other = parting.other === undefined ? rest : joinedSteps(parting.other, rest)
  return known.with(at, { ...parting, other })
}

/** Whether two lists have the same steps. */
export function areSameSteps(some: readonly Step[], others: readonly Step[]): boolean {
  return some.length === others.length && some.every((step, i) => isSame(step, others[i]))
}

function isSame({ op, before }: Step, other: Step | undefined): boolean {
  return op === other?.op && Buffer.compare(before, other.before) === 0
}
