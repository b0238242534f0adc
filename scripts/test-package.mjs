// `npm run test:package`: packs the package, installs the tarball into an empty folder, and loads
// every exported subpath there by import and by require() on each supported Node version. A program
// in test/package/run.mjs runs there too, once per version.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { countLine, readCounts } from './counts.mjs'
import { packageEntries } from './entries.mjs'

const NODE_MAJORS = [20, 22, 24]
const TIMEOUT_MS = 120_000
// Another Node installed inside the package would become the `node` of its scripts.
const NODE_CACHE = process.env.CROSSBOOK_NODE_CACHE ?? join(tmpdir(), 'crossbook-node')

function npm(args, cwd) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  return execFileSync('npm', [...args, ...quiet], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** The path of a Node binary of that major version, installed on first use. */
function nodeBinary(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath
  const folder = join(NODE_CACHE, String(major))
  const binary = join(folder, 'node_modules/node/bin/node')
  if (!existsSync(binary)) {
    console.log(`installing node@${major} ...`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    npm(['install', `node@${major}`], folder)
  }
  return binary
}

const importProgram = (name) => `
const module = await import('${name}')
if (Object.keys(module).length === 0) throw new Error('exports nothing')
`

const requireProgram = (name) => `
const required = require('${name}')
if (Object.keys(required).length === 0) throw new Error('exports nothing')
import('${name}').then((imported) => {
  for (const key of Object.keys(imported))
    if (required[key] !== imported[key]) throw new Error(key + ' differs from the imported one')
})
`

// The command's own test runs where Node reads TypeScript by itself; its types are checked below.
const createDriverProgram = `
const { execFileSync } = require('node:child_process')
const { rmSync } = require('node:fs')
const node = (...args) => execFileSync(process.execPath, args, { stdio: 'inherit' })
rmSync('made-up', { recursive: true, force: true })
node('node_modules/crossbook/dist/cli/main.js', 'create-driver', 'made-up')
if (process.features.typescript) node('--test', 'made-up/conformance.test.ts')
`

const typesProgram = (names) =>
  names.map((name, i) => `import * as m${i} from '${name}'\nvoid m${i}\n`).join('')

const tsconfig = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    skipLibCheck: false,
    noEmit: true,
  },
  files: ['types.ts', 'made-up/conformance.test.ts'],
}

function makeConsumer() {
  const folder = mkdtempSync(join(tmpdir(), 'crossbook-package-'))
  const [packed] = JSON.parse(npm(['pack', '--json', '--pack-destination', folder], '.'))
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  npm(['install', join(folder, packed.filename), '@types/node@20'], folder)
  if (existsSync('test/package')) cpSync('test/package', folder, { recursive: true })
  console.log(`packed ${packed.entryCount} files, ${(packed.size / 1000).toFixed(0)} kB`)
  return folder
}

const built = packageEntries().filter(({ exists }) => exists)
const specifiers = built
  .filter(({ subpath }) => subpath)
  .map(({ subpath }) => `crossbook${subpath.slice(1)}`)
if (specifiers.length === 0) {
  console.error('The package exports nothing that was built, so nothing ran.')
  process.exit(1)
}
const compiler = resolve('node_modules/typescript/bin/tsc')
const binaries = NODE_MAJORS.map(nodeBinary)
for (const [i, binary] of binaries.entries()) {
  const version = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim()
  console.log(`Node ${NODE_MAJORS[i]} is ${version}`)
  if (!version.startsWith(`v${NODE_MAJORS[i]}.`)) throw new Error(`${binary} is ${version}`)
}
const consumer = makeConsumer()
const total = { passed: 0, failed: 0 }
const failures = []

/** Runs one program in the consumer folder and books its result, one cell of the table. */
function cell(title, binary, args) {
  const { status, stdout, stderr } = spawnSync(binary, args, {
    cwd: consumer,
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
  })
  const counts = readCounts(stdout) ?? { passed: status === 0 ? 1 : 0, failed: 0 }
  if (status !== 0) counts.failed = Math.max(counts.failed, 1)
  total.passed += counts.passed
  total.failed += counts.failed
  if (counts.failed > 0) failures.push(`--- ${title}\n${stdout}${stderr}`.trim())
  return counts.failed > 0 ? 'FAILED' : 'ok'
}

function row(title, args) {
  const cells = binaries.map((binary, i) => cell(`${title}, Node ${NODE_MAJORS[i]}`, binary, args))
  console.log(`${title.padEnd(44)} ${cells.map((text) => text.padEnd(7)).join(' ')}`.trimEnd())
}

console.log(`\n${''.padEnd(44)} ${NODE_MAJORS.map((m) => `Node ${m}`.padEnd(7)).join(' ')}`)
for (const [i, name] of specifiers.entries()) {
  writeFileSync(join(consumer, `import-${i}.mjs`), importProgram(name))
  writeFileSync(join(consumer, `require-${i}.cjs`), requireProgram(name))
  row(`import '${name}'`, [`import-${i}.mjs`])
  row(`require('${name}')`, [`require-${i}.cjs`])
}
row("require('crossbook/package.json')", ['-e', "require('crossbook/package.json')"])
if (built.some(({ name }) => name === 'cli/main')) {
  row('crossbook --help', ['node_modules/crossbook/dist/cli/main.js', '--help'])
  writeFileSync(join(consumer, 'create-driver.cjs'), createDriverProgram)
  row('crossbook bench', ['node_modules/crossbook/dist/cli/main.js', 'bench', '--for', '50ms'])
  row('crossbook create-driver', ['create-driver.cjs'])
}
if (existsSync(join(consumer, 'run.mjs'))) row('test/package/run.mjs', ['run.mjs'])
writeFileSync(join(consumer, 'types.ts'), typesProgram(specifiers))
writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify(tsconfig))
const typesResult = cell('types', process.execPath, [compiler, '-p', '.'])
console.log(`${'types of every subpath'.padEnd(44)} ${typesResult}`)

for (const failure of failures) console.error(`\n${failure}`)
if (process.env.CROSSBOOK_KEEP === '1') console.log(`kept ${consumer}`)
else rmSync(consumer, { recursive: true, force: true })
console.log(`\n${countLine(total)}`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
