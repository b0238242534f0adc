/** Update ids of books: the block at whose end a book is true. They rise along one chain. */

/** Logs of a block, one more than there can be, as if each had an id; 2^53 then holds the blocks of centuries. */
const PER_BLOCK = 65_536

/** The id of the state at the end of a block. */
export function idAtEnd(block: number): number {
  return block * PER_BLOCK + PER_BLOCK - 1
}
