import { mkdir, open, readdir, readFile, rename, rm, stat, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StorageError } from '../../../src/core/index.ts'
import type { FilePort } from '../../../src/runtime/ports.ts'

const reading = <T>(work: Promise<T>): Promise<T> => guard('STORE_READ_FAILED', work)
const writing = <T>(work: Promise<T>): Promise<T> => guard('STORE_WRITE_FAILED', work)

async function guard<T>(
  code: 'STORE_READ_FAILED' | 'STORE_WRITE_FAILED',
  work: Promise<T>,
): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new StorageError(code, 'Using real files', { cause })
  }
}

async function list(path: string): ReturnType<FilePort['list']> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  const found = await Promise.all(
    entries.map(async (entry) => {
      const isFolder = entry.isDirectory()
      const sizeBytes = isFolder ? 0 : (await stat(`${path}/${entry.name}`)).size
      return { name: entry.name, sizeBytes, isFolder }
    }),
  )
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The real file system. */
export const nodeFiles: FilePort = {
  openAppend: async (path) => {
    await writing(mkdir(dirname(path), { recursive: true }))
    const handle = await writing(open(path, 'a'))
    let isOpen = true
    return {
      append: (bytes) => writing(handle.appendFile(bytes)),
      sync: () => writing(handle.datasync()),
      close: async () => {
        if (isOpen) await handle.close()
        isOpen = false
      },
    }
  },
  read: (path) => reading(readFile(path)),
  replace: async (path, bytes) => {
    const handle = await writing(open(`${path}.new`, 'w'))
    await writing(handle.writeFile(bytes))
    await writing(handle.datasync())
    await handle.close()
    await writing(rename(`${path}.new`, path))
  },
  truncate: (path, sizeBytes) => writing(truncate(path, sizeBytes)),
  rename: (from, to) => writing(rename(from, to)),
  remove: (path) => writing(rm(path, { force: true })),
  list: (path) => reading(list(path)),
  watch: () => ({ close: () => {} }),
}
