// Runs the whole-system simulation: `npm run test:simulation -- --seeds N`.
import { existsSync } from 'node:fs'
import { readCounts } from './counts.mjs'
import { runTypeScript } from './typescript.mjs'

const program = 'test/simulation/run.ts'
if (!existsSync(program)) {
  console.error(`${program} is not there, so no simulation ran.`)
  process.exit(1)
}
const { status, text } = await runTypeScript(program, { args: process.argv.slice(2) })
const counts = readCounts(text)
if (counts === undefined || counts.passed + counts.failed === 0) {
  console.error(`${program} must end with "N passed, M failed"; it reported nothing.`)
  process.exit(1)
}
process.exitCode = status !== 0 || counts.failed > 0 ? 1 : 0
