// House rules that no other tool knows: where a venue may be named, what a file may be called, which
// files are hot, and that a folder lists what it exports.
import { readdirSync, readFileSync } from 'node:fs'
import { hotFaults } from './hot-files.mjs'
import { VENUES } from './venues.mjs'

/** Files outside a venue's folder that may name venues: lookups by id, and the public face. */
const MAY_NAME_VENUES = ['src/index.ts', 'src/drivers/registry.ts', 'src/sim/registry.ts']

const distinctive = VENUES.filter((name) => !['amm', 'gate'].includes(name)).join('|')
const NAMES = [
  new RegExp(distinctive, 'i'),
  // "gate" is also a word: it counts as a quoted id, in a domain, or as a part of an identifier.
  /(['"`])gate\1|\/gate\/|\bgate[._]?io\b/i,
  /\bGate(?=[A-Z])/,
  /\bgate(?=Driver|Spot|Futures)/,
  // Three letters that words have in them ("programming", "streamMember"): a quoted id, or a part of an identifier.
  /(['"`])amm\1|\/amm\/|\bamm\(|\b(?:simulated)?Amm(?=[A-Z]|\b)/,
]
const IN_VENUE_FOLDER = new RegExp(`^src/(?:drivers|sim)/(?:${VENUES.join('|')})/`)
const KEBAB_CASE = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.worker)?\.ts$/
const EMPTY_NAME = /^(?:utils?|helpers?|misc|common|part-?\d+)\.ts$/

const faults = []
const names = readdirSync('src', { recursive: true })
  .map((name) => `src/${name.replaceAll('\\', '/')}`)
  .filter((name) => name.endsWith('.ts'))
  .sort()
const sources = new Map(names.map((file) => [file, readFileSync(file, 'utf8')]))
for (const [file, text] of sources) {
  const base = file.slice(file.lastIndexOf('/') + 1)
  if (!KEBAB_CASE.test(base)) faults.push(`${file}: a file name is kebab-case`)
  if (EMPTY_NAME.test(base)) faults.push(`${file}: name the file for the one concept it holds`)
  const mayNameVenues = IN_VENUE_FOLDER.test(file) || MAY_NAME_VENUES.includes(file)
  // A public example is documentation: it imports a real driver, and is compiled.
  let isInExample = false
  for (const [index, line] of text.split('\n').entries()) {
    const at = `${file}:${index + 1}`
    if (/^\s*export \*/.test(line)) faults.push(`${at}: name what is exported, no "export *"`)
    if (/^\s*\* ```/.test(line)) isInExample = !isInExample
    if (mayNameVenues || isInExample) continue
    const name = NAMES.map((pattern) => pattern.exec(line)?.[0]).find((found) => found)
    if (name) faults.push(`${at}: names the venue ${name}; only its own folder may`)
  }
}
faults.push(...hotFaults(sources))
for (const fault of faults) console.error(fault)
console.log(`${sources.size} source files, ${faults.length} faults`)
process.exitCode = faults.length > 0 || sources.size === 0 ? 1 : 0
