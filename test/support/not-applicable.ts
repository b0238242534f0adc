import type { KnownVenue } from '../../src/drivers/registry.ts'

/** Clauses of the conformance kit that cannot apply to a venue, each with the reason. */
export const NOT_APPLICABLE: Readonly<
  Partial<Record<KnownVenue, Readonly<Record<string, string>>>>
> = {
  hyperliquid: {
    I4: 'a symbol names neither the collateral of its dex nor the tokens of a spot pair',
  },
}
