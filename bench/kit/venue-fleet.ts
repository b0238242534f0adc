import type { DepthChoice, ExchangeDriver, Instrument } from '../../src/core/index.ts'
import { MarketData } from '../../src/market/index.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'
import { type SimInstrumentOptions, type Simulator, venueOrigins } from '../../src/sim/index.ts'
import type { FleetMessage } from './fleet-messages.ts'
import { listening } from './venue-capture.ts'

/** A venue of the fleet. */
export interface FleetMember {
  readonly driver: ExchangeDriver
  readonly simulate: Simulator
  /** The depth of its books; the full one unless told. */
  readonly depth?: DepthChoice
}

/** What a fleet was sent, in the order of arrival, and what its venues list. */
export interface FleetCapture {
  readonly messages: readonly FleetMessage[]
  /** By the place of the venue. */
  readonly instruments: readonly (readonly Instrument[])[]
}

const SEED = 1

/** Lets simulated venues send what subscribers of so many books of each get, for so long of their own time. */
export async function captureFleet(
  members: readonly FleetMember[],
  options: { readonly booksEach: number; readonly forMs: number },
): Promise<FleetCapture> {
  const runtime = new VirtualRuntime({ seed: SEED })
  const { ports } = runtime.spawn('venues')
  const messages: FleetMessage[] = []
  const instruments: (readonly Instrument[])[] = []
  const closers: (() => Promise<void>)[] = []
  for (const [venue, { driver, simulate, depth = 'full' }] of members.entries()) {
    const [sample] = simulate({ ports, seed: SEED }).market.instruments()
    if (sample === undefined) throw new Error('A venue lists nothing')
    const simulated = simulate({
      ports,
      seed: SEED,
      instruments: many(sample.spec, options.booksEach),
    })
    for (const [origin, host] of venueOrigins(simulated)) runtime.network.listen(origin, host)
    simulated.start()
    const push = (bytes: Uint8Array, url = ''): void =>
      void messages.push({ venue, url, bytes: bytes.slice() })
    const market = await runtime.settle(
      MarketData.open({
        driver,
        ports: listening(runtime.ports(), push),
        tap: { incoming: (frame) => push(frame), outgoing: () => {} },
        instrumentRefreshMs: false,
      }),
    )
    const listed = market.instruments().slice(0, options.booksEach)
    for (const { pair } of listed) market.hold(pair, { channel: 'book', depth })
    instruments.push(market.instruments())
    closers.push(() => {
      simulated.stop()
      return market.close()
    })
  }
  await runtime.run({ forMs: options.forMs })
  for (const close of closers) await runtime.settle(close())
  return { messages, instruments }
}

/** As many instruments as are asked for, each like the first but for its name. */
function many(
  {
    product,
    symbol,
    base,
    quote,
    settle,
    kind,
    tickSize,
    lotSize,
    startPrice,
  }: SimInstrumentOptions,
  count: number,
): readonly SimInstrumentOptions[] {
  return Array.from({ length: count }, (_, i) => {
    const name = `${letter(i / 26)}${letter(i)}X`
    const isLower = symbol === symbol.toLowerCase()
    return {
      product,
      symbol: symbol.replace(
        isLower ? base.toLowerCase() : base,
        isLower ? name.toLowerCase() : name,
      ),
      base: name,
      quote,
      ...(settle === undefined ? {} : { settle }),
      ...(kind === undefined ? {} : { kind }),
      tickSize,
      lotSize,
      startPrice,
    }
  })
}

const letter = (i: number): string => String.fromCharCode(65 + (Math.floor(i) % 26))
