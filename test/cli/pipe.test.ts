import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { recorded, tempFile } from './terminal.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs a line of shell in the repository; `$1` is the recording. */
function shell(
  script: string,
  file: string,
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', script, 'bash', file], { cwd: root })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString()
    })
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

const DECODE = 'node --import tsx src/cli/main.ts decode --venue binance --market spot "$1"'

test('a reader that goes away early is no error', async () => {
  const frame = { u: 1, s: 'BNBUSDT', b: '25.35', B: '31.21', a: '25.36', A: '40.66' }
  const file = tempFile('many.ndjson', recorded(...Array.from({ length: 20_000 }, () => frame)))
  const { code, out, err } = await shell(`set -o pipefail; ${DECODE} | head -1`, file)
  expect(out.split('\n')).toHaveLength(2)
  expect(err).not.toMatch(/EPIPE|Error|at /)
  expect(code).toBe(0)
}, 30_000)

test('the exit code of the process is that of the command', async () => {
  const file = tempFile('torn.ndjson', recorded('{"e":'))
  const { code, out } = await shell(DECODE, file)
  expect(JSON.parse(out)).toMatchObject({ type: 'fault', code: 'MALFORMED_FRAME' })
  expect(code).toBe(1)
}, 30_000)
