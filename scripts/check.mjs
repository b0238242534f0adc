// Runs every static check, one line each, and fails at the end when any of them failed. What looks at sources and
// what looks at the built package run beside each other, each in its order.
// `npm run check -- lint types` runs only those.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'
import { countLine } from './counts.mjs'

const OF_SOURCES = ['format', 'lint', 'types', 'layers', 'sources', 'known-fields', 'dead-code']
const OF_PACKAGE = ['kernel', 'build', 'static-graph', 'publint', 'attw', 'size', 'docs']
const CHECKS = [...OF_SOURCES, ...OF_PACKAGE]
const scripts = JSON.parse(readFileSync('package.json', 'utf8')).scripts
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !CHECKS.includes(name))
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(', ')}. There are: ${CHECKS.join(', ')}.`)
  process.exit(2)
}
const chosen = asked.length > 0 ? asked : CHECKS
const env = {
  ...process.env,
  PATH: `${resolve('node_modules/.bin')}${delimiter}${process.env.PATH}`,
  CROSSBOOK_STRICT_ENTRIES: '1',
  NO_COLOR: '1',
}
delete env.FORCE_COLOR

let passed = 0
const failures = []
/** Runs one check; resolves to whether it passed, and what it printed. */
function run(name) {
  return new Promise((resolve) => {
    const child = spawn(scripts[`check:${name}`], { shell: true, env })
    const printed = []
    child.stdout.on('data', (bytes) => printed.push(bytes))
    child.stderr.on('data', (bytes) => printed.push(bytes))
    child.on('close', (status) =>
      resolve({ isPassed: status === 0, output: Buffer.concat(printed).toString('utf8') }),
    )
  })
}

async function runInOrder(names) {
  for (const name of names.filter((each) => chosen.includes(each))) {
    const startMs = performance.now()
    const { isPassed, output } = await run(name)
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
    if (isPassed) passed += 1
    else failures.push({ name, output })
    console.log(`${isPassed ? 'ok    ' : 'FAILED'}  check:${name.padEnd(14)} ${seconds} s`)
  }
}

await Promise.all([runInOrder(OF_SOURCES), runInOrder(OF_PACKAGE)])
for (const { name, output } of failures) console.log(`\n--- check:${name}\n${output.trim()}`)
console.log(`\n${countLine({ passed, failed: failures.length })}`)
process.exitCode = failures.length > 0 ? 1 : 0
