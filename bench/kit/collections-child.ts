import v8 from 'node:v8'
import { FrameReader } from '../../src/cli/bench/frame-reader.ts'
import { binance } from '../../src/drivers/binance/index.ts'
import { shapesReady } from '../../src/drivers/kit/shape-loader.ts'
import { generatedStreams } from '../../src/sim/binance/generated-streams.ts'

/** Keeps a book over many frames in a process of its own, and says what was collected: `collections-child <levels> <frames>`. */

const EACH = 5_000
const WARM_UP = 40

const [, , levels = '1000', count = '1000000'] = process.argv
const symbol = 'BTCUSDT'
const made = generatedStreams.book({ depth: Number(levels), frames: EACH, seed: 1, symbol })
const frames = made.frames.map((text) => Buffer.from(text))
const bytes = frames.reduce((sum, { length }) => sum + length, 0)
await shapesReady()
const reader = new FrameReader(binance(), generatedStreams, symbol)
reader.keepBook(made.snapshot)

function run(passes: number): void {
  for (let pass = 0; pass < passes; pass += 1) {
    reader.reset()
    reader.readAll(frames)
  }
}

run(WARM_UP)
globalThis.gc?.()
const profiler = new v8.GCProfiler()
profiler.start()
const before = process.memoryUsage().heapUsed
run(Number(count) / EACH)
const after = process.memoryUsage().heapUsed
const { statistics } = profiler.stop()
console.log(
  JSON.stringify({
    bytesPerFrame: Math.round(bytes / EACH),
    collections: statistics.length,
    grownBytesPerFrame: (after - before) / Number(count),
  }),
)
