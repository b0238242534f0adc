import { writeSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { StorageError } from '../../core/index.ts'
import type { AppendFile } from '../ports.ts'

/** Wraps a handle opened for appending: operations are done one after the other, in the order they were asked for. */
export function openAppendFile(path: string, handle: FileHandle): AppendFile {
  let last: Promise<unknown> = Promise.resolve()
  let closing: Promise<void> | undefined

  const next = <T>(doing: string, run: () => Promise<T>): Promise<T> => {
    // A failed operation is its caller's affair; the next one is tried all the same.
    const done = last.then(run, run).catch((cause: unknown) => {
      throw failure(doing, path, cause)
    })
    last = done
    return done
  }
  const whileOpen = <T>(doing: string, run: () => Promise<T>): Promise<T> => {
    if (closing === undefined) return next(doing, run)
    return Promise.reject(failure(doing, path, new Error('the file was closed')))
  }
  return {
    appendNow(bytes): void {
      const doing = 'Appending to'
      if (closing !== undefined) throw failure(doing, path, new Error('the file was closed'))
      try {
        for (let done = 0; done < bytes.length; ) done += writeSync(handle.fd, bytes, done)
      } catch (cause) {
        throw failure(doing, path, cause)
      }
    },
    append: (bytes) => whileOpen('Appending to', () => handle.appendFile(bytes)),
    sync: () => whileOpen('Syncing', () => handle.datasync()),
    close(): Promise<void> {
      closing ??= next('Closing', () => handle.close())
      return closing
    },
  }
}

function failure(doing: string, path: string, cause: unknown): StorageError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new StorageError('STORE_WRITE_FAILED', `${doing} ${path}: ${why}`, { cause })
}
