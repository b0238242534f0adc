// House rules that no other tool knows: where a venue may be named, what a file may be called, how
// long one of the hot path may be, and that a folder lists what it exports.
import { readdirSync, readFileSync } from 'node:fs'
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

/** A file that opens with the tag runs for every frame: it stays small enough to be read as a whole. */
const HOT = /^\/\*\*(?:\n \*)? @hotpath\b/
const HOT_LINES = 300

const faults = []
const files = readdirSync('src', { recursive: true })
  .map((name) => `src/${name.replaceAll('\\', '/')}`)
  .filter((name) => name.endsWith('.ts'))
  .sort()
for (const file of files) {
  const base = file.slice(file.lastIndexOf('/') + 1)
  if (!KEBAB_CASE.test(base)) faults.push(`${file}: a file name is kebab-case`)
  if (EMPTY_NAME.test(base)) faults.push(`${file}: name the file for the one concept it holds`)
  const mayNameVenues = IN_VENUE_FOLDER.test(file) || MAY_NAME_VENUES.includes(file)
  // A public example is documentation: it imports a real driver, and is compiled.
  let isInExample = false
  const text = readFileSync(file, 'utf8')
  const lines = text.trimEnd().split('\n')
  if (HOT.test(text) && lines.length >= HOT_LINES)
    faults.push(
      `${file}: a file of the hot path has fewer than ${HOT_LINES} lines, not ${lines.length}`,
    )
  for (const [index, line] of lines.entries()) {
    const at = `${file}:${index + 1}`
    if (/^\s*export \*/.test(line)) faults.push(`${at}: name what is exported, no "export *"`)
    if (/^\s*\* ```/.test(line)) isInExample = !isInExample
    if (mayNameVenues || isInExample) continue
    const name = NAMES.map((pattern) => pattern.exec(line)?.[0]).find((found) => found)
    if (name) faults.push(`${at}: names the venue ${name}; only its own folder may`)
  }
}
for (const fault of faults) console.error(fault)
console.log(`${files.length} source files, ${faults.length} faults`)
process.exitCode = faults.length > 0 || files.length === 0 ? 1 : 0
