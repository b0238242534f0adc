/** Update ids of books: the place in the chain up to which a book is true. They rise along one chain. */

/** Logs of a block, one more than there can be; 2^53 then holds the blocks of centuries. */
const PER_BLOCK = 65_536

/** The id of a state after a log. */
export function idAfter(block: number, logIndex: number): number {
  return block * PER_BLOCK + Math.min(logIndex + 1, PER_BLOCK - 2)
}

/** The id of the state at the end of a block. */
export function idAtEnd(block: number): number {
  return block * PER_BLOCK + PER_BLOCK - 1
}
