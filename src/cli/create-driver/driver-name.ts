import { ConfigError, type VenueId, venueId } from '../../core/index.ts'

/** A venue's id in every form that code needs. */
export interface DriverName {
  /** As in `crossbook decode --venue`: lower case letters, digits, dashes. */
  readonly id: VenueId
  /** For people: `My Venue`. */
  readonly title: string
  /** The function that makes the driver: `myVenue`. */
  readonly call: string
}

/** Words that no function can be called, and what the files of a driver call their own parts. */
const TAKEN: ReadonlySet<string> = new Set(
  [
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends',
    'false finally for function if implements import in instanceof interface let new null package private protected',
    'public return static super switch this throw true try typeof var void while with yield',
    'conformance createDecoder inferInstrument judgeConsecutive rest session test topics',
  ].flatMap((words) => words.split(' ')),
)

/**
 * Reads the name of a new driver.
 *
 * @throws ConfigError `INVALID_ID` where it is no venue id, or a word that the code needs itself.
 */
export function driverName(text: string): DriverName {
  const id = venueId(text)
  const words = id.split('-').filter((word) => word !== '')
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
  const call = words.map((word, i) => (i === 0 ? word : capital(word))).join('')
  if (!TAKEN.has(call)) return { id, title: words.map(capital).join(' '), call }
  throw new ConfigError(
    'INVALID_ID',
    `Reading a venue: "${text}" is a word that the code needs itself; add another, as in ${text}-exchange`,
    { context: { found: text } },
  )
}
