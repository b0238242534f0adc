import type { AppendFile, FilePort } from '../../src/runtime/index.ts'
import { gunzipReadable } from '../../src/wire/gzip.ts'

interface Piece {
  readonly stream: string
  readonly bytes: Uint8Array
  isSynced: boolean
}

/**
 * Stands between a recorder and its disk and remembers what the disk has promised to keep: everything that was appended
 * before a `sync` that returned. It knows nothing of batches.
 */
export class FileWitness {
  readonly #folder: string
  readonly #pieces: Piece[] = []

  constructor(folder: string) {
    this.#folder = folder
  }

  /** The port that a recorder is to use in place of `files`. */
  watch(files: FilePort): FilePort {
    return { ...files, openAppend: async (path) => this.#file(path, await files.openAppend(path)) }
  }

  /** Lines that the disk must still have, by stream (`venue/part`), in order. */
  promised(): ReadonlyMap<string, readonly string[]> {
    const lines = new Map<string, string[]>()
    for (const { stream, bytes, isSynced } of this.#pieces) {
      if (!isSynced) continue
      const text = new TextDecoder().decode(gunzipReadable(bytes))
      const known = lines.get(stream) ?? []
      lines.set(stream, known)
      for (const line of text.split('\n')) if (line !== '') known.push(line)
    }
    return lines
  }

  #file(path: string, file: AppendFile): AppendFile {
    const stream = path
      .slice(this.#folder.length + 1)
      .split('/')
      .slice(0, 2)
      .join('/')
    const waiting: Piece[] = []
    return {
      append: async (bytes) => {
        const piece = { stream, bytes: bytes.slice(), isSynced: false }
        await file.append(bytes)
        this.#pieces.push(piece)
        waiting.push(piece)
      },
      sync: async () => {
        const covered = [...waiting]
        await file.sync()
        for (const piece of covered) piece.isSynced = true
      },
      close: () => file.close(),
    }
  }
}
