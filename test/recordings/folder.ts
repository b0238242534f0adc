import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Market } from '../../src/core/index.ts'

/** The recordings folder: `CROSSBOOK_RECORDINGS`, or `../shared/recordings` beside the project. */
const FOLDER = resolve(process.env['CROSSBOOK_RECORDINGS'] ?? '../shared/recordings')

/** One line of a recorded connection. */
export interface RecordedLine {
  readonly recv: number | string | null
  readonly url: string
  readonly dir: 'in' | 'out'
  readonly frame: string
  readonly b64?: boolean
  readonly kind?: 'rest'
}

/** One recorded REST exchange. */
export interface RecordedExchange {
  readonly name: string
  readonly method?: string
  readonly path?: string
  readonly url?: string
  readonly recv?: number | string
  readonly body: string
  readonly api?: string
}

/** One single recorded message. */
export interface RecordedMessage {
  readonly name: string
  readonly channel: string
  readonly market: string
  readonly raw: string
  readonly dir: 'in' | 'out'
  readonly b64?: boolean
  readonly api: string
  readonly private?: boolean
}

/** The book of one symbol after the last frame of a stream. */
export interface RecordedBook {
  readonly lastSeq: number | string | null
  readonly updatesApplied: number
  readonly bidLevels: number
  readonly askLevels: number
  readonly bids: readonly (readonly [string, string])[]
  readonly asks: readonly (readonly [string, string])[]
}

/** A recorded connection by its file. */
export interface RecordedStream {
  readonly venue: string
  readonly name: string
  readonly market: Market
  /** `legacy` where the manifest or the file's name says so. */
  readonly api: string
}

/** Venue folders there are. */
export function venueFolders(): readonly string[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

/** Recorded connections of a venue. */
export function streamsOf(venue: string): readonly RecordedStream[] {
  return readdirSync(resolve(FOLDER, venue))
    .filter((file) => file.endsWith('.ndjson.gz') || file.endsWith('.ndjson'))
    .sort()
    .map((file) => {
      const name = file.replace(/\.ndjson(\.gz)?$/, '')
      return { venue, name, market: marketOf(name), api: apiOf(venue, file) }
    })
}

/** The lines of a stream in order, with the REST snapshots that belong to it where they were received. */
export function linesOf({ venue, name }: RecordedStream): readonly RecordedLine[] {
  const lines = readText(venue, `${name}.ndjson`)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordedLine)
  const snapshots = exchangesOf(venue, `depth-${name}`).map(
    ({ url = '', recv = 0, body }): RecordedLine => ({
      recv,
      url,
      dir: 'in',
      frame: body,
      kind: 'rest',
    }),
  )
  if (snapshots.length === 0) return lines
  // Stable: what has no time of its own keeps its place.
  return [...lines, ...snapshots].sort((a, b) => Number(a.recv ?? 0) - Number(b.recv ?? 0))
}

/** The final books of a stream; `undefined` where the folder has none. */
export function booksOf({
  venue,
  name,
}: RecordedStream): Readonly<Record<string, RecordedBook>> | undefined {
  const path = resolve(FOLDER, venue, `${name}.book.json`)
  return existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, RecordedBook>)
    : undefined
}

/** Single messages of a venue. */
export function messagesOf(venue: string): readonly RecordedMessage[] {
  const path = resolve(FOLDER, venue, 'messages.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RecordedMessage[]) : []
}

/** REST files of a venue, by name without ending. */
export function restFilesOf(venue: string): readonly string[] {
  const folder = resolve(FOLDER, venue, 'rest')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .map((file) => file.replace(/\.json(\.gz)?$/, ''))
    .sort()
}

/** The exchanges of one REST file; none where there is no such file. */
export function exchangesOf(venue: string, name: string): readonly RecordedExchange[] {
  const text = readText(`${venue}/rest`, `${name}.json`, '[]')
  return JSON.parse(text) as RecordedExchange[]
}

/** The bytes of a frame as received. */
export function frameBytes(line: { readonly b64?: boolean }, text: string): Uint8Array {
  return Buffer.from(text, line.b64 === true ? 'base64' : 'utf8')
}

function readText(folder: string, file: string, missing?: string): string {
  const path = resolve(FOLDER, folder, file)
  if (existsSync(path)) return readFileSync(path, 'utf8')
  if (existsSync(`${path}.gz`)) return gunzipSync(readFileSync(`${path}.gz`)).toString('utf8')
  if (missing !== undefined) return missing
  throw new Error(`Reading recordings: expected ${path} or ${path}.gz, found neither`)
}

/** Market of a stream or message, from the words that recordings use for it. */
export function marketOf(words: string): Market {
  return /^(legacy-)?(spot|mixed|exchange|unified)/.test(words) ? 'spot' : 'futures'
}

interface ManifestEntry {
  readonly file: string
  readonly api: string
  readonly checks?: Readonly<Record<string, number>>
}

function manifestOf(venue: string, file: string): ManifestEntry | undefined {
  const path = resolve(FOLDER, 'manifest.json')
  if (!existsSync(path)) return undefined
  const entries = JSON.parse(readFileSync(path, 'utf8')) as ManifestEntry[]
  return entries.find((entry) => entry.file === `${venue}/${file}`)
}

/** What the recordings' own check of a stream counted; empty where the folder does not say. */
export function checksOf({ venue, name }: RecordedStream): Readonly<Record<string, number>> {
  return manifestOf(venue, `${name}.ndjson.gz`)?.checks ?? {}
}

function apiOf(venue: string, file: string): string {
  const isLegacy = file.startsWith('legacy-') || file.includes('-v1-')
  return manifestOf(venue, file)?.api ?? (isLegacy ? 'legacy' : 'current')
}
