import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { nodeThreads } from '../../src/runtime/node/index.ts'
import { createSharedRing, RingWriter, type Waiting } from '../../src/runtime/shared-ring/index.ts'
import { bundle } from './bundle.ts'
import { nowNs, type RingResult, type RingTask } from './ring-thread.ts'

/** Numbers of a record: about what a trade or the best bid and offer take. */
export const NUMBERS = 6
const CAPACITY = 2 ** 16
/** One record in so many ns, when hops are measured: the reader has run dry before the next. */
const PACE_NS = 100_000

/** The same, received by an event loop. */
const PORT_THREAD = `
const { parentPort, workerData: { records, isTimed } } = require('node:worker_threads')
const hopsNs = new Float64Array(isTimed ? records : 0)
let count = 0
let sum = 0
parentPort.on('message', (record) => {
  if (isTimed) hopsNs[count] = Number(process.hrtime.bigint()) - record[0]
  sum += record[record.length - 1]
  count += 1
  if (count === records) parentPort.postMessage({ sum, hopsNs })
})
parentPort.postMessage('ready')
`

/** A way to bring records to another thread. */
export interface Lane {
  send(record: Float64Array): void
  /** The next message of the thread. */
  next(): Promise<unknown>
  end(): Promise<unknown>
}

/** A lane over a shared ring, whose reader waits that way; records are published so many at a time. */
export async function ringLane(
  waiting: Waiting,
  records: number,
  isTimed: boolean,
  batch = 1,
): Promise<Lane> {
  const { 'ring-thread': path = '' } = await bundle({ 'ring-thread': 'bench/kit/ring-thread.ts' })
  const ring = createSharedRing(CAPACITY)
  const writer = new RingWriter(ring)
  const task: RingTask = { buffer: ring.buffer, waiting, records, isTimed }
  const inbox = new Inbox()
  const thread = nodeThreads({ execArgv: [], keepAlive: true }).open(
    { module: pathToFileURL(path).href, data: task },
    { onMessage: (message) => inbox.put(message), onEnd: (why) => console.error(why) },
  )
  return {
    send:
      batch === 1 ? (record) => writer.writeWaiting(record, 'spin') : sendInBatches(writer, batch),
    next: () => inbox.take(),
    end: () => thread.terminate(),
  }
}

/** As market data are told: what came of one read of a socket is published at once. */
function sendInBatches(writer: RingWriter, batch: number): Lane['send'] {
  const { values } = writer
  let sent = 0
  return (record) => {
    const place = writer.claimWaiting(record.length, 'spin')
    for (let i = 0; i < record.length; i += 1) values[place + i] = record[i] ?? 0
    sent += 1
    if (sent % batch === 0) writer.publish()
  }
}

/** A lane over a message port. */
export function portLane(records: number, isTimed: boolean): Lane {
  const inbox = new Inbox()
  const worker = new Worker(PORT_THREAD, {
    eval: true,
    execArgv: [],
    workerData: { records, isTimed },
  })
  worker.on('message', (message) => inbox.put(message))
  return {
    send: (record) => worker.postMessage(record),
    next: () => inbox.take(),
    end: () => worker.terminate(),
  }
}

/** Sends as fast as it goes: records a second, until the last has come. */
export async function throughput(lane: Lane, records: number): Promise<number> {
  await lane.next()
  const record = new Float64Array(NUMBERS)
  const startNs = nowNs()
  for (let n = 0; n < records; n += 1) {
    record[0] = n
    record[NUMBERS - 1] = n
    lane.send(record)
  }
  const { sum } = (await lane.next()) as RingResult
  const tookNs = nowNs() - startNs
  if (sum !== (records * (records - 1)) / 2) throw new Error(`Records were lost: sum ${sum}`)
  await lane.end()
  return (records / tookNs) * 1e9
}

/** Sends one now and then: how long each is under way, in ns, sorted. */
export async function hops(lane: Lane, records: number): Promise<Float64Array> {
  await lane.next()
  const record = new Float64Array(NUMBERS)
  let atNs = nowNs()
  for (let n = 0; n < records; n += 1) {
    atNs += PACE_NS
    while (nowNs() < atNs);
    record[0] = nowNs()
    lane.send(record)
  }
  const { hopsNs } = (await lane.next()) as RingResult
  await lane.end()
  return hopsNs.sort()
}

/** Keeps messages until they are asked for. */
class Inbox {
  readonly #messages: unknown[] = []
  #wake: () => void = () => undefined

  put(message: unknown): void {
    this.#messages.push(message)
    this.#wake()
  }

  async take(): Promise<unknown> {
    while (this.#messages.length === 0)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    return this.#messages.shift()
  }
}
