// Runs benchmarks, each file in a Node process of its own: `node scripts/bench.mjs speed|gate [word]`.
// `gate` runs bench/gate/*.ts, whose budgets repeat exactly because the young generation is pinned;
// each ends with "N passed, M failed". `speed` runs bench/**/*.bench.ts, for people to read.
import { existsSync, readdirSync } from 'node:fs'
import { countLine, readCounts } from './counts.mjs'
import { runTypeScript } from './typescript.mjs'

const SEMI_SPACE_MIB = 16
const PINNED = [
  '--expose-gc',
  `--min-semi-space-size=${SEMI_SPACE_MIB}`,
  `--max-semi-space-size=${SEMI_SPACE_MIB}`,
]

/** Gate programs: run.ts alone when there is one, else every file directly in bench/gate. */
function gateFiles() {
  if (!existsSync('bench/gate')) return []
  if (existsSync('bench/gate/run.ts')) return ['bench/gate/run.ts']
  return readdirSync('bench/gate')
    .filter((name) => name.endsWith('.ts') && !name.startsWith('_'))
    .map((name) => `bench/gate/${name}`)
}

function speedFiles() {
  if (!existsSync('bench')) return []
  return readdirSync('bench', { recursive: true })
    .filter((name) => name.endsWith('.bench.ts') && !/^(peers|gate)\//.test(name))
    .map((name) => `bench/${String(name)}`)
}

const [kind = 'speed', word = ''] = process.argv.slice(2)
const isGate = kind === 'gate'
const files = (isGate ? gateFiles() : speedFiles()).filter((file) => file.includes(word)).sort()
let passed = 0
let failed = 0
for (const file of files) {
  console.log(`\n${file}`)
  const { status, text } = await runTypeScript(file, {
    nodeFlags: isGate ? PINNED : ['--expose-gc'],
  })
  const counts = readCounts(text)
  if (isGate && (counts === undefined || counts.passed + counts.failed === 0)) {
    console.error(`${file} must end with "N passed, M failed"; it reported nothing.`)
    failed += 1
    continue
  }
  passed += counts?.passed ?? (status === 0 ? 1 : 0)
  failed += Math.max(counts?.failed ?? 0, status === 0 ? 0 : 1)
}
if (files.length === 0) console.error(`No ${isGate ? 'gate' : 'benchmark'} ran: no file matches.`)
console.log(`\n${countLine({ passed, failed })}`)
process.exitCode = failed > 0 || files.length === 0 ? 1 : 0
