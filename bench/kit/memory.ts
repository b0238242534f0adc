import { spawnSync } from 'node:child_process'

/** What a process full of books weighs. */
export interface Weight {
  readonly totalMebibytes: number
  readonly grownMebibytes: number
  readonly bytesPerLevel: number
  readonly levelCount: number
}

/** Weighs `books` books of `levels` levels a side in a process of their own. */
export function weigh(program: string, subject: string, books: number, levels: number): Weight {
  const { NODE_OPTIONS: _, ...env } = process.env
  const args = ['--expose-gc', program, subject, String(books), String(levels)]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', env })
  if (status !== 0) throw new Error(`Weighing ${subject} failed: ${stderr}`)
  return JSON.parse(stdout) as Weight
}
