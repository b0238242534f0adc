import type { AccountEvent, AccountId, InstrumentTable } from '../../../core/index.ts'

/** What a private message tells, or why it is left aside. */
export type Told = readonly AccountEvent[] | string

/** What it takes to read one. */
export interface ReadingContext {
  /** Whose stream it is. */
  readonly account: AccountId
  /** The instruments that are known. */
  readonly table: InstrumentTable
  /** When the frame came, epoch µs. */
  readonly localTimeUs: number
}

/** Nothing is told about an instrument that is not listed. */
export const UNLISTED = 'instrument is not listed'

/** Something cannot be read as a change: the account has to be asked. */
export function missed(detail: string, { account, localTimeUs }: ReadingContext): Told {
  return [{ type: 'missed', account, detail, timeUs: localTimeUs }]
}
