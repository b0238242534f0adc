// Builds dist/ when it is missing or older than the sources. With --types the declaration files
// must be there too; without it the quicker build that leaves them out is enough.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { packageEntries } from './entries.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const withTypes = process.argv.includes('--types')

function newestMs(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  // A folder's own time moves when a file in it is added or removed.
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestMs(`${path}/${name}`)))
}

const wanted = packageEntries()
  .filter((entry) => entry.exists)
  .flatMap(({ name }) => [`${name}.js`, ...(withTypes ? [`${name}.d.ts`] : [])])
  .map((file) => `${root}dist/${file}`)
const inputs = ['src', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsup.config.ts']
const newestInputMs = Math.max(...inputs.map((name) => newestMs(root + name)))
const isStale = wanted.some((file) => !existsSync(file) || statSync(file).mtimeMs < newestInputMs)

if (isStale) {
  console.log('crossbook: building dist/ ...')
  const tsup = `${root}node_modules/tsup/dist/cli-default.js`
  // Declarations of all entries together need more memory than Node allows itself.
  const heap = '--max-old-space-size=8192'
  const args = [heap, tsup, '--silent', ...(withTypes ? [] : ['--no-dts'])]
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
