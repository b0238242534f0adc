import { spawnSync } from 'node:child_process'
import { bundle } from './bundle.ts'

/** What the collector had to do meanwhile. */
export interface Collections {
  readonly bytesPerFrame: number
  readonly collections: number
  /** Of the heap, less what was collected. */
  readonly grownBytesPerFrame: number
}

/** Mebibytes of the young generation. */
export const SEMI_SPACE_MIB = 16

/** Keeps a book of `levels` levels a side over `frames` frames in a process of its own. */
export async function countCollections(levels: number, frames: number): Promise<Collections> {
  const { collections: program = '' } = await bundle({
    collections: 'bench/kit/collections-child.ts',
  })
  const { NODE_OPTIONS: _, ...env } = process.env
  const flags = ['min', 'max'].map((end) => `--${end}-semi-space-size=${SEMI_SPACE_MIB}`)
  const args = ['--expose-gc', ...flags, program, String(levels), String(frames)]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', env })
  if (status !== 0) throw new Error(`Counting collections failed: ${stderr}`)
  return JSON.parse(stdout) as Collections
}
