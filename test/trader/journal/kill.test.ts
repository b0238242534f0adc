import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { nodeFiles, nodePorts } from '../../../src/runtime/node/index.ts'
import {
  Journal,
  recordJson,
  replayJournal,
  verifyJournal,
} from '../../../src/trader/journal/index.ts'
import { seededRandom } from '../../storage/support/seeded-random.ts'

const WRITER = fileURLToPath(new URL('./killed-writer.ts', import.meta.url))
const KILLS = Number(process.env['CROSSBOOK_KILLS'] ?? 6)
const SEED = Number(process.env['CROSSBOOK_SEED'] ?? 1)

/** Runs the writer, kills it once it has said so many lines, and returns the last record that it said was committed. */
function killAfter(lines: number, folder: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', WRITER, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.split('\n').length > lines + 1) child.kill('SIGKILL')
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`expected a kill, the writer ended with ${code}`))
      const numbers = said.split('\n').filter((line) => /^\d+$/.test(line))
      resolve(Math.max(0, ...numbers.map(Number)))
    })
  })
}

test(`every record that was committed is there after kill -9, in order (seed ${SEED})`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crossbook-journal-'))
  const files = nodeFiles()
  try {
    const random = seededRandom(SEED)
    for (let kill = 0; kill < KILLS; kill += 1) {
      const committed = await killAfter(1 + Math.floor(random() * 150), folder)
      const { end } = await verifyJournal(files, folder)
      expect(end.sequence).toBeGreaterThanOrEqual(committed)
      const { snapshot, records } = await replayJournal(files, folder)
      let last = Number(new TextDecoder().decode(snapshot?.state) || 0)
      for await (const record of records) {
        last += 1
        expect(recordJson(record)).toMatchObject({ number: last })
        expect(record.sequence).toBe(last)
      }
      expect(last).toBe(end.sequence)
    }
    await using journal = await Journal.open(nodePorts(), { folder })
    expect(journal.epoch).toBe(KILLS + 1)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 600_000)
