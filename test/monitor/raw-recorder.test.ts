import { expect, test } from 'vitest'
import { RawRecorder } from '../../src/monitor/index.ts'
import { FileSink, readRawFrames, readSegments } from '../../src/storage/file/index.ts'
import type { RawFrameRow } from '../../src/storage/index.ts'
import { MemoryFiles } from '../storage/support/memory-files.ts'
import { VENUE } from '../storage/support/rows.ts'
import { START_US, testPorts } from '../storage/support/test-ports.ts'

test('keeps every frame as it was, text as text and bytes as base64', async () => {
  const files = new MemoryFiles()
  const ports = testPorts()
  const sink = new FileSink(files, { folder: 'h', compression: 'inline' })
  const recorder = new RawRecorder([sink], ports)
  const everyByte = Uint8Array.from({ length: 256 }, (_, i) => i)
  const long = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) & 0xff)
  const ascii = everyByte.slice(0, 128)
  const text = new TextEncoder().encode('{"s":"Zürich 🚀 \\" \u2028"}')
  const frames = [
    { data: ascii, isBinary: false },
    { data: text, isBinary: false },
    { data: everyByte, isBinary: false },
    { data: long, isBinary: true },
    { data: new Uint8Array(0), isBinary: false },
  ]
  for (const [i, frame] of frames.entries()) {
    const dir = i === 1 ? 'out' : 'in'
    recorder.frame({ venue: VENUE, url: 'wss://x/"q"', dir, localTimeUs: START_US + i, ...frame })
  }
  const closing = recorder.close()
  await ports.advance(0)
  await closing
  const rows: RawFrameRow[] = []
  for await (const row of readRawFrames(files, 'h')) rows.push(row)
  expect(rows[0]).toMatchObject({ url: 'crossbook:recording', dir: 'out' })
  const told = rows.slice(1)
  expect(told.map((row) => row.b64 === true)).toEqual([false, false, true, true, false])
  const bytes = told.map(
    (row) => new Uint8Array(Buffer.from(row.frame, row.b64 ? 'base64' : 'utf8')),
  )
  expect(bytes).toEqual(frames.map((frame) => frame.data))
  expect(told[1]).toMatchObject({ url: 'wss://x/"q"', dir: 'out', recv: (START_US + 1) / 1e6 })
  const others: unknown[] = []
  for await (const row of readSegments(files, 'h')) others.push(row)
  expect(others).toEqual([])
})
