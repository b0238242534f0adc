import { StorageError } from '../../core/index.ts'
import type { AppendFile, FileEntry, FileLock, FilePort, FileWatch, LockRefusal } from '../ports.ts'
import type { Scheduler } from './scheduler.ts'
import type { SeededRandom } from './seeded-random.ts'
import { VirtualFile } from './virtual-file.ts'

/** What a crash makes of bytes that were appended and not synced. */
export type CrashKind =
  /** They are gone. */
  | 'lost'
  /** Some first part of them, drawn from the seed, survives: a torn write. */
  | 'torn'
  /** The file keeps its length, but the bytes after some first part are zeros. */
  | 'zeroed'

/** What is wrong with a disk. */
export type DiskFault =
  /** Nothing. */
  | 'none'
  /** No room is left: writes fail, appends after a first part. */
  | 'full'
  /** Writes fail and change nothing. */
  | 'readOnly'
  /** Syncs fail, and what they were for never reaches the device, though later syncs succeed: as Linux does it. */
  | 'unsyncable'
  /** Every operation fails. */
  | 'broken'

interface Operation {
  /** Names it in errors and in the history. */
  readonly what: string
  readonly latencyUs: number
  readonly isWrite: boolean
  /** Does it part-way, where that is possible. */
  readonly tear?: () => void
  /** Only of a sync: what it costs the file when it fails. */
  readonly spoil?: () => void
}

const APPEND_US = 20
const READ_US = 50
const SYNC_US = 1_000
const WATCH_DEBOUNCE_US = 50_000
const FAULT_WORDS = {
  full: 'no space left on the device',
  readOnly: 'the file system is read-only',
  unsyncable: 'the device failed to sync',
  broken: 'the device failed',
} as const satisfies Record<Exclude<DiskFault, 'none'>, string>

/**
 * A disk in memory. It outlives the processes that use it; what a crash costs it is what it would cost a real one.
 *
 * Operations take virtual time and are done one after the other. All but appended bytes are durable when they return.
 */
export class VirtualDisk {
  readonly #scheduler: Scheduler
  readonly #random: SeededRandom
  readonly #files = new Map<string, VirtualFile>()
  readonly #watches = new Set<{ readonly path: string; readonly onChange: () => void }>()
  readonly #pending = new Set<{ readonly user: string; readonly tear: (() => void) | undefined }>()
  readonly #dead = new Set<string>()
  // The user that holds each lock.
  readonly #locks = new Map<string, string>()
  #busyUntilUs = 0
  #fault: DiskFault = 'none'
  #slowUs = 0
  #takesAtOnce = false

  /** An empty disk. */
  constructor(scheduler: Scheduler, random: SeededRandom) {
    this.#scheduler = scheduler
    this.#random = random
  }

  /** Makes it fail from now on, or work again. */
  setFault(fault: DiskFault): void {
    this.#fault = fault
  }

  /** Makes every operation that begins from now on take so much longer, in ms; 0: as long as usual. */
  setSlowMs(slowMs: number): void {
    this.#slowUs = slowMs * 1_000
  }

  /**
   * Makes files that are opened from now on take appends at once too (`AppendFile.appendNow`), or no more. Off at first: no
   * time passes in such an append, so that a slow disk would be none.
   */
  setAtOnce(takesAtOnce: boolean): void {
    this.#takesAtOnce = takesAtOnce
  }

