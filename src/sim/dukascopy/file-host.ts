import type { HttpResponse } from '../../core/index.ts'
import { daysSinceEpoch } from '../../wire/index.ts'
import type { Dialect } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { ArchivedInstrument } from './archive.ts'
import { type ArchivedBar, barsOf } from './bars.ts'
import type { DukascopyState } from './dukascopy-state.ts'
import { htmlResponse } from './html.ts'
import { packLiterals } from './lzma-literals.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const TICKS = /^\/datafeed\/([A-Z0-9]+)\/(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)h_ticks\.bi5$/
const MINUTES = /^\/datafeed\/([A-Z0-9]+)\/(\d{4})\/(\d\d)\/(\d\d)\/(BID|ASK)_candles_min_1\.bi5$/

/** The host of the classic files: ticks by the hour, bars of a minute by the day; months from 00. */
export function fileHost(state: DukascopyState): Dialect {
  const budget = new WindowBudget(state.clock, state.limits.callsPerSecond, 1000)
  return {
    accept: () => ({ refuse: 404 }),
    request({ method, target }) {
      if (state.limits.isFileHostSilent) return { kind: 'silence' }
      const path = target.split('?', 1)[0] ?? ''
      const response = method === 'GET' && budget.spend(1) ? answer(state, path) : htmlResponse(403)
      return { kind: 'response', response, delayMs: state.limits.restDelayMs }
    },
    failure: (status) => htmlResponse(status),
  }
}

function answer(state: DukascopyState, path: string): HttpResponse {
  const tickPath = TICKS.exec(path)
  const minutePath = MINUTES.exec(path)
  const [, name = '', year, month, day, last] = tickPath ?? minutePath ?? []
  const spec = state.find(name)
  if (spec === undefined || Number(month) > 11) return htmlResponse(404)
  const dayMs = daysSinceEpoch(Number(year), Number(month) + 1, Number(day)) * DAY_MS
  const bytes =
    tickPath === null
      ? minutes(state, spec, dayMs, last === 'ASK' ? 'ASK' : 'BID')
      : hour(state, spec, dayMs + Number(last) * HOUR_MS)
  if (bytes === undefined) return htmlResponse(404)
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: bytes }
}

/** `undefined` where the hour is not over, or where empty files are left out. */
function hour(
  state: DukascopyState,
  spec: ArchivedInstrument,
  hourMs: number,
): Uint8Array | undefined {
  if (hourMs + HOUR_MS > state.nowMs()) return undefined
  const rows = state.archive.hour(spec, hourMs)
  if (rows.length === 0) return state.limits.omitsEmptyFiles ? undefined : new Uint8Array(0)
  const data = new DataView(new ArrayBuffer(20 * rows.length))
  rows.forEach(({ ms, ask, bid, askVolume, bidVolume }, i) => {
    data.setUint32(20 * i, ms)
    data.setUint32(20 * i + 4, points(spec, ask))
    data.setUint32(20 * i + 8, points(spec, bid))
    data.setFloat32(20 * i + 12, askVolume / 1e6)
    data.setFloat32(20 * i + 16, bidVolume / 1e6)
  })
  return packLiterals(new Uint8Array(data.buffer))
}

/** A file has a bar for every minute: flat ones of volume 0 where nothing happened. */
function minutes(
  state: DukascopyState,
  spec: ArchivedInstrument,
  dayMs: number,
  side: 'BID' | 'ASK',
): Uint8Array | undefined {
  if (dayMs + DAY_MS > state.nowMs()) return undefined
  const span = { fromMs: dayMs, toMs: dayMs + DAY_MS, stepMs: 60_000 }
  const bars = new Map(
    barsOf(state.archive, spec, side, span).map((bar) => [bar.openMs, bar] as const),
  )
  const data = new DataView(new ArrayBuffer(24 * 1440))
  let before = spec.start
  for (let minute = 0; minute < 1440; minute += 1) {
    const openMs = dayMs + minute * 60_000
    const flat: ArchivedBar = {
      openMs,
      open: before,
      high: before,
      low: before,
      close: before,
      volume: 0,
    }
    const bar = bars.get(openMs) ?? flat
    before = bar.close
    data.setUint32(24 * minute, minute * 60)
    const prices = [bar.open, bar.close, bar.low, bar.high]
    prices.forEach((price, at) => data.setUint32(24 * minute + 4 + 4 * at, points(spec, price)))
    data.setFloat32(24 * minute + 20, bar.volume / 1e6)
  }
  return packLiterals(new Uint8Array(data.buffer))
}

/** A price as the integer of the instrument's own point factor, which may differ from the listed scale. */
function points(spec: ArchivedInstrument, price: number): number {
  return price * 10 ** ((spec.fileScale ?? spec.priceScale) - spec.priceScale)
}
