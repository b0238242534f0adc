// The files of the hot path: which they are, how long they may be, and that docs/hot-path.md names them.
import { readFileSync } from 'node:fs'

const PAGE = 'docs/hot-path.md'
/** A file that runs for every frame stays small enough to be read as a whole. */
const MOST_LINES = 300

/** Whether a source opens with the tag. */
export const isHot = (text) => /^\/\*\*(?:\n \*)? @hotpath\b/.test(text)

/** Faults of `sources`, the text of each file of src by its path. */
export function hotFaults(sources) {
  const hot = [...sources.keys()].filter((file) => isHot(sources.get(file)))
  const names = namedFiles(readFileSync(PAGE, 'utf8'))
  const faults = []
  for (const file of hot) {
    const lines = sources.get(file).trimEnd().split('\n').length
    if (lines >= MOST_LINES)
      faults.push(`${file}: a hot file has fewer than ${MOST_LINES} lines, not ${lines}`)
    if (!names.some((name) => isOf(name, file)))
      faults.push(`${file}: opens with @hotpath, but no table of ${PAGE} names it`)
  }
  for (const name of names) {
    const files = [...sources.keys()].filter((file) => isOf(name, file))
    // Of a folder those are meant that are tagged; what is named by itself is.
    const cold = name.endsWith('/') ? [] : files.filter((file) => !hot.includes(file))
    if (!hot.some((file) => isOf(name, file))) faults.push(`${PAGE}: ${name} names no hot file`)
    for (const file of cold)
      faults.push(`${file}: ${PAGE} names it, but it does not open with @hotpath`)
  }
  if (names.length === 0) faults.push(`${PAGE}: no table with a column "file" was found`)
  return faults
}

/** Paths in the second column of the tables that head it "file"; a name alone is of the folder before it. */
function namedFiles(page) {
  const names = []
  let isInTable = false
  for (const line of page.split('\n')) {
    const [, , cell] = line.split('|')
    if (cell === undefined) isInTable = false
    else if (cell.trim() === 'file') isInTable = true
    if (!isInTable) continue
    let folder = ''
    for (const [, name] of cell.matchAll(/`([^`]+)`/g)) {
      const path = name.includes('/') ? name : `${folder}${name}`
      folder = path.slice(0, path.lastIndexOf('/') + 1)
      if (path.startsWith('src/')) names.push(path)
    }
  }
  return names
}

/** Whether a name of the page, in which `*` is any part of a file's name, means a file. */
function isOf(name, file) {
  const pattern = name.replaceAll('.', '\\.').replaceAll('*', '[^/]*')
  return new RegExp(`^${pattern}${name.endsWith('/') ? '' : '$'}`).test(file)
}
