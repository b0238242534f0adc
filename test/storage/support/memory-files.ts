import { StorageError } from '../../../src/core/index.ts'
import type { FileEntry, FilePort } from '../../../src/runtime/ports.ts'

interface MemoryFile {
  bytes: Uint8Array
  syncedBytes: number
}

/** What a fault script may do to one operation. */
export type FileFault = 'fail' | 'failHalfWay' | undefined

/**
 * Files in memory that can crash: a crash keeps what was synced and, of the rest of each file, a part of any length,
 * possibly with its bytes wrong, as a disk may after a power cut.
 */
export class MemoryFiles implements FilePort {
  readonly files: Map<string, MemoryFile> = new Map()
  /** Called before every operation that writes. */
  faultOf: (operation: string, path: string) => FileFault = () => undefined

  /** The machine after a power cut. */
  crash(random: () => number): MemoryFiles {
    const after = new MemoryFiles()
    for (const [path, file] of this.files) {
      const kept =
        file.syncedBytes + Math.floor(random() * (file.bytes.length - file.syncedBytes + 1))
      const bytes = file.bytes.slice(0, kept)
      const garbledFrom = file.syncedBytes + Math.floor(random() * (kept - file.syncedBytes + 1))
      if (random() < 0.5) bytes.fill(0, garbledFrom)
      after.files.set(path, { bytes, syncedBytes: kept })
    }
    return after
  }

  async openAppend(path: string): ReturnType<FilePort['openAppend']> {
    this.#check('open', path)
    const file = this.files.get(path) ?? { bytes: new Uint8Array(0), syncedBytes: 0 }
    this.files.set(path, file)
    return {
      append: async (bytes) => {
        const fault = this.faultOf('append', path)
        const taken = fault === undefined ? bytes : bytes.subarray(0, bytes.length >> 1)
        if (fault !== 'fail') file.bytes = joined(file.bytes, taken)
        await Promise.resolve()
        if (fault !== undefined) throw failed('append', path)
      },
      sync: async () => {
        await Promise.resolve()
        this.#check('sync', path)
        file.syncedBytes = file.bytes.length
      },
      close: () => Promise.resolve(),
    }
  }

  async read(path: string): Promise<Uint8Array> {
    const file = this.files.get(path)
    if (file === undefined) throw new StorageError('STORE_READ_FAILED', `Reading ${path}: no file`)
    return file.bytes.slice()
  }

  async replace(path: string, bytes: Uint8Array): Promise<void> {
    this.#check('replace', path)
    this.files.set(path, { bytes: bytes.slice(), syncedBytes: bytes.length })
  }

  async truncate(path: string, sizeBytes: number): Promise<void> {
    this.#check('truncate', path)
    const file = this.files.get(path)
    if (file === undefined) throw failed('truncate', path)
    file.bytes = file.bytes.slice(0, sizeBytes)
    file.syncedBytes = Math.min(file.syncedBytes, sizeBytes)
  }

  async rename(from: string, to: string): Promise<void> {
    this.#check('rename', from)
    const file = this.files.get(from)
    if (file === undefined) throw failed('rename', from)
    this.files.delete(from)
    this.files.set(to, file)
  }

  async remove(path: string): Promise<void> {
    this.#check('remove', path)
    this.files.delete(path)
  }

  async list(path: string): Promise<readonly FileEntry[]> {
    const entries = new Map<string, FileEntry>()
    for (const [name, file] of this.files) {
      if (!name.startsWith(`${path}/`)) continue
      const [first = '', ...rest] = name.slice(path.length + 1).split('/')
      const isFolder = rest.length > 0
      entries.set(first, { name: first, isFolder, sizeBytes: isFolder ? 0 : file.bytes.length })
    }
    return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  async lock(): ReturnType<FilePort['lock']> {
    return { isHeld: true, release: () => Promise.resolve() }
  }

  watch(): { close(): void } {
    return { close: () => {} }
  }

  #check(operation: string, path: string): void {
    if (this.faultOf(operation, path) !== undefined) throw failed(operation, path)
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}

function failed(operation: string, path: string): StorageError {
  return new StorageError('STORE_WRITE_FAILED', `Failing ${operation} of ${path} as scripted`)
}
