import type { Approved, OrderIntent } from '../../core/index.ts'

/** Marks an intent as approved. The only place that does; only the risk manager calls it. */
export function approve<Intent extends OrderIntent>(intent: Intent): Approved<Intent> {
  // The brand has no value behind it: it exists for the compiler, and this cast is what makes it.
  return intent as Approved<Intent>
}
