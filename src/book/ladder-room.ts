/** Places of a new ladder: 4 kB of sizes. */
export const FIRST_WIDTH = 512
/** Places of the widest: 512 kB. */
export const MOST_WIDTH = 65_536

/** Memory that the ladders of one book, or of several, may grow by together, beyond what each of them has from its start. */
export interface LadderRoom {
  /** What is left of it. Ladders take from it when they grow, and give back when their book ends. */
  leftBytes: number
}
