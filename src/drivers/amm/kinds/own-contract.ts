import { callData, type SELECTORS, wordOf } from '../abi.ts'
import type { PoolFact } from '../pool-kind.ts'
import type { ConcentratedForm } from './concentrated.ts'

type Member = keyof typeof SELECTORS

/** What all pools have that are contracts of their own: where they are, and how they are asked. */
export function ownContract(
  address: string,
  { bitmap, spacing }: { readonly bitmap: Member; readonly spacing: number },
): Pick<ConcentratedForm, 'id' | 'emitter' | 'isKeyed' | 'rules' | 'wordRead' | 'tickRead'> {
  const id = address.toLowerCase()
  return {
    id,
    emitter: id,
    isKeyed: false,
    rules: { spacing },
    wordRead: (word) => ({ to: address, data: callData(bitmap, wordOf(word)) }),
    // Words 0 and 1 are gross and net in every kind; what stands behind them differs.
    tickRead: (tick) => ({ to: address, data: callData('ticks', wordOf(tick)) }),
  }
}

/** A number that a pool tells of itself. */
export function numberFact(
  address: string,
  what: Member,
  told: bigint | number,
  isNeeded = false,
): PoolFact {
  return {
    what,
    read: { to: address, data: callData(what) },
    found: (words) => words.unsigned(0),
    told: BigInt(told),
    isNeeded,
  }
}
