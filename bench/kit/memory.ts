import { spawnSync } from 'node:child_process'

/** What a process full of books weighs. */
export interface Weight {
  readonly totalMebibytes: number
  readonly grownMebibytes: number
  readonly bytesPerLevel: number
  readonly levelCount: number
}

/** Books that are weighed. */
export interface Weighed {
  readonly books: number
  /** Levels a side of each book's snapshot. */
  readonly levels: number
  /** Frames that each book takes before it is weighed. */
  readonly frames: number
}

/** Weighs books in a process of their own. */
export function weigh(program: string, subject: string, weighed: Weighed): Weight {
  const { NODE_OPTIONS: _, ...env } = process.env
  const numbers = [weighed.books, weighed.levels, weighed.frames].map(String)
  const args = ['--expose-gc', program, subject, ...numbers]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', env })
  if (status !== 0) throw new Error(`Weighing ${subject} failed: ${stderr}`)
  return JSON.parse(stdout) as Weight
}
