import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Kind, Layout } from './input.ts'

/** Recorded streams that rows are measured on; symbol and layout are in the name. */
const FILES: Readonly<Record<string, { file: string; layout: Layout; symbol: string }>> = {
  'BTCUSDT spot': {
    file: 'spot-book+trade+bbo-BTCUSDT-2024-08-08.ndjson.gz',
    layout: 'spot',
    symbol: 'BTCUSDT',
  },
  'BTCUSDT perpetual': {
    file: 'usdm-book+trade+bbo-BTCUSDT-2024-08-08.ndjson.gz',
    layout: 'usdm',
    symbol: 'BTCUSDT',
  },
}

/** One recorded connection, by kind of stream. */
export interface Recording {
  readonly layout: Layout
  readonly symbol: string
  /** The REST snapshot that the recorder took. */
  readonly snapshot: string
  readonly frames: Readonly<Record<Kind, readonly Buffer[]>>
}

const folder = (): string => resolve(process.env['CROSSBOOK_RECORDINGS'] ?? '../shared/recordings')

/** Whether the recorded Binance frames are on this machine. */
export function hasRecordings(): boolean {
  return Object.values(FILES).every(({ file }) => existsSync(`${folder()}/binance/${file}`))
}

/** Reads a recording; depth frames older than the snapshot are left out, so every frame kept changes the book. */
export function readRecording(name: string): Recording {
  const known = FILES[name]
  if (known === undefined) throw new Error(`No recording is called ${name}`)
  const text = gunzipSync(readFileSync(`${folder()}/binance/${known.file}`)).toString('utf8')
  const frames = { depth: [] as Buffer[], bbo: [] as Buffer[], trade: [] as Buffer[] }
  let snapshot = ''
  for (const line of text.split('\n')) {
    if (line === '') continue
    const { kind, frame } = JSON.parse(line) as { kind?: string; frame: string }
    if (kind === 'rest') snapshot = frame
    else if (frame.includes('@depth')) frames.depth.push(Buffer.from(frame))
    else if (frame.includes('@bookTicker')) frames.bbo.push(Buffer.from(frame))
    else if (frame.includes('@trade')) frames.trade.push(Buffer.from(frame))
  }
  const { lastUpdateId } = JSON.parse(snapshot) as { lastUpdateId: number }
  const isNew = (frame: Buffer): boolean => {
    const { data } = JSON.parse(frame.toString()) as { data: { u: number } }
    return data.u > lastUpdateId
  }
  return { ...known, snapshot, frames: { ...frames, depth: frames.depth.filter(isNew) } }
}
