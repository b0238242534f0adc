// What continuous integration runs: every step, in order, whatever failed before. Node only, because
// its first step installs the rest. The independent clients and the examples wait for sockets nine tenths of their time:
// they run beside the unit tests, which wait for nothing. `npm test` has unit tests and examples.
import { spawn } from 'node:child_process'
import { countLine, readCounts } from './counts.mjs'

/** Steps with a suite end in a count line; a suite that reports none, or nothing, has failed. */
const STEPS = [
  { name: 'npm ci', args: ['ci'], isSuite: false },
  { name: 'npm run check', args: ['run', 'check'], isSuite: true },
  { name: 'npm run test:unit', args: ['run', 'test:unit'], isSuite: true },
  {
    name: 'npm run test:interop and examples',
    args: ['run', 'test:interop', '--', '--project', 'examples'],
    isSuite: true,
    isBesideLast: true,
  },
  { name: 'npm run test:recordings', args: ['run', 'test:recordings'], isSuite: true },
  {
    name: 'npm run test:simulation -- --seeds 6',
    args: ['run', 'test:simulation', '--', '--seeds', '6'],
    isSuite: true,
  },
  { name: 'npm run bench:gate', args: ['run', 'bench:gate'], isSuite: true },
  { name: 'npm run test:package', args: ['run', 'test:package'], isSuite: true },
]

const env = { ...process.env, CI: '1', NO_COLOR: '1' }
delete env.FORCE_COLOR

/** Runs a step; what it prints is shown as it comes, or, of one that runs beside another, at its end. */
function run({ args, isBesideLast = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env,
    })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
      if (!isBesideLast) process.stdout.write(chunk)
    })
    child.on('error', reject)
    child.on('close', (status) => resolve({ status: status ?? 1, text }))
  })
}

const lines = []
const total = { passed: 0, failed: 0 }
let isGood = true

function timed(step) {
  const startMs = performance.now()
  return run(step).then((ran) => ({
    ...ran,
    seconds: ((performance.now() - startMs) / 1000).toFixed(0),
  }))
}

/** Steps that were started with the one before them. */
const started = new Map()
for (const [place, step] of STEPS.entries()) {
  const { name, isSuite } = step
  console.log(`\n=== ${name}`)
  const beside = STEPS[place + 1]
  const running = started.get(step) ?? timed(step)
  if (beside?.isBesideLast === true) started.set(beside, timed(beside))
  const { status, text, seconds } = await running
  if (step.isBesideLast === true) process.stdout.write(text)
  const counts = isSuite ? readCounts(text) : { passed: 0, failed: 0 }
  const ranNothing = isSuite && (counts === undefined || counts.passed + counts.failed === 0)
  const isOk = status === 0 && !ranNothing && counts.failed === 0
  total.passed += counts?.passed ?? 0
  // A step that broke before it could count is one failure.
  total.failed += isOk ? 0 : Math.max(counts?.failed ?? 0, 1)
  isGood &&= isOk
  const reported = !isSuite ? '' : ranNothing ? 'reported nothing' : countLine(counts)
  lines.push(
    `${isOk ? 'ok    ' : 'FAILED'}  ${name.padEnd(38)} ${seconds.padStart(4)} s  ${reported}`,
  )
  console.log(lines.at(-1).trimEnd())
}
console.log(`\n${lines.map((line) => line.trimEnd()).join('\n')}\n\n${countLine(total)}`)
process.exitCode = isGood ? 0 : 1
