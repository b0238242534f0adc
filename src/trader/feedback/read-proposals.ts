import type { Decimal } from '../../core/index.ts'
import { readExactNumber, shown } from '../strategy/read-number.ts'

/** A proposal that was read; without a value where what it says is no exact number. */
export interface ReadProposal {
  readonly knob: string
  readonly value: Decimal | undefined
  readonly why: string
}

/**
 * Takes what a rule returned, of which nothing is known.
 *
 * @throws TypeError where it is no list of proposals
 */
export function readProposals(returned: unknown): readonly ReadProposal[] {
  if (!Array.isArray(returned))
    throw new TypeError(`expected a list of proposals, was ${shown(returned)}`)
  return returned.map((each: unknown) => {
    const { knob, value, why } = (each ?? {}) as Readonly<Record<string, unknown>>
    if (typeof knob !== 'string' || typeof why !== 'string')
      throw new TypeError(
        `expected a proposal with the texts knob and why, were ${shown(knob)} and ${shown(why)}`,
      )
    return { knob, value: exactOf(value), why }
  })
}

function exactOf(value: unknown): Decimal | undefined {
  try {
    return readExactNumber('value', value)
  } catch {
    // It says what it found; the refusal that comes of it has a code of its own.
    return undefined
  }
}
