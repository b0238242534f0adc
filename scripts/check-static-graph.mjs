// zod and undici cost tens of milliseconds to load, so importing the package or a driver must not
// load them (ready-made strategies read their parameters with zod): this walks the static imports of the built files, as Node would.
// Nor does anybody load what reads market data from threads before there is a thread.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { packageEntries } from './entries.mjs'

/** Stands among the packages for a file of our own. */
const THREADS = 'what reads threads'
const HEAVY = ['zod', 'undici', THREADS]
const IN_THREADS = /^dist\/threaded-markets-\w+\.js$/
const MAY_LOAD_HEAVY = ['daemon/index', 'strategies/index', 'cli/main']

function staticImports(file) {
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022)
  return tree.statements
    .filter((node) => ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
    .flatMap((node) => (node.moduleSpecifier ? [node.moduleSpecifier.text] : []))
}

/** The packages that loading `entry` loads, and the lazy part of threads, each with the import chain that reaches it. */
function packagesLoadedBy(entry) {
  const packages = new Map()
  const seen = new Set()
  const queue = [[entry]]
  for (const chain of queue) {
    const file = chain.at(-1)
    if (seen.has(file)) continue
    seen.add(file)
    if (IN_THREADS.test(file)) packages.set(THREADS, chain)
    for (const specifier of staticImports(file)) {
      const path = [...chain, specifier]
      if (specifier.startsWith('.')) queue.push([...chain, join(dirname(file), specifier)])
      else if (!packages.has(specifier)) packages.set(specifier, path)
    }
  }
  return packages
}

const light = packageEntries().filter(
  ({ exists, name }) => exists && !MAY_LOAD_HEAVY.includes(name),
)
let faults = 0
for (const { name } of light) {
  const packages = packagesLoadedBy(`dist/${name}.js`)
  for (const [specifier, chain] of packages) {
    if (!HEAVY.some((heavy) => specifier === heavy || specifier.startsWith(`${heavy}/`))) continue
    faults += 1
    console.error(
      `${specifier} is loaded with ${name}: ${chain.join(' -> ')}; use import() instead`,
    )
  }
}
console.log(`${light.length} entries, ${faults} faults`)
process.exitCode = faults > 0 || light.length === 0 ? 1 : 0
