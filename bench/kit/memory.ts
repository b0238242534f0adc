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
  return runProgram<Weight>(program, [subject, weighed.books, weighed.levels, weighed.frames])
}

/** What a program says of itself, one JSON, with collections at its call and without the loader of TypeScript. */
export function runProgram<Answer>(program: string, args: readonly (string | number)[]): Answer {
  const { NODE_OPTIONS: _, ...env } = process.env
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--expose-gc', program, ...args.map(String)],
    { encoding: 'utf8', env },
  )
  if (status !== 0) throw new Error(`Weighing ${args.join(' ')} failed: ${stderr}`)
  return JSON.parse(stdout) as Answer
}