  /**
   * The power goes: appended bytes that were not synced suffer.
   *
   * Kill the processes that use the disk first (`VirtualProcess.crash` does both).
   */
  crash(kind: CrashKind = 'torn'): void {
    for (const file of new Set(this.#files.values())) {
      const unsynced = file.sizeBytes() - file.syncedBytes()
      const kept = kind === 'lost' ? 0 : this.#random.below(unsynced + 1)
      file.crash(kept, kind === 'zeroed')
    }
  }

  /** Paths of all files, sorted. */
  paths(): readonly string[] {
    return [...this.#files.keys()].sort()
  }

  /** The content of a file now, or `undefined` where there is none; for tests. */
  peek(path: string): Uint8Array | undefined {
    return this.#files.get(normal(path))?.content()
  }

  /** Puts a file on the disk at once, durably; for tests. */
  put(path: string, bytes: Uint8Array): void {
    this.#place(normal(path), bytes)
  }

  /** The file port of one process, under a name of its own. */
  filesFor(user: string): FilePort {
    const read = <T>(what: string, apply: () => T): Promise<T> =>
      this.#do(user, { what, latencyUs: READ_US, isWrite: false }, apply)
    const write = <T>(what: string, apply: () => T): Promise<T> =>
      this.#do(user, { what, latencyUs: SYNC_US, isWrite: true }, apply)
    return {
      openAppend: (path) =>
        write(`open ${path}`, () => this.#appendFile(user, path, this.#open(normal(path)))),
      read: (path) => read(`read ${path}`, () => this.#find(path, 'READ').content()),
      replace: (path, bytes) =>
        write(`replace ${path}`, () => {
          this.#place(normal(path), bytes)
        }),
      truncate: (path, sizeBytes) =>
        write(`truncate ${path}`, () => {
          this.#find(path, 'WRITE').truncate(sizeBytes)
          this.#changed(normal(path))
        }),
      rename: (from, to) => write(`rename ${from}`, () => this.#rename(from, to)),
      remove: (path) =>
        write(`remove ${path}`, () => {
          if (this.#files.delete(normal(path))) this.#changed(normal(path))
        }),
      list: (path) => read(`list ${path}`, () => this.#list(normal(path))),
      lock: (path) => write(`lock ${path}`, () => this.#lock(user, normal(path))),
      watch: (path, onChange) => this.#watch(user, normal(path), onChange),
    }
  }

  /** A user dies: what it asked for and was not done is not done, but for a first part of the write under way. */
  kill(user: string): void {
    this.#dead.add(user)
    const first = [...this.#pending].find((each) => each.user === user)
    first?.tear?.()
  }

  #do<T>(user: string, operation: Operation, apply: () => T): Promise<T> {
    if (this.#dead.has(user)) return new Promise(() => {})
    const jitter = this.#random.between(0.5, 1.5)
    const startUs = Math.max(this.#busyUntilUs, this.#scheduler.nowUs())
    this.#busyUntilUs = startUs + Math.ceil(operation.latencyUs * jitter) + this.#slowUs
    const pending = { user, tear: operation.tear }
    this.#pending.add(pending)
    return new Promise((resolve, reject) => {
      const waitUs = this.#busyUntilUs - this.#scheduler.nowUs()
      this.#scheduler.after(waitUs, `${user} ${operation.what}`, () => {
        this.#pending.delete(pending)
        // The dead hear of nothing; their promises stay open for ever.
        if (this.#dead.has(user)) return
        try {
          this.#checkFault(operation)
          resolve(apply())
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      })
    })
  }

  #checkFault({ what, isWrite, tear, spoil }: Operation): void {
    const fault = this.#fault
    if (fault === 'none' || (fault === 'unsyncable' && spoil === undefined)) return
    if (!isWrite && fault !== 'broken') return
    if (fault === 'full') tear?.()
    spoil?.()
    throw failure(isWrite ? 'WRITE' : 'READ', what, FAULT_WORDS[fault])
  }

  #lock(user: string, path: string): FileLock | LockRefusal {
    const holder = this.#locks.get(path)
    if (holder !== undefined && !this.#dead.has(holder)) return { isHeld: false, holder }
    this.#locks.set(path, user)
    let isReleased = false
    return {
      isHeld: true,
      release: async () => {
        if (!isReleased && !this.#dead.has(user)) this.#locks.delete(path)
        isReleased = true
      },
    }
  }

  #appendFile(user: string, path: string, file: VirtualFile): AppendFile {
    let isOpen = true
    const write = (
      what: string,
      latencyUs: number,
      apply: () => void,
      harm: Pick<Operation, 'tear' | 'spoil'> = {},
    ): Promise<void> => {
      if (!isOpen) return Promise.reject(failure('WRITE', `${what} ${path}`, 'the file was closed'))
      return this.#do(user, { what: `${what} ${path}`, latencyUs, isWrite: true, ...harm }, apply)
    }
    const what = `append ${path}`
    const appendNow = (bytes: Uint8Array): void => {
      if (!isOpen) throw failure('WRITE', what, 'the file was closed')
      // The dead write nothing.
      if (this.#dead.has(user)) return
      this.#checkFault({ what, latencyUs: 0, isWrite: true })
      file.append(bytes)
      this.#changed(normal(path))
    }
    return {
      ...(this.#takesAtOnce && { appendNow }),
      append: (bytes) => {
        const tear = (): void =>
          file.append(bytes.subarray(0, this.#random.below(bytes.length + 1)))
        const apply = (): void => {
          file.append(bytes)
          this.#changed(normal(path))
        }
        return write('append', APPEND_US, apply, { tear })
      },
      sync: () => write('sync', SYNC_US, () => file.sync(), { spoil: () => file.spoil() }),
      close: async () => {
        if (!isOpen) return
        const closed = write('close', APPEND_US, () => {})
        isOpen = false
        await closed
      },
    }
  }

  #open(path: string): VirtualFile {
    const found = this.#files.get(path)
    if (found !== undefined) return found
    return this.#place(path, new Uint8Array(0))
  }

  #place(path: string, bytes: Uint8Array): VirtualFile {
    const file = new VirtualFile()
    file.append(bytes)
    file.sync()
    this.#files.set(path, file)
    this.#changed(path)
    return file
  }

  #rename(from: string, to: string): void {
    const file = this.#find(from, 'WRITE')
    this.#files.delete(normal(from))
    this.#files.set(normal(to), file)
    this.#changed(normal(from))
    this.#changed(normal(to))
  }

  #find(path: string, kind: 'READ' | 'WRITE'): VirtualFile {
    const file = this.#files.get(normal(path))
    if (file === undefined) throw failure(kind, path, 'there is no such file')
    return file
  }

  #list(path: string): readonly FileEntry[] {
    const prefix = path === '/' || path === '' ? path : `${path}/`
    const entries = new Map<string, FileEntry>()
    for (const [each, file] of this.#files) {
      if (!each.startsWith(prefix)) continue
      const [name = '', ...below] = each.slice(prefix.length).split('/')
      const isFolder = below.length > 0
      entries.set(name, { name, sizeBytes: isFolder ? 0 : file.sizeBytes(), isFolder })
    }
    return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  #watch(user: string, path: string, onChange: () => void): FileWatch {
    let isWaiting = false
    const watch = {
      path,
      onChange: (): void => {
        if (isWaiting) return
        isWaiting = true
        this.#scheduler.after(WATCH_DEBOUNCE_US, `${user} sees ${path} change`, () => {
          isWaiting = false
          if (this.#watches.has(watch) && !this.#dead.has(user)) onChange()
        })
      },
    }
    this.#watches.add(watch)
    return { close: (): void => void this.#watches.delete(watch) }
  }

  #changed(path: string): void {
    for (const watch of this.#watches) if (watch.path === path) watch.onChange()
  }
}

/** One spelling of a path: no empty and no `.` parts, no slash at the end. */
function normal(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  return (path.startsWith('/') ? '/' : '') + parts.join('/')
}

function failure(kind: 'READ' | 'WRITE', what: string, why: string): StorageError {
  return new StorageError(`STORE_${kind}_FAILED`, `Doing "${what}": ${why}`)
}
