import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import {
  ConfigError,
  CrossbookError,
  type ExchangeDriver,
  type Instrument,
  type Market,
} from '../core/index.ts'
import { knownVenue, loadDriver } from '../drivers/registry.ts'
import { type Given, type OptionSpec, requiredText, textOption, UsageError } from './usage.ts'

/** Options of every command that reads recorded frames. */
export const FRAME_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  venue: { type: 'string', value: 'V', about: 'whose frames they are', isRequired: true },
  market: {
    type: 'string',
    value: 'M',
    about: 'spot, futures, or a product of the venue',
    isRequired: true,
  },
  instruments: {
    type: 'string',
    value: 'FILE',
    about:
      'a listing: output of `crossbook instruments`, or the body that the venue sent; without it scales come from the digits',
  },
}

/** What the frame options say. */
export interface FrameSource {
  /** The venue's driver. */
  readonly driver: ExchangeDriver
  /** The market. */
  readonly market: Market
  /** The listing; empty where none was given. */
  readonly instruments: readonly Instrument[]
}

/**
 * Reads `--venue`, `--market` and `--instruments`.
 *
 * @throws UsageError naming what exists.
 */
export async function frameSource(given: Given): Promise<FrameSource> {
  const driver = await driverNamed(requiredText(given, 'venue'))
  const market = marketOf(driver, requiredText(given, 'market'))
  const file = textOption(given, 'instruments')
  return { driver, market, instruments: file === undefined ? [] : readListing(driver, file) }
}

/** The driver of a venue named on the command line. */
export async function driverNamed(name: string): Promise<ExchangeDriver> {
  try {
    return await loadDriver(knownVenue(name))
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError([error.message])
    throw error
  }
}

function marketOf(driver: ExchangeDriver, text: string): Market {
  if (text === 'spot' || text === 'futures') return text
  const product = driver.facts.products.find(({ id }) => id === text)
  if (product !== undefined) return product.market
  const names = driver.facts.products.map(({ id }) => id).join(', ')
  throw new UsageError([
    `--market: there is no "${text}"; there are spot, futures and the products ${names}`,
  ])
}

/** Reads a listing file: our own NDJSON, the venue's answer, or a recorded exchange that holds one. */
function readListing(driver: ExchangeDriver, file: string): readonly Instrument[] {
  const raw = readFile(file)
  const text = raw.toString('utf8')
  const own = readOwnListing(text)
  if (own !== undefined) return own
  const bodies = recordedBodies(text) ?? [raw]
  const calls = driver.rest.instruments(driver.facts.products.map(({ id }) => id))
  const reasons: string[] = []
  for (const body of bodies) {
    for (const call of calls) {
      try {
        const listing = call.parse({ status: 200, headers: {}, body }, 0)
        if (listing.length > 0) return listing
      } catch (error) {
        if (!(error instanceof CrossbookError)) throw error
        reasons.push(error.message)
      }
    }
  }
  throw new UsageError([
    `--instruments: "${file}" is no listing of ${driver.facts.name}: ${reasons[0] ?? 'it is empty'}`,
  ])
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
