import { basename, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'tsup'
import { nodeThreads } from '../../../src/runtime/node/index.ts'
import type { Thread, ThreadPort } from '../../../src/runtime/ports.ts'

export const threads: ThreadPort = nodeThreads()

/** Makes JavaScript of a module in TypeScript, as a user's build does: threads have no loader. Returns its URL. */
export async function threadModule(url: URL): Promise<string> {
  const path = fileURLToPath(url)
  const name = basename(path, '.ts')
  const folder = resolve(`.cache/threads/${process.pid}`)
  await build({
    config: false,
    entry: { [name]: path },
    outDir: folder,
    outExtension: () => ({ js: '.mjs' }),
    format: 'esm',
    target: 'node20',
    silent: true,
    clean: false,
  })
  return pathToFileURL(`${folder}/${name}.mjs`).href
}

/** A thread whose next messages can be awaited. */
export interface TestThread extends Thread {
  /** Its next message; fails once it has ended by itself. */
  next(): Promise<unknown>
  /** Why it ended by itself. */
  readonly ended: Promise<Error>
}

/** Opens a module, and keeps what it tells. */
export function openThread(module: string, data: unknown, port: ThreadPort = threads): TestThread {
  const waiting: unknown[] = []
  let wake: () => void = () => undefined
  let onEnd: (why: Error) => void = () => undefined
  const ended = new Promise<Error>((tell) => {
    onEnd = tell
  })
  const onMessage = (message: unknown): void => {
    waiting.push(message)
    wake()
  }
  const thread = port.open({ module, data }, { onMessage, onEnd })
  const failed = ended.then((why) => {
    throw why
  })
  failed.catch(() => undefined)
  const next = async (): Promise<unknown> => {
    while (waiting.length === 0) {
      const message = new Promise<void>((tell) => {
        wake = tell
      })
      await Promise.race([message, failed])
    }
    return waiting.shift()
  }
  return { ...thread, next, ended }
}
