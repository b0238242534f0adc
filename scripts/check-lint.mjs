// Runs oxlint with type information. Files that open with @hotpath may use `any` and `!`, where a
// check per level would cost more than it proves; everywhere else both are faults.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { isHot } from './hot-files.mjs'

const HOT_PATH_RULES = ['typescript(no-explicit-any)', 'typescript(no-non-null-assertion)']

const oxlint = 'node_modules/oxlint/bin/oxlint'
const args = ['--type-aware', '--report-unused-disable-directives', '--format=json']
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [oxlint, ...args, ...process.argv.slice(2)],
  { encoding: 'utf8', maxBuffer: 1 << 28 },
)
let report
try {
  report = JSON.parse(stdout)
} catch {
  console.error(`oxlint did not report (exit ${status}):\n${stdout}${stderr}`)
  process.exit(1)
}
const faults = report.diagnostics.filter(
  ({ code, filename }) => !(HOT_PATH_RULES.includes(code) && isHot(readFileSync(filename, 'utf8'))),
)
for (const { code, message, help, filename, labels } of faults) {
  const { line, column } = labels[0]?.span ?? {}
  console.error(`${filename}:${line}:${column} ${code}: ${message}${help ? ` (${help})` : ''}`)
}
console.log(
  `${report.number_of_files} files, ${report.number_of_rules} rules, ${faults.length} faults`,
)
process.exitCode = faults.length > 0 || report.number_of_files === 0 ? 1 : 0
