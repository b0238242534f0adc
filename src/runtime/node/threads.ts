import { Worker } from 'node:worker_threads'
import { ConfigError } from '../../core/index.ts'
import type { Thread, ThreadHandlers, ThreadPort, ThreadRequest } from '../ports.ts'

/** How threads are opened. */
export interface ThreadPortOptions {
  /** Most memory for objects of one thread, in MB: one that needs more ends, and the process goes on. @defaultValue 256 */
  readonly maxHeapMb?: number
  /** Flags of Node, such as `--import` of a loader. @defaultValue those of the process */
  readonly execArgv?: readonly string[]
  /** Whether a thread keeps the process alive. @defaultValue `false` */
  readonly keepAlive?: boolean
}

/**
 * The thread: it loads the module, and drives its task or hands it messages. Text, because a bundler would not find a file of its
 * own. Between two waits in vain of a task its event loop turns, for what the program has logged.
 */
const THREAD = `
const { parentPort, receiveMessageOnPort, workerData } = require('node:worker_threads')
const { module, data } = workerData
import(module).then(async (exported) => {
  if (typeof exported.thread !== 'function') {
    const found = Object.keys(exported).join(', ') || 'nothing'
    throw new Error('Opening a thread: expected ' + module + ' to export a function thread, found ' + found)
  }
  const program = exported.thread({
    data,
    post: (message) => parentPort.postMessage(message),
    receive: () => receiveMessageOnPort(parentPort)?.message,
  })
  if (program.onMessage) {
    parentPort.on('message', (message) => program.onMessage(message))
    return
  }
  for (;;) {
    while (program.step());
    if (!program.wait()) await new Promise(setImmediate)
  }
}).catch((error) => { setImmediate(() => { throw error }) })
`

/** Threads of this process, as Node's workers. */
export function nodeThreads(options: ThreadPortOptions = {}): ThreadPort {
  const { maxHeapMb = 256 } = options
  if (!Number.isSafeInteger(maxHeapMb) || maxHeapMb < 1) {
    throw new ConfigError(
      'INVALID_OPTIONS',
      `Making threads: expected maxHeapMb as an integer of at least 1, was ${maxHeapMb}`,
    )
  }
  return {
    open: (request, handlers) => openThread(request, handlers, { ...options, maxHeapMb }),
    afterTurn: (callback) => void setImmediate(callback),
  }
}

function openThread(
  { module, data }: ThreadRequest,
  handlers: ThreadHandlers,
  { maxHeapMb, execArgv, keepAlive = false }: ThreadPortOptions & { readonly maxHeapMb: number },
): Thread {
  const worker = new Worker(THREAD, {
    eval: true,
    workerData: { module, data },
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    ...(execArgv !== undefined && { execArgv: [...execArgv] }),
  })
  let isOver = false
  const end = (why: Error): void => {
    if (isOver) return
    isOver = true
    handlers.onEnd(why)
  }
  worker.on('message', (message: unknown) => {
    if (!isOver) handlers.onMessage(message)
  })
  // Whatever a program throws comes here; not all of it is an error.
  worker.on('error', (thrown: unknown) =>
    end(thrown instanceof Error ? thrown : new Error(String(thrown))),
  )
  worker.on('exit', (code) => end(new Error(`The thread ended with code ${code}`)))
  if (!keepAlive) worker.unref()
  return {
    post: (message) => worker.postMessage(message),
    async terminate(): Promise<void> {
      isOver = true
      await worker.terminate()
    },
  }
}
