/** Memory that the ladders of one book, or of several, may grow by together, beyond what each of them has from its start. */
export interface LadderRoom {
  /** What is left of it. Ladders take from it when they grow, and give back when their book ends. */
  leftBytes: number
}
