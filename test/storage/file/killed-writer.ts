import { writeSync } from 'node:fs'
import { nodeFiles } from '../../../src/runtime/node/index.ts'
import { FileSink } from '../../../src/storage/file/index.ts'
import type { StreamPart } from '../../../src/storage/index.ts'
import { tradeBatch } from '../support/rows.ts'

/** Rows of each batch. */
const ROWS = 50
const STDOUT = 1

/**
 * The process that the test kills: `killed-writer.ts <folder> <first batch> <compression>`. It stores batch after batch
 * and says which ones were acknowledged, each in a write of its own that a kill cannot take back.
 */
async function main(): Promise<void> {
  const [folder = '', first = '0', compression] = process.argv.slice(2)
  const sink = new FileSink(nodeFiles(), {
    folder,
    compression: compression === 'inline' ? 'inline' : 'thread',
    maxSegmentBytes: 4_000,
  })
  writeSync(STDOUT, 'start\n')
  for (let n = Number(first); ; n += 1) {
    const part: StreamPart = n % 3 === 0 ? 'futures' : 'spot'
    await sink.write(tradeBatch(`batch-${n}`, n * ROWS, ROWS, undefined, part))
    writeSync(STDOUT, `${n}\n`)
  }
}

await main()
