// Writes docs/reference from the sources of every exported subpath. An exported name without a
// comment, or a link that leads nowhere, is an error.
import { spawnSync } from 'node:child_process'
import { packageEntries } from './entries.mjs'

const sources = packageEntries()
  .filter(({ subpath, exists }) => subpath && exists)
  .map(({ source }) => source)
if (sources.length === 0) {
  console.error('No exported entry has a source yet, so there is nothing to document.')
  process.exit(1)
}
const args = ['node_modules/typedoc/bin/typedoc', ...sources, ...process.argv.slice(2)]
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
process.exitCode = status ?? 1
