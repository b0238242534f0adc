/**
 * `npm run known-fields [-- venue …]`: writes `src/drivers/<venue>/known-fields.ts` of every driver; with `--check` it
 * writes nothing, and fails where a file is not what would be written.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { KNOWN_VENUES, type KnownVenue } from '../../src/drivers/registry.ts'

const args = process.argv.slice(2)
const isCheck = args.includes('--check')
const asked = args.filter((arg) => !arg.startsWith('-'))
const fileOf = (venue: KnownVenue, name: string): string => `src/drivers/${venue}/${name}.ts`

// A new driver imports its file before there is one.
for (const venue of KNOWN_VENUES) {
  const file = fileOf(venue, 'known-fields')
  if (!isCheck && existsSync(fileOf(venue, 'known-messages')) && !existsSync(file))
    writeFileSync(file, "export const KNOWN_FIELDS: string = ''\n")
}
const { knownFieldsText, WATCHED_VENUES } = await import('./known-fields.ts')
const venues = WATCHED_VENUES.filter((venue) => asked.length === 0 || asked.includes(venue))
let failed = 0
for (const venue of venues) {
  const file = fileOf(venue, 'known-fields')
  const text = await knownFieldsText(venue)
  const isSame = existsSync(file) && readFileSync(file, 'utf8') === text
  if (!isCheck && !isSame) writeFileSync(file, text)
  if (isCheck && !isSame) {
    failed += 1
    console.error(`${file} is not what its sources say; run \`npm run known-fields\``)
  }
  console.log(`${venue}: ${isSame ? 'the same' : isCheck ? 'differs' : 'written'}`)
}
console.log(`${venues.length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 || venues.length === 0 ? 1 : 0
