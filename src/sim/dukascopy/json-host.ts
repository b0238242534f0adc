import type { HttpResponse } from '../../core/index.ts'
import { scaledText } from '../../core/index.ts'
import { dateOfDays, daysSinceEpoch } from '../../wire/index.ts'
import { type Dialect, jsonResponse } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { ArchivedInstrument, ArchivedTick } from './archive.ts'
import { barsOf } from './bars.ts'
import type { DukascopyState } from './dukascopy-state.ts'
import { htmlResponse } from './html.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const STEPS = { minute: 60_000, hour: HOUR_MS, day: DAY_MS } as const

/** The JSON service: listing, ticks of an hour, bars of a day, a month, a year. */
export function jsonHost(state: DukascopyState): Dialect {
  const budget = new WindowBudget(state.clock, state.limits.callsPerSecond, 1000)
  return {
    accept: () => ({ refuse: 404 }),
    request({ method, target }) {
      const response =
        method !== 'GET'
          ? jsonResponse(405, {})
          : budget.spend(1)
            ? answer(state, new URL(target, 'http://host'))
            : htmlResponse(403)
      return { kind: 'response', response, delayMs: state.limits.restDelayMs }
    },
    failure: (status) => htmlResponse(status),
  }
}

function answer(state: DukascopyState, { pathname, searchParams }: URL): HttpResponse {
  const [root, version, what, ...rest] = pathname.split('/').map(decodeURIComponent)
  if (root !== '' || version !== 'v1') return jsonResponse(404, {})
  const from = searchParams.get('from')
  const fromMs = from === null ? undefined : Number(from)
  if (what === 'instruments') return instruments(state, rest[0])
  if (what === 'ticks') return ticks(state, rest, fromMs)
  return what === 'candles' ? candles(state, rest, fromMs) : jsonResponse(404, {})
}

function instruments(state: DukascopyState, code: string | undefined): HttpResponse {
  if (code === undefined) {
    const rows = state.instruments().map((spec, i) => ({ id: i + 1, ...row(spec), rating: 0 }))
    return jsonResponse(200, { instruments: rows, groups: [] })
  }
  const spec = state.find(code)
  if (spec === undefined) return jsonResponse(404, {})
  const periods = ['TICK', 'MINUTE', 'HOUR', 'DAY']
  const histories = periods.map((period) => ({ period, from: state.historyFromMs }))
  return jsonResponse(200, { ...row(spec), contractSize: 1, histories })
}

function row(spec: ArchivedInstrument): Readonly<Record<string, unknown>> {
  return {
    name: `${spec.base}/${spec.quote}`,
    code: spec.symbol,
    description: `${spec.base} against ${spec.quote}`,
    pipValue: 10 ** (1 - spec.priceScale),
    priceScale: spec.listedScale === undefined ? spec.priceScale : spec.listedScale,
  }
}

function ticks(
  state: DukascopyState,
  [code = '', ...date]: readonly string[],
  fromMs: number | undefined,
): HttpResponse {
  const spec = state.find(code)
  const hourMs = fromMs ?? startOf(date, 4)
  if (spec === undefined || hourMs === undefined || hourMs % HOUR_MS !== 0) {
    return jsonResponse(404, {})
  }
  // A finished hour by its date, the running one by `from`.
  if (fromMs === undefined && hourMs + HOUR_MS > state.nowMs()) return jsonResponse(404, {})
  const rows = state.archive.hour(spec, hourMs).filter(({ ms }) => hourMs + ms <= state.nowMs())
  return rawJson(tickColumns(spec, hourMs, rows))
}

