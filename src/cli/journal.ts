import { StorageError } from '../core/index.ts'
import { nodeFiles } from '../runtime/node/index.ts'
import type { FilePort } from '../runtime/ports.ts'
import {
  hashText,
  hasJournal,
  type JournalPosition,
  type JournalRecord,
  readJournal,
  recordJson,
  replayJournal,
  verifyJournal,
} from '../trader/journal/index.ts'
import { LineWriter, type Terminal } from './terminal.ts'
import { type CommandSpec, type Given, UsageError } from './usage.ts'

/** `crossbook journal`. */
export const spec: CommandSpec = {
  name: 'journal',
  summary: 'checks a trading journal, or shows what it holds; writes nothing',
  positional: 'verify|dump|replay DIR',
  options: {},
  examples: [
    'crossbook journal verify DIR   everything read and checked: one line, exit 1 where it is corrupt',
    'crossbook journal dump DIR     every record, a line each, up to the first that is corrupt',
    'crossbook journal replay DIR   what state would be rebuilt from: newest snapshot, records after it (no engine runs)',
  ],
}

/** The line of `verify`: what the journal holds, or what is wrong with it. */
type Verdict = Readonly<Record<string, unknown>> & { readonly ok: boolean }

const ACTIONS: Readonly<
  Record<string, (files: FilePort, folder: string, terminal: Terminal) => Promise<number>>
> = { verify, dump, replay }

/** Runs the command; resolves to the exit code. */
export async function run(given: Given, terminal: Terminal): Promise<number> {
  const [name = '', folder = ''] = given.rest
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  const problems: string[] = []
  if (action === undefined) {
    problems.push(`expected ${Object.keys(ACTIONS).join(', ')}, was "${name}"`)
  }
  const files = nodeFiles()
  if (folder === '') problems.push('DIR is missing')
  else if (!(await hasJournal(files, folder))) {
    problems.push(`DIR: there is no journal in "${folder}"`)
  }
  if (action === undefined || problems.length > 0) throw new UsageError(problems)
  return action(files, folder, terminal)
}

async function verify(files: FilePort, folder: string, terminal: Terminal): Promise<number> {
  const writer = new LineWriter(terminal.out)
  const line = await verdict(files, folder)
  await writer.json(line)
  await writer.flush()
  return line.ok ? 0 : 1
}

async function verdict(files: FilePort, folder: string): Promise<Verdict> {
  try {
    const { end, snapshots, ...summary } = await verifyJournal(files, folder)
    const snapshot = snapshots.at(-1)
    return {
      ok: true,
      ...summary,
      ...placeOf(end),
      snapshotCount: snapshots.length,
      ...(snapshot && { lastSnapshot: snapshot.position.sequence }),
    }
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'JOURNAL_CORRUPT') throw error
    return { ok: false, code: error.code, message: error.message, ...error.context }
  }
}

async function dump(files: FilePort, folder: string, terminal: Terminal): Promise<number> {
  return showRecords(await readJournal(files, folder), terminal)
}

async function replay(files: FilePort, folder: string, terminal: Terminal): Promise<number> {
  const { snapshot, records } = await replayJournal(files, folder)
  if (snapshot !== undefined) {
    const writer = new LineWriter(terminal.out)
    const { position, epoch, createdUs, state } = snapshot
    const base64 = Buffer.from(state).toString('base64')
    await writer.json({ type: 'snapshot', ...placeOf(position), epoch, createdUs, base64 })
    await writer.flush()
  }
  return showRecords(records, terminal)
}

async function showRecords(
  records: AsyncIterable<JournalRecord>,
  terminal: Terminal,
): Promise<number> {
  const writer = new LineWriter(terminal.out)
  try {
    for await (const record of records) {
      await writer.json(recordLine(record))
      if (terminal.signal.aborted) break
    }
  } finally {
    // What is whole is shown, whatever comes after it.
    await writer.flush()
  }
  return 0
}

function recordLine(record: JournalRecord): unknown {
  const { sequence, kind, segment, offset, isJson, payload } = record
  const content = isJson
    ? { json: recordJson(record) }
    : { base64: Buffer.from(payload).toString('base64') }
  return { type: 'record', sequence, kind, segment, offset, ...content }
}

function placeOf({ sequence, segment, offset, hash }: JournalPosition) {
  return { sequence, segment, offset, hash: hashText(hash) }
}
