import { SeededRandom } from '../../src/runtime/virtual/index.ts'

/** Which seeds keep their market data in threads: those that draw it, all, or none. */
export type ThreadChoice = 'drawn' | 'always' | 'never'

/** How a thread ends: it breaks, or it hangs until somebody notices. */
export type ThreadEnding = 'exit' | 'hang'

/** The threads of a seed. */
export interface ThreadsPlan {
  /** How many. */
  readonly marketData: number
  /** How long a message between two threads takes, and a look at a ring. */
  readonly hopMs: number
  /** Which thread ends when: the number is taken modulo those that run. */
  readonly ends: readonly {
    readonly atMs: number
    readonly how: ThreadEnding
    readonly thread: number
  }[]
}

const SHARE = 0.5

/** Draws the threads of a seed, by chance of their own: what else the seed does is the same without them. */
export function drawThreads(
  seed: number,
  choice: ThreadChoice,
  chaosMs: number,
): ThreadsPlan | undefined {
  const random = new SeededRandom(`threads ${seed}`)
  const isDrawn = random.chance(SHARE)
  if (choice === 'never' || (choice === 'drawn' && !isDrawn)) return undefined
  return {
    marketData: 1 + random.below(3),
    hopMs: Math.round(random.between(0.05, 4) * 1_000) / 1_000,
    ends: Array.from({ length: 1 + random.below(3) }, () => ({
      atMs: Math.round(random.between(0.05, 0.9) * chaosMs),
      how: random.chance(0.7) ? 'exit' : 'hang',
      thread: random.below(3),
    })),
  }
}
