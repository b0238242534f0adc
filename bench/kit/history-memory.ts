import { runProgram } from './memory.ts'

/** What histories hold once their budget was full for long. */
export interface HistoryWeight {
  /** Bytes, of objects and of arrays beside them. */
  readonly heldBytes: number
  /** What the budget says of it. */
  readonly usedBytes: number
}

/** Weighs histories of books, so many levels a side, in a process of their own. */
export function weighHistories(
  program: string,
  levels: number,
  histories: number,
  megabytes: number,
): HistoryWeight {
  return runProgram<HistoryWeight>(program, [levels, histories, megabytes])
}
