import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError, StorageError } from '../core/index.ts'
import { KNOWN_VENUES } from '../drivers/registry.ts'
import { driverFiles } from './create-driver/driver-files.ts'
import { type DriverName, driverName } from './create-driver/driver-name.ts'
import { LineWriter, type Terminal } from './terminal.ts'
import { type CommandSpec, type Given, textOption, UsageError } from './usage.ts'

/** `crossbook create-driver`. */
export const spec: CommandSpec = {
  name: 'create-driver',
  summary: 'writes the folder of a new driver with its test; prints its files, one JSON a line',
  positional: 'NAME',
  options: {
    out: { type: 'string', value: 'DIR', about: 'where the folder NAME is made (.)' },
  },
  examples: ['crossbook create-driver my-venue --out drivers'],
}

/** Runs the command; resolves to the exit code. */
export async function run(given: Given, terminal: Terminal): Promise<number> {
  const name = nameOf(given)
  const parent = textOption(given, 'out') ?? '.'
  const folder = join(parent, name.id)
  makeFolder(parent, folder)
  const writer = new LineWriter(terminal.out)
  for (const [file, text] of Object.entries(driverFiles(name))) {
    const path = join(folder, file)
    writeNew(path, text)
    await writer.json({ file: path, bytes: Buffer.byteLength(text) })
  }
  await writer.flush()
  terminal.err.write(`Read ${join(folder, 'README.md')} first.\n`)
  return 0
}

function nameOf({ rest: [text] }: Given): DriverName {
  if (text === undefined) throw new UsageError(['NAME is missing'])
  if (KNOWN_VENUES.some((known) => known === text))
    throw new UsageError([`NAME: crossbook has a driver of "${text}" already`])
  try {
    return driverName(text)
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError([`NAME: ${error.message}`])
    throw error
  }
}

/** The folder is made anew: what is there already is never written to. */
function makeFolder(parent: string, folder: string): void {
  try {
    mkdirSync(parent, { recursive: true })
  } catch (cause) {
    throw writeFailed(parent, cause)
  }
  try {
    mkdirSync(folder)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST')
      throw new UsageError([`${folder} is there already; nothing was written`])
    throw writeFailed(folder, cause)
  }
}

function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' })
  } catch (cause) {
    throw writeFailed(path, cause)
  }
}

function writeFailed(path: string, cause: unknown): StorageError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new StorageError('STORE_WRITE_FAILED', `Writing ${path}: ${reason}`, { cause })
}
