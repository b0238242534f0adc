import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import {
  ConfigError,
  CrossbookError,
  type ExchangeDriver,
  type Instrument,
  type RestCall,
} from '../core/index.ts'
import { UsageError } from './usage.ts'

/**
 * Reads a listing file: our own NDJSON, the venue's answer, or recorded exchanges that hold answers.
 *
 * `products` are the product lines it may be of; an answer is read as the one whose names its rows bear.
 *
 * @throws UsageError when the file cannot be read, or lists nothing.
 */
export function readListing(
  driver: ExchangeDriver,
  products: readonly string[],
  file: string,
): readonly Instrument[] {
  const raw = readFile(file)
  const text = raw.toString('utf8')
  const own = readOwnListing(text)
  if (own !== undefined) return own
  const calls = products.flatMap((product) => driver.rest.instruments([product]))
  const reasons: string[] = []
  const listed = (recordedBodies(text) ?? [raw]).flatMap((body) =>
    readBody(driver, calls, body, reasons),
  )
  if (listed.length > 0) return listed
  throw new UsageError([
    `--instruments: "${file}" is no listing of ${driver.facts.name}: ${reasons[0] ?? 'it is empty'}`,
  ])
}

/** An answer as the product that agrees best with the venue's naming rule: rows of two products may look alike. */
function readBody(
  driver: ExchangeDriver,
  calls: readonly RestCall<readonly Instrument[]>[],
  body: Uint8Array,
  reasons: string[],
): readonly Instrument[] {
  let best: readonly Instrument[] = []
  let bestScore = -1
  for (const call of calls) {
    try {
      const listing = call.parse({ status: 200, headers: {}, body }, 0)
      const score = listing.filter((each) => isNamedSo(driver, each)).length
      if (listing.length > 0 && score > bestScore) [best, bestScore] = [listing, score]
    } catch (error) {
      if (!(error instanceof CrossbookError)) throw error
      reasons.push(error.message)
    }
  }
  return best
}

function isNamedSo(driver: ExchangeDriver, { market, symbol, product }: Instrument): boolean {
  try {
    return driver.inferInstrument(market, symbol)?.product === product
  } catch (error) {
    // A name that breaks the rule speaks for no product.
    if (error instanceof ConfigError) return false
    throw error
  }
}

function readFile(file: string): Buffer {
  try {
    const raw = readFileSync(file)
    return file.endsWith('.gz') ? gunzipSync(raw) : raw
  } catch (error) {
    throw new UsageError([
      `--instruments: ${error instanceof Error ? error.message : String(error)}`,
    ])
  }
}

/** Lines that `crossbook instruments` wrote; `undefined` where the text is something else. */
function readOwnListing(text: string): readonly Instrument[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const instruments: Instrument[] = []
  for (const line of lines) {
    const value = parsed(line)
    if (!isInstrument(value)) return undefined
    instruments.push(value)
  }
  return instruments.length > 0 ? instruments : undefined
}

function isInstrument(value: unknown): value is Instrument {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pair' in value &&
    'priceScale' in value &&
    'symbol' in value
  )
}

/** Bodies of recorded exchanges (`[{"body": …}]`); `undefined` where the text is something else. */
function recordedBodies(text: string): readonly Uint8Array[] | undefined {
  const value = parsed(text)
  if (!Array.isArray(value)) return undefined
  const bodies = value.flatMap((item: unknown) =>
    typeof item === 'object' && item !== null && 'body' in item && typeof item.body === 'string'
      ? [Buffer.from(item.body)]
      : [],
  )
  return bodies.length > 0 ? bodies : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not one JSON value: another of the accepted forms, or the error names the file.
    return undefined
  }
}
