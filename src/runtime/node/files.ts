import { randomUUID } from 'node:crypto'
import { type FSWatcher, watch as watchFolder } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { StorageError } from '../../core/index.ts'
import type { AppendFile, FileEntry, FileLock, FilePort, FileWatch, LockRefusal } from '../ports.ts'
import { openAppendFile } from './append-file.ts'
import { lockFile } from './file-lock.ts'

/** Options of {@link nodeFiles}. */
export interface NodeFileOptions {
  /** How long a watched file must be quiet before its change is told, in ms. @defaultValue 50 */
  readonly watchDebounceMs?: number
}

/**
 * Files of the machine.
 *
 * All but appended bytes are on the device when a call returns: names too, as folders are synced. A `replace` that a crash
 * interrupts may leave a file `.<name>.<id>.tmp`.
 */
export function nodeFiles({ watchDebounceMs = 50 }: NodeFileOptions = {}): FilePort {
  return {
    openAppend: (path) => writing(`Opening ${path} for appending`, () => openAppend(path)),
    read: (path) => reading(`Reading ${path}`, () => readFile(path)),
    replace: (path, bytes) => writing(`Replacing ${path}`, () => replace(path, bytes)),
    truncate: (path, sizeBytes) => writing(`Cutting ${path}`, () => truncate(path, sizeBytes)),
    rename: (from, to) => writing(`Renaming ${from} to ${to}`, () => renameSynced(from, to)),
    remove: (path) => writing(`Removing ${path}`, () => remove(path)),
    list: (path) => reading(`Listing ${path}`, () => list(path)),
    lock,
    watch: (path, onChange) => watch(path, watchDebounceMs, onChange),
  }
}

async function lock(path: string): Promise<FileLock | LockRefusal> {
  const taken = await writing(`Locking ${path}`, () => lockFile(path))
  if (!taken.isHeld) return taken
  return { isHeld: true, release: () => writing(`Unlocking ${path}`, () => taken.release()) }
}

async function openAppend(path: string): Promise<AppendFile> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const handle = await open(path, 'a')
  await syncFolder(folder)
  return openAppendFile(path, handle)
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  const draft = join(folder, `.${basename(path)}.${randomUUID()}.tmp`)
  try {
    const handle = await open(draft, 'wx')
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  await syncFolder(folder)
}

async function truncate(path: string, sizeBytes: number): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.truncate(sizeBytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function renameSynced(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await rename(from, to)
  await syncFolder(dirname(to))
  if (dirname(from) !== dirname(to)) await syncFolder(dirname(from))
}

async function remove(path: string): Promise<void> {
  try {
    await rm(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  await syncFolder(dirname(path))
}

async function list(path: string): Promise<readonly FileEntry[]> {
  let names: string[]
  try {
    names = await readdir(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
  const entries = await Promise.all(names.sort().map((name) => entryOf(path, name)))
  return entries.filter((entry) => entry !== undefined)
}

async function entryOf(folder: string, name: string): Promise<FileEntry | undefined> {
  try {
    const found = await stat(join(folder, name))
    const isFolder = found.isDirectory()
    return { name, sizeBytes: isFolder ? 0 : found.size, isFolder }
  } catch (error) {
    // It went away since the folder was read.
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Puts a folder's names on the device. */
async function syncFolder(path: string): Promise<void> {
  // Windows has no way to do it, and journals names itself.
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function watch(path: string, debounceMs: number, onChange: () => void): FileWatch {
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  const tell = (): void => {
    clearTimeout(timer)
    if (!isClosed) timer = setTimeout(onChange, debounceMs).unref()
  }
  let watcher: FSWatcher
  try {
    // Watching the file itself goes deaf once it is replaced by a rename.
    watcher = watchFolder(dirname(path), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(path)) tell()
    })
  } catch (cause) {
    throw new StorageError('STORE_READ_FAILED', `Watching ${path}: ${messageOf(cause)}`, { cause })
  }
  // The folder is gone: whoever reads the file next is told why it cannot be read.
  watcher.on('error', tell)
  return {
    close(): void {
      isClosed = true
      clearTimeout(timer)
      watcher.close()
    },
  }
}

async function reading<T>(doing: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    throw new StorageError('STORE_READ_FAILED', `${doing}: ${messageOf(cause)}`, { cause })
  }
}

async function writing<T>(doing: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    throw new StorageError('STORE_WRITE_FAILED', `${doing}: ${messageOf(cause)}`, { cause })
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
