import { StorageError } from '../../core/index.ts'

/** Where a journal contradicts itself. */
export interface Contradiction {
  /** The file's name. */
  readonly file: string
  /** The byte in it. */
  readonly offset: number
  /** What must stand there. */
  readonly expected: string | number
  /** What stands there. */
  readonly found: string | number
}

/** The error of a journal that contradicts itself; nothing is repaired. */
export function corruption({ file, offset, expected, found }: Contradiction): StorageError {
  const message =
    `Reading the journal's ${file} at byte ${offset}: expected ${expected}, was ${found}. ` +
    'Nothing was repaired: keep a copy, and reconcile with the venues before trading on it'
  return new StorageError('JOURNAL_CORRUPT', message, {
    context: { file, offset, expected, found },
  })
}
