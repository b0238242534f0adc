// Runs every static check, one line each, and fails at the end when any of them failed.
// `npm run check -- lint types` runs only those.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'
import { countLine } from './counts.mjs'

const CHECKS = [
  'format',
  'lint',
  'types',
  'layers',
  'sources',
  'known-fields',
  'dead-code',
  'build',
  'static-graph',
  'publint',
  'attw',
  'size',
  'docs',
]
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
for (const name of chosen) {
  const startMs = performance.now()
  const { status, stdout, stderr } = spawnSync(scripts[`check:${name}`], {
    shell: true,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  if (status === 0) passed += 1
  else failures.push({ name, output: `${stdout}${stderr}` })
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'}  check:${name.padEnd(14)} ${seconds} s`)
}
for (const { name, output } of failures) console.log(`\n--- check:${name}\n${output.trim()}`)
console.log(`\n${countLine({ passed, failed: failures.length })}`)
process.exitCode = failures.length > 0 ? 1 : 0
