const SWEPT_EVERY_US = 60_000_000

/** A book whose ladders may grow. */
export interface PromotedBook {
  /** Looks whether they still may. */
  judge(nowUs: number): void
}

/**
 * Memory that the ladders of one book, or of several, may grow by together, beyond what each of them has from its start.
 * Those of books that change often take from it, and give back when their book is quiet or ends.
 */
export class LadderRoom {
  /** What is left of it. */
  leftBytes: number
  readonly #promoted = new Set<PromotedBook>()
  #sweptUs: number = Number.NaN

  /** Room of so many bytes. */
  constructor(bytes: number) {
    this.leftBytes = bytes
  }

  /** The ladders of a book may grow. */
  promote(book: PromotedBook): void {
    this.#promoted.add(book)
  }

  /** They are narrow again. */
  demote(book: PromotedBook): void {
    this.#promoted.delete(book)
  }

  /** Judges all promoted books, once a minute: one that fell silent has no change of its own that would have it judged. */
  sweep(nowUs: number): void {
    if (nowUs >= this.#sweptUs && nowUs - this.#sweptUs < SWEPT_EVERY_US) return
    this.#sweptUs = nowUs
    for (const book of this.#promoted) book.judge(nowUs)
  }
}
