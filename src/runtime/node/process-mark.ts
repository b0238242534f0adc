import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'

/** What tells one process from every other, also from a later one with the same number. */
export interface ProcessMark {
  /** Its number. */
  readonly pid: number
  /** When it started, in the kernel's ticks since boot; empty where the system does not tell. */
  readonly started: string
  /** The boot it belongs to; empty where the system does not tell. */
  readonly boot: string
  /** Its machine. */
  readonly host: string
}

/** The mark of this process. */
export async function thisProcess(): Promise<ProcessMark> {
  const found = await statOf(process.pid)
  return {
    pid: process.pid,
    started: found?.started ?? '',
    boot: await bootId(),
    host: hostname(),
  }
}

/** Reads a mark; `undefined` where the text is none. Marks are written whole, so such a text has no live writer. */
export function parseMark(text: string): ProcessMark | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isMark(value) ? value : undefined
  } catch {
    // Not JSON: `released`, or what a power failure left.
    return undefined
  }
}

/**
 * Whether a process still runs. One on another machine counts as alive, for nobody can tell.
 *
 * Processes that share the machine's name but not its process table (containers) do not see each other.
 */
export async function isAlive(mark: ProcessMark): Promise<boolean> {
  if (mark.host !== hostname()) return true
  if (mark.boot !== (await bootId())) return false
  try {
    process.kill(mark.pid, 0)
  } catch (error) {
    // Somebody else's process may not be signalled, but is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  const found = await statOf(mark.pid)
  if (found === undefined || mark.started === '') return true
  // A process that nobody waited for keeps its number, and does nothing more.
  return found.started === mark.started && !'ZX'.includes(found.state)
}

async function statOf(pid: number): Promise<{ state: string; started: string } | undefined> {
  const text = await textOf(`/proc/${pid}/stat`)
  // The second field is the program's name in parentheses, and may hold anything: fields are counted after it (proc(5):
  // 3 is the state, 22 the start time).
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state = '', started = ''] = [fields[0], fields[19]]
  return started === '' ? undefined : { state, started }
}

function bootId(): Promise<string> {
  return textOf('/proc/sys/kernel/random/boot_id')
}

async function textOf(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch {
    // Only Linux has these files, and a process's own vanishes with it: not told.
    return ''
  }
}

function isMark(value: unknown): value is ProcessMark {
  if (typeof value !== 'object' || value === null) return false
  const { pid, started, boot, host } = value as Partial<Record<keyof ProcessMark, unknown>>
  const texts = [started, boot, host]
  return Number.isSafeInteger(pid) && texts.every((text) => typeof text === 'string')
}
