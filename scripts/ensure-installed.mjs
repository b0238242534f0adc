// Installs the development packages when they are missing or are not the ones the lock file names.
// Runs before `npm start` and `npm test`, so it imports nothing but Node itself.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Why an install is needed, or `undefined` when node_modules matches the lock file. */
function reasonToInstall() {
  const installedPath = `${root}node_modules/.package-lock.json`
  if (!existsSync(installedPath)) return 'node_modules is missing'
  const locked = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages
  for (const [path, { version, optional, peer }] of Object.entries(locked)) {
    if (path === '' || optional || (peer && !installed[path])) continue
    if (installed[path]?.version !== version) return `${path} is not ${version}`
  }
  return undefined
}

const reason = reasonToInstall()
if (reason !== undefined) {
  console.log(`crossbook: ${reason}; running npm ci (about 20 s) ...`)
  const npm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const { status } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) {
    console.error('crossbook: npm ci failed; the packages come from the npm registry.')
    process.exit(status ?? 1)
  }
}
