import { writeSync } from 'node:fs'
import { nodePorts } from '../../../src/runtime/node/index.ts'
import { Journal } from '../../../src/trader/journal/index.ts'

const STDOUT = 1

/**
 * The process that the test kills: `killed-writer.ts <folder>`. It appends without a pause, takes snapshots now and then,
 * and says which record is committed, each time in a write of its own that a kill cannot take back.
 */
const journal = await Journal.open(nodePorts(), {
  folder: process.argv[2] ?? '',
  maxSegmentBytes: 20_000,
  onCommitted: (sequence) => writeSync(STDOUT, `${sequence}\n`),
})
writeSync(STDOUT, `from ${journal.status().committedSequence}\n`)
for (let turn = 0; ; turn += 1) {
  for (let n = 0; n < 1 + (turn % 7); n += 1) {
    const { appendedSequence } = journal.status()
    journal.appendJson(1, { number: appendedSequence + 1, text: 'x'.repeat((turn * 37) % 3_000) })
  }
  const { appendedSequence } = journal.status()
  if (turn % 25 === 24) {
    await journal.snapshot(new TextEncoder().encode(`${appendedSequence}`))
  }
  await journal.committed(appendedSequence)
}
