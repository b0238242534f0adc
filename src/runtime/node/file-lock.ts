import { randomUUID } from 'node:crypto'
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { FileLock, LockRefusal } from '../ports.ts'
import { isAlive, type ProcessMark, parseMark, thisProcess } from './process-mark.ts'

const ATTEMPTS = 8

/**
 * Takes a lock that no dead process holds.
 *
 * Each holder has a file of its own, `<path>.<number>`, with its process in it; the highest number is the holder. To take
 * the lock from the dead is to create the next number, which only one can. The highest file is never removed, so numbers
 * only grow: whoever looked too long at an old one finds a higher one after creating its own, and gives way.
 */
export async function lockFile(path: string): Promise<FileLock | LockRefusal> {
  await mkdir(dirname(path), { recursive: true })
  const mark = await thisProcess()
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const newest = (await numbersOf(path)).at(-1) ?? 0
    const holder = newest === 0 ? undefined : await holderOf(`${path}.${newest}`)
    if (holder === 'gone') continue
    if (holder !== undefined && (await isAlive(holder))) {
      return { isHeld: false, holder: `process ${holder.pid} on ${holder.host}` }
    }
    const number = newest + 1
    if (!(await create(`${path}.${number}`, JSON.stringify(mark)))) continue
    const numbers = await numbersOf(path)
    if (numbers.at(-1) !== number) {
      await rm(`${path}.${number}`, { force: true })
      continue
    }
    for (const older of numbers.slice(0, -1)) await rm(`${path}.${older}`, { force: true })
    return held(`${path}.${number}`)
  }
  return { isHeld: false, holder: 'a process that is taking it at this moment' }
}

function held(path: string): FileLock {
  let releasing: Promise<void> | undefined
  return {
    isHeld: true,
    release(): Promise<void> {
      releasing ??= release(path)
      return releasing
    },
  }
}

async function release(path: string): Promise<void> {
  const draft = draftOf(path)
  await writeFile(draft, 'released')
  await rename(draft, path)
}

/** Creates a file whole; `false` where there is one. */
async function create(path: string, text: string): Promise<boolean> {
  const draft = draftOf(path)
  await writeFile(draft, text)
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Who holds it; `undefined` where that process let go, `gone` where a newer holder removed the file. */
async function holderOf(path: string): Promise<ProcessMark | undefined | 'gone'> {
  try {
    return parseMark(await readFile(path, 'utf8'))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'gone'
    throw error
  }
}

async function numbersOf(path: string): Promise<number[]> {
  const prefix = `${basename(path)}.`
  const names = await readdir(dirname(path))
  return names
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => a - b)
}

function draftOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
