import { expect, test } from 'vitest'
import { StorageError } from '../../src/core/index.ts'
import { type Batch, Batcher, type RowsLost, type Sink } from '../../src/storage/index.ts'
import { range, tradeLine, tradeNumbers, VENUE } from './support/rows.ts'
import { START_US, testPorts } from './support/test-ports.ts'

interface Gate {
  readonly sink: Sink
  readonly written: Batch[]
  /** Lets the write in flight end. */
  readonly end: (error?: Error) => void
  readonly inFlight: () => number
  readonly isClosed: () => boolean
}

function gate(name = 'gate'): Gate {
  const written: Batch[] = []
  const waiting: { resolve: () => void; reject: (error: Error) => void; batch: Batch }[] = []
  let isClosed = false
  return {
    sink: {
      name,
      write: (batch) =>
        new Promise<void>((resolve, reject) => waiting.push({ resolve, reject, batch })),
      close: async () => {
        isClosed = true
      },
    },
    written,
    end: (error) => {
      const first = waiting.shift()
      if (first === undefined) throw new Error('expected a write in flight')
      if (error !== undefined) return first.reject(error)
      written.push(first.batch)
      first.resolve()
    },
    inFlight: () => waiting.length,
    isClosed: () => isClosed,
  }
}

const add = (batcher: Batcher, from: number, count: number): void => {
  const buffer = batcher.stream(VENUE, 'spot')
  for (let n = from; n < from + count; n += 1) buffer.appendText(tradeLine(n), START_US + n)
}

const sizes = (batches: readonly Batch[]): number[] => batches.map((batch) => batch.rowCount)

const disk = new StorageError('STORE_WRITE_FAILED', 'disk')

test('closes a batch by count, by bytes and by age, and says what is in it', async () => {
  const ports = testPorts()
  const open = gate()
  const lineBytes = tradeLine(10).length + 1
  const batcher = new Batcher([open.sink], ports, {
    maxBatchRows: 4,
    maxBatchBytes: lineBytes * 3.5,
    maxBatchAgeMs: 500,
  })
  add(batcher, 10, 4)
  open.end()
  await ports.advance(499)
  expect(open.inFlight()).toBe(0)
  await ports.advance(1)
  open.end()
  await ports.advance(0)
  expect(sizes(open.written)).toEqual([3, 1])
  const [first] = open.written
  expect(first).toMatchObject({
    id: 'b1',
    stream: { venue: VENUE, part: 'spot' },
    fromTimeUs: START_US + 10,
    toTimeUs: START_US + 12,
  })
  expect(await tradeNumbers(first?.rows() ?? [])).toEqual([10, 11, 12])
})

test('a row longer than a batch is a batch of its own', async () => {
  const ports = testPorts()
  const open = gate()
  const batcher = new Batcher([open.sink], ports, { maxBatchBytes: 300 })
  const buffer = batcher.stream(VENUE, 'spot')
  buffer.appendText(tradeLine(1), START_US)
  buffer.appendText(`{"type":"trade","tradeId":"2","pad":"${'x'.repeat(70_000)}"}`, START_US)
  buffer.appendText(tradeLine(3), START_US)
  batcher.flush()
  for (let i = 0; i < 3; i += 1) {
    open.end()
    await ports.advance(0)
  }
  expect(sizes(open.written)).toEqual([1, 1, 1])
})

test('has one write in flight, and writes the same batch again after a failure', async () => {
  const ports = testPorts()
  const open = gate()
  const batcher = new Batcher([open.sink], ports, { maxBatchRows: 2, retryMinMs: 100 })
  add(batcher, 0, 6)
  expect(open.inFlight()).toBe(1)
  open.end(disk)
  await ports.advance(0)
  expect([open.inFlight(), batcher.status()[0]?.isFailing]).toEqual([0, true])
  await ports.advance(100)
  for (let i = 0; i < 3; i += 1) {
    expect(open.inFlight()).toBe(1)
    open.end()
    await ports.advance(0)
  }
  expect(open.written.map((batch) => batch.id)).toEqual(['b1', 'b2', 'b3'])
  expect(batcher.status()[0]).toMatchObject({ isFailing: false, failedWrites: 1, writtenRows: 6 })
})