/** Written by hand: JSON.stringify has no `1.0E-5`. */
function tickColumns(
  spec: ArchivedInstrument,
  timestamp: number,
  rows: readonly ArchivedTick[],
): string {
  const [first] = rows
  const steps = (of: (tick: ArchivedTick) => number): string =>
    rows.map((tick, i) => of(tick) - (i === 0 ? 0 : of(rows[i - 1] ?? tick))).join(',')
  const units = (price: number): number => price / spec.tick
  const base = (price: number | undefined): string =>
    price === undefined ? 'null' : scaledText(price, spec.priceScale)
  const unit = (price: (tick: ArchivedTick) => number): string =>
    rows.map((tick, i) => units(price(tick) - price(rows[Math.max(0, i - 1)] ?? tick))).join(',')
  return [
    `{"timestamp":${timestamp},"multiplier":${multiplierText(spec)}`,
    `"ask":${base(first?.ask)},"bid":${base(first?.bid)}`,
    `"times":[${steps(({ ms }) => ms)}]`,
    `"asks":[${unit(({ ask }) => ask)}],"bids":[${unit(({ bid }) => bid)}]`,
    `"askVolumes":[${rows.map(({ askVolume }) => askVolume).join(',')}]`,
    `"bidVolumes":[${rows.map(({ bidVolume }) => bidVolume).join(',')}]}`,
  ].join(',')
}

function multiplierText({ priceScale }: ArchivedInstrument): string {
  return priceScale === 0 ? '1.0' : `1.0E-${priceScale}`
}

function candles(
  state: DukascopyState,
  [step = '', code = '', side = '', ...date]: readonly string[],
  fromMs: number | undefined,
): HttpResponse {
  const spec = state.find(code)
  if (spec === undefined || (side !== 'BID' && side !== 'ASK')) return jsonResponse(404, {})
  if (step !== 'minute' && step !== 'hour' && step !== 'day') return jsonResponse(404, {})
  const startMs = fromMs ?? startOf(date, { minute: 3, hour: 2, day: 1 }[step])
  if (startMs === undefined) return jsonResponse(404, {})
  const endMs = endOf(startMs, step)
  if (fromMs === undefined && endMs > state.nowMs()) return jsonResponse(404, {})
  const toMs = Math.min(endMs, state.nowMs())
  const bars = barsOf(state.archive, spec, side, { fromMs: startMs, toMs, stepMs: STEPS[step] })
  const [first] = bars
  const column = (of: (bar: (typeof bars)[number]) => number): string =>
    bars.map((bar, i) => of(bar) - of(bars[Math.max(0, i - 1)] ?? bar)).join(',')
  const base = (price: number | undefined): string =>
    price === undefined ? 'null' : scaledText(price, spec.priceScale)
  const times = bars
    .map(({ openMs }, i) => (openMs - (bars[i - 1]?.openMs ?? startMs)) / STEPS[step])
    .join(',')
  return rawJson(
    [
      `{"timestamp":${startMs},"multiplier":${multiplierText(spec)},"shift":${STEPS[step]}`,
      `"open":${base(first?.open)},"high":${base(first?.high)}`,
      `"low":${base(first?.low)},"close":${base(first?.close)},"times":[${times}]`,
      `"opens":[${column(({ open }) => open)}],"highs":[${column(({ high }) => high)}]`,
      `"lows":[${column(({ low }) => low)}],"closes":[${column(({ close }) => close)}]`,
      `"volumes":[${bars.map(({ volume }) => scaledText(volume, 6)).join(',')}]}`,
    ].join(','),
  )
}

/** The start of `year/month/day/hour`, as many parts as there must be; months from 1, nothing padded. */
function startOf(parts: readonly string[], count: number): number | undefined {
  if (parts.length !== count || !parts.every((part) => /^(?:0|[1-9]\d*)$/.test(part))) {
    return undefined
  }
  const [year = 0, month = 1, day = 1, hour = 0] = parts.map(Number)
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23) return undefined
  return daysSinceEpoch(year, month, day) * DAY_MS + hour * HOUR_MS
}

function endOf(startMs: number, step: keyof typeof STEPS): number {
  if (step === 'minute') return startMs + DAY_MS
  const { year, month } = dateOfDays(startMs / DAY_MS)
  const next =
    step === 'day' || month === 12 ? ([year + 1, 1] as const) : ([year, month + 1] as const)
  return daysSinceEpoch(next[0], next[1], 1) * DAY_MS
}

function rawJson(text: string): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(text),
  }
}
