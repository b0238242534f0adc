// Completes package-lock.json after a change of dependencies. Where a registry does not carry the
// binaries of every platform, npm leaves those optional packages out of the lock, and `npm ci` then
// refuses it. Their versions are exact in the package that lists them, and their platform is in
// their name, so an entry can be written without fetching them. Such an entry has no checksum.
import { readFileSync, writeFileSync } from 'node:fs'

const OS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'win32']
const CPU = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64']
const LIBC = { gnu: 'glibc', musl: 'musl' }

/** The `os`, `cpu` and `libc` of a platform package, read from its name. */
function platformOf(name) {
  const words = name.slice(name.lastIndexOf('/') + 1).split('-')
  const os = words.find((word) => OS.includes(word))
  const cpu = words.find((word) => CPU.includes(word))
  if (!os || !cpu) throw new Error(`${name} is missing from the lock and names no known platform`)
  const libc = os === 'linux' ? words.map((word) => LIBC[word]).find(Boolean) : undefined
  return { os: [os], cpu: [cpu], ...(libc ? { libc: [libc] } : {}) }
}

/** Whether `packages` holds `name` where the package at `path` would find it. */
function isLocked(packages, path, name) {
  const parts = path.split('/node_modules/')
  const folders = parts.map((_, i) => parts.slice(0, i + 1).join('/node_modules/'))
  return (
    folders.some((folder) => packages[`${folder}/node_modules/${name}`]) ||
    packages[`node_modules/${name}`] !== undefined
  )
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const added = []
for (const [path, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (path === '' || isLocked(lock.packages, path, name)) continue
    if (!/^\d+\.\d+\.\d+\S*$/.test(version)) throw new Error(`${name}@${version} is not exact`)
    const dev = parent.dev ? { dev: true } : {}
    lock.packages[`node_modules/${name}`] = { version, ...dev, optional: true, ...platformOf(name) }
    added.push(`${name}@${version}`)
  }
}
for (const entry of Object.values(lock.packages)) delete entry.resolved

// An npm that does not know `allowScripts` runs what the lock marks as having scripts: what is denied
// there is not marked here.
const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8'))
let silenced = 0
for (const [name, isAllowed] of Object.entries(allowScripts)) {
  const entry = lock.packages[`node_modules/${name}`]
  if (isAllowed || !entry?.hasInstallScript) continue
  delete entry.hasInstallScript
  silenced += 1
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
lock.packages = Object.fromEntries(sorted)
if (added.length + silenced > 0)
  writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added.length} optional packages added to package-lock.json`)