test('loses the newest batch when memory is full, tells it, and marks the place in the store', async () => {
  const ports = testPorts()
  const open = gate()
  const losses: RowsLost[] = []
  const batcher = new Batcher([open.sink], ports, {
    maxBatchRows: 2,
    maxQueuedBytes: (tradeLine(0).length + 1) * 4,
    onRowsLost: (loss) => losses.push(loss),
  })
  add(batcher, 0, 8)
  expect(losses.map((loss) => [loss.reason, loss.rows, loss.fromTimeUs - START_US])).toEqual([
    ['overflow', 2, 4],
    ['overflow', 2, 6],
  ])
  open.end()
  await ports.advance(0)
  add(batcher, 8, 2)
  for (let i = 0; i < 3; i += 1) {
    open.end()
    await ports.advance(0)
  }
  const rows = open.written.flatMap((batch) => batch.rows())
  expect(await tradeNumbers(rows)).toEqual([0, 1, 2, 3, 8, 9])
  expect(rows[4]).toEqual({
    type: 'recording',
    venue: VENUE,
    part: 'spot',
    event: 'rowsLost',
    reason: 'overflow',
    lostRows: 4,
    fromTimeUs: START_US + 4,
    localTimeUs: START_US + 7,
  })
})

test('a sink that does not keep up hurts only itself', async () => {
  const ports = testPorts()
  const slow = gate('slow')
  const quick = gate('quick')
  const batcher = new Batcher([slow.sink, quick.sink], ports, {
    maxBatchRows: 1,
    maxQueuedBytes: 400,
  })
  for (let n = 0; n < 10; n += 1) {
    add(batcher, n, 1)
    quick.end()
    await ports.advance(0)
  }
  expect(batcher.status().map((status) => status.lostRows)).toEqual([8, 0])
  expect(await tradeNumbers(quick.written.flatMap((batch) => batch.rows()))).toEqual(range(0, 10))
})

test('a batch that the store refuses for good is replaced by the row that says so', async () => {
  const ports = testPorts()
  const open = gate()
  const losses: RowsLost[] = []
  const onRowsLost = (loss: RowsLost): number => losses.push(loss)
  const batcher = new Batcher([open.sink], ports, { maxBatchRows: 2, onRowsLost })
  add(batcher, 0, 4)
  open.end(new StorageError('STORE_CORRUPT', 'never'))
  for (let i = 0; i < 2; i += 1) {
    await ports.advance(0)
    open.end()
  }
  await ports.advance(0)
  expect(losses).toMatchObject([{ reason: 'rejected', rows: 2 }])
  expect(open.written.map((batch) => batch.rows()[0]?.type)).toEqual(['recording', 'trade'])
})

test('closing writes what is there, then closes the sink', async () => {
  const ports = testPorts()
  const open = gate()
  const batcher = new Batcher([open.sink], ports)
  add(batcher, 0, 3)
  const closing = batcher.close()
  await ports.advance(0)
  expect(open.isClosed()).toBe(false)
  open.end()
  await closing
  expect([sizes(open.written), open.isClosed()]).toEqual([[3], true])
})

test('closing gives up on a sink that hangs, and tells what it did not get', async () => {
  const ports = testPorts()
  const open = gate()
  const losses: RowsLost[] = []
  const onRowsLost = (loss: RowsLost): number => losses.push(loss)
  const batcher = new Batcher([open.sink], ports, { drainTimeoutMs: 3_000, onRowsLost })
  add(batcher, 0, 3)
  const closing = batcher.close()
  await ports.advance(3_000)
  await closing
  expect(losses).toMatchObject([{ reason: 'closed', rows: 3 }])
  add(batcher, 3, 2)
  expect(losses.map((loss) => loss.rows)).toEqual([3, 1, 1])
})

test('refuses limits that are no limits', () => {
  const make = (): Batcher => new Batcher([gate().sink], testPorts(), { maxBatchRows: 0 })
  expect(make).toThrow(/maxBatchRows/)
  expect(() => new Batcher([], testPorts())).toThrow(/expected a sink/)
})
