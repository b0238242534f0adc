import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ExchangeDriver, Instrument } from '../../src/core/index.ts'
import { loadDriver } from '../../src/drivers/registry.ts'
import { MarketData } from '../../src/market/index.ts'
import type { HttpPort, Ports } from '../../src/runtime/index.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'
import { venueOrigins } from '../../src/sim/index.ts'
import { SIMULATORS } from '../../src/sim/registry.ts'
import { CACHE } from './bundle.ts'
import type { VenueInput, VenueItem } from './venue-input.ts'
import type { VenueRow } from './venue-rows.ts'

const SEED = 1
/** Virtual time that a simulated venue is listened to: some thousand frames at the usual cadences. */
const LISTEN_MS = 120_000

const folder = (): string => resolve(process.env['CROSSBOOK_RECORDINGS'] ?? '../shared/recordings')

/** Where a row's frames come from. */
export interface Captured {
  /** File with the frames. */
  readonly path: string
  /** In words. */
  readonly source: 'recorded' | 're-shaped'
  /** What stands in for the recording that is not here; `''` where nothing has to. */
  readonly missing: string
}

/** Finds the frames of a row, or makes them, and keeps them in a file that the measured processes read. */
export async function captureRow(row: VenueRow): Promise<Captured> {
  const recorded = row.recording === undefined ? undefined : recordedItems(row.venue, row.recording)
  const driver = await loadDriver(row.venue)
  const input: VenueInput = recorded
    ? { venue: row.venue, market: row.market, instruments: [], items: recorded }
    : await simulated(row, driver)
  mkdirSync(`${CACHE}/venues`, { recursive: true })
  const source = recorded ? 'recorded' : 're-shaped'
  const path = `${CACHE}/venues/${row.venue}-${row.product}-${source}.json`
  writeFileSync(path, JSON.stringify(input))
  const missing = row.recording !== undefined && !recorded ? row.recording : ''
  return { path, source, missing }
}

interface Line {
  readonly recv: number | null
  readonly url: string
  readonly dir: 'in' | 'out'
  readonly frame: string
  readonly kind?: 'rest'
}

/** A recorded connection with its REST snapshots where they were received; `undefined` where it is not here. */
function recordedItems(venue: string, name: string): VenueItem[] | undefined {
  const path = `${folder()}/${venue}/${name}.ndjson.gz`
  if (!existsSync(path)) return undefined
  const lines = gunzipSync(readFileSync(path))
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
    .filter(({ dir }) => dir === 'in')
  const answers = `${folder()}/${venue}/rest/depth-${name}.json`
  const rest = existsSync(answers)
    ? (JSON.parse(readFileSync(answers, 'utf8')) as { url: string; recv: number; body: string }[])
    : []
  return [
    ...lines.map(({ recv, url, frame, kind }) => ({
      recv: recv ?? 0,
      ...(kind === 'rest' ? { url } : {}),
      base64: Buffer.from(frame).toString('base64'),
    })),
    ...rest.map(({ recv, url, body }) => ({
      recv,
      url,
      base64: Buffer.from(body).toString('base64'),
    })),
  ].sort((a, b) => a.recv - b.recv)
}

/** What a simulated venue sends to one that asks for the whole book of the product's first instrument. */
async function simulated(row: VenueRow, driver: ExchangeDriver): Promise<VenueInput> {
  const simulate = await SIMULATORS[row.venue]()
  const runtime = new VirtualRuntime({ seed: SEED })
  const { ports } = runtime.spawn('venue')
  const venue = simulate({ ports, seed: SEED, warmUpMs: 300_000 })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const items: VenueItem[] = []
  const push = (bytes: Uint8Array, url?: string): void =>
    void items.push({
      ...(url === undefined ? {} : { url }),
      base64: Buffer.from(bytes).toString('base64'),
    })
  const market = await runtime.settle(
    MarketData.open({
      driver,
      ports: listening(runtime.ports(), push),
      tap: { incoming: (frame) => push(frame), outgoing: () => {} },
    }),
  )
  const instruments = market.instruments()
  const held = first(instruments, row)
  market.hold(held.pair, { channel: 'book', depth: 'full' })
  await runtime.run({ forMs: LISTEN_MS })
  venue.stop()
  await runtime.settle(market.close())
  // Alone: names of the same book would each have it.
  return { venue: row.venue, market: row.market, instruments: [held], items }
}

function first(instruments: readonly Instrument[], row: VenueRow): Instrument {
  const found = instruments.find(
    ({ product, status }) => product === row.product && status === 'trading',
  )
  if (found === undefined) throw new Error(`${row.venue} trades no ${row.product}`)
  return found
}

/** The ports, with every answer by HTTP noted where it arrived. */
export function listening(ports: Ports, push: (bytes: Uint8Array, url: string) => void): Ports {
  const http: HttpPort = {
    exchange: async (request) => {
      const response = await ports.http.exchange(request)
      push(response.body, request.url)
      return response
    },
    close: () => ports.http.close(),
  }
  return { ...ports, http }
}
