import type {
  ExchangeDriver,
  FrameOutcome,
  FrameSink,
  Instrument,
  Market,
} from '../../core/index.ts'
import { createInstrumentTable } from '../../drivers/kit/instrument-table.ts'
import { requestsOf } from './requests.ts'
import type { ConformanceWorld } from './world.ts'

/** Long enough for every cadence, and for a few of the rarest events. */
const LISTEN_MS = 30_000
/** Frames that are damaged in every way; more add time, not kinds. */
const MOST_SAMPLES = 48

/** Frames that a simulated venue sent, and the instruments that they speak of. */
export interface Capture {
  /** All of them, in order. */
  readonly all: readonly CapturedFrame[]
  /** Some of every endpoint and size, for what is slow. */
  readonly samples: readonly CapturedFrame[]
  /** The listing. */
  readonly instruments: readonly Instrument[]
}

/** One frame. */
export interface CapturedFrame {
  /** The endpoint that it came by. */
  readonly endpoint: string
  /** What a symbol alone leaves open. */
  readonly market: Market
  /** Its bytes. */
  readonly bytes: Uint8Array
}

/** What became of a frame. */
export interface Decoded {
  /** The outcome. */
  readonly outcome: FrameOutcome
  /** What was told, as JSON. */
  readonly told: readonly string[]
  /** Why it was left aside, or could not be read. */
  readonly why: string
}

/** Subscribes everything that is offered for one instrument of each product, and keeps what arrives. */
export async function capture(driver: ExchangeDriver, open: ConformanceWorld): Promise<Capture> {
  await using world = open
  for (const instrument of world.examples()) {
    for (const request of requestsOf(driver, instrument.product)) {
      if (request.channel === 'candle' && request.interval !== '1m') continue
      world.market.hold(instrument.pair, request)
    }
  }
  await world.runtime.run({ forMs: LISTEN_MS })
  const all = world.received.map(({ source: { endpoint }, bytes }) => {
    const facts = driver.facts.streams.find(({ id }) => id === endpoint)
    return { endpoint, market: facts?.market ?? ('spot' as const), bytes }
  })
  return { all, samples: samplesOf(all), instruments: world.market.instruments() }
}

/** The first and then every n-th of each endpoint, so that greetings, answers and all kinds of data are among them. */
function samplesOf(all: readonly CapturedFrame[]): readonly CapturedFrame[] {
  const endpoints = [...new Set(all.map(({ endpoint }) => endpoint))]
  const most = Math.ceil(MOST_SAMPLES / Math.max(1, endpoints.length))
  return endpoints.flatMap((endpoint) => {
    // The largest are snapshots: once is enough, and cutting them everywhere takes long.
    const own = all.filter((each) => each.endpoint === endpoint && each.bytes.length <= 4_096)
    const early = own.slice(0, Math.ceil(most / 2))
    const rest = own.slice(early.length)
    const step = Math.max(1, Math.floor(rest.length / Math.max(1, most - early.length)))
    return [...early, ...rest.filter((_, at) => at % step === 0).slice(0, most - early.length)]
  })
}

/** Reads one frame with a decoder of its own. */
export function decodeAlone(
  driver: ExchangeDriver,
  instruments: readonly Instrument[],
  market: Market,
  bytes: Uint8Array,
): Decoded {
  const table = createInstrumentTable()
  for (const instrument of instruments) table.add(instrument)
  const decoder = driver.createDecoder(table, market)
  const told: string[] = []
  const keep = (event: unknown): void => void told.push(JSON.stringify(event))
  const sink: FrameSink = { book: keep, bbo: keep, trade: keep, event: keep, lost: () => {} }
  const outcome = decoder.decode(bytes, 1_700_000_000_000_000, sink)
  const why = outcome === 'fault' ? (decoder.fault?.message ?? '') : decoder.ignoredReason
  return { outcome, told, why }
}
