import { shown } from './read-number.ts'

const MOST_CHARACTERS = 400

/** What a strategy threw, in words; whatever it is, this does not throw. */
export function wordsOf(thrown: unknown): string {
  try {
    const told: unknown = thrown instanceof Error ? thrown.message : (thrown as Told)?.message
    return (typeof told === 'string' ? told : shown(thrown)).slice(0, MOST_CHARACTERS)
  } catch {
    return 'something that throws when it is read'
  }
}

type Told = { readonly message?: unknown } | undefined
