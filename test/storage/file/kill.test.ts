import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { nodeFiles } from '../../../src/runtime/node/index.ts'
import { FileSink, readSegments } from '../../../src/storage/file/index.ts'
import { range, tradeNumbers } from '../support/rows.ts'
import { seededRandom } from '../support/seeded-random.ts'

const WRITER = fileURLToPath(new URL('./killed-writer.ts', import.meta.url))
const ROWS = 50
const KILLS = Number(process.env['CROSSBOOK_KILLS'] ?? 8)
const SEED = Number(process.env['CROSSBOOK_SEED'] ?? 1)

/** Runs the writer and kills it once it has said so many lines; returns the batches it said were stored. */
function killAfter(lines: number, args: readonly string[]): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', WRITER, ...args], {
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
      const words = said.split('\n').filter((line) => /^\d+$/.test(line))
      resolve(words.map(Number))
    })
  })
}

function segments(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => /\.gz(\.part)?$/.test(name)).map((name) => join(folder, name))
}

test(`no acknowledged row is lost at kill -9, and every file stays readable (seed ${SEED})`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crossbook-kill-'))
  try {
    const random = seededRandom(SEED)
    let stored = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      const compression = random() < 0.5 ? 'inline' : 'thread'
      const said = await killAfter(Math.floor(random() * 60), [folder, `${stored}`, compression])
      stored = Math.max(stored, ...said.map((n) => n + 1))
      for (const path of segments(folder))
        if (path.endsWith('.gz')) execFileSync('gzip', ['-t', path])
      const found = new Set(await tradeNumbers(readSegments(nodeFiles(), folder)))
      expect(range(0, stored * ROWS).filter((n) => !found.has(n))).toEqual([])
    }
    const sink = new FileSink(nodeFiles(), { folder })
    await sink.recover()
    await sink.close()
    expect(segments(folder).filter((path) => path.endsWith('.part'))).toEqual([])
    const text = execFileSync('gzip', ['-dc', ...segments(folder)], { maxBuffer: 1e9 })
      .toString()
      .trimEnd()
    const numbers = text.split('\n').map((line) => Number(JSON.parse(line).tradeId))
    // What was on the device but not acknowledged came again after the restart: each row is there once.
    expect(numbers.sort((a, b) => a - b)).toEqual(range(0, numbers.length))
    expect(numbers.length).toBeGreaterThanOrEqual(stored * ROWS)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 600_000)
