import { expect, it } from 'vitest'
import { keep } from './keep-book.ts'
import { RULES } from './scripted-venue.ts'

it('lists every problem of its options at once', () => {
  const options = {
    maxHeld: 0,
    gapFillMs: -1,
    pace: { baseMs: 0, capMs: 1, stableMs: 1 },
    staleAfter: { factor: 0.5, minMs: Number.NaN },
  }
  expect(() => keep(RULES.firstLast, options)).toThrow(
    /maxHeld.*gapFillMs.*pace.baseMs.*staleAfter.factor.*staleAfter.minMs/,
  )
})
