import type { BookUpdate } from '../../core/index.ts'

/** What the encoded rows of a history lead to: segments begin with it, so that they can be read by themselves. */
export interface CarriedState {
  /** Bytes it occupies, a copy that was begun among them. */
  readonly bytes: number
  /** Whether a segment that begins with a row of this kind needs it in front. */
  isNeededBefore(kind: number): boolean
  /** Copies up to `most` levels of it; whether `head` has it all now. The state does not change meanwhile. */
  copy(most: number): boolean
  /** The copy. */
  readonly head: BookUpdate
  /** Takes the copy back. */
  dropCopy(): void
  /** The next row was encoded. Borrowed. */
  apply(kind: number, row: BookUpdate): void
}
