import type { Fault } from '../../core/index.ts'
import { isAcknowledgement } from './answers-lost.ts'
import { type StreamedRequest, streamedOf } from './channels.ts'
import { demand, demandEqual, demandNone } from './check.ts'
import type { Clause } from './clause.ts'
import type { ConformanceWorld } from './world.ts'

/** Time to connect, and for what is on its way. */
const CONNECT_MS = 5_000
const FLOW_MS = 30_000
/** Topics beside the one that is refused. */
const OTHERS = 49

/** Chapter X, first part: what the venue refuses, and what it never answers. */
export const REFUSAL_CLAUSES: readonly Clause[] = [
  {
    id: 'X1',
    text: 'tells an acknowledgement that never comes as ACK_TIMEOUT at its deadline, asks again, and flows once it comes',
    needsVenue: true,
    check: async (bench) => {
      const { driver } = bench
      const instruments = await bench.listed()
      let isDeaf = true
      let lost = 0
      const alter = (frame: Uint8Array): Uint8Array | undefined => {
        if (!isDeaf || !isAcknowledgement(driver, instruments, frame)) return frame
        lost += 1
        return undefined
      }
      await using world = await bench.openYoung({ alter })
      const faults = faultsOf(world)
      const [asked] = world.examples().flatMap((each) => streamedOf(world, each)[0] ?? [])
      demand(asked !== undefined, () => 'no channel is streamed')
      world.market.hold(asked.instrument.pair, asked.request)
      const waitMs = ackTimeoutMs(world, asked)
      await world.runtime.run({ forMs: CONNECT_MS + waitMs })
      demand(lost > 0, () => 'no acknowledgement came that could be lost')
      demandEqual(
        [...new Set(faults.map(({ code, symbol }) => `${code} ${symbol}`))],
        [...new Set(asked.topics.map(({ symbol }) => `ACK_TIMEOUT ${symbol}`))],
        'the faults told',
      )
      isDeaf = false
      await world.runtime.run({ forMs: CONNECT_MS + 3 * waitMs })
      const [wanted, confirmed] = countsOf(world)
      demand(wanted > 0, () => 'nothing is wanted any more')
      demandEqual(confirmed, wanted, 'topics confirmed')
    },
  },
  {
    id: 'X2',
    text: 'tells one topic refused among fifty, and no other, as a typed error: SUBSCRIBE_REJECTED where the refusal names it',
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.openYoung({ listsAll: true })
      const faults = faultsOf(world)
      const { refused, others } = crowdOf(world)
      const { instrument: gone, request } = refused
      const live = world.traded(gone)
      if (live !== undefined) world.venue.market.delist(live)
      const heard = listenTo(world, others)
      world.market.hold(gone.pair, request)
      await world.runtime.run({ forMs: FLOW_MS })
      const isLate = faults[0]?.code === 'ACK_TIMEOUT' && isToldByAbsence(world)
      demandEqual(
        faults.map(({ code, symbol }) => `${code} ${symbol}`),
        refused.topics.map(
          ({ symbol }) => `${isLate ? 'ACK_TIMEOUT' : 'SUBSCRIBE_REJECTED'} ${symbol}`,
        ),
        'the faults told',
      )
      const [wanted, confirmed] = countsOf(world)
      demandEqual(confirmed, wanted - (isLate ? refused.topics.length : 0), 'topics confirmed')
      demand(wanted > 0 && others.length > 0, () => 'nothing is wanted beside it')
      demandNone(
        others
          .filter(({ instrument }) => !heard.has(instrument.pair))
          .map(({ instrument }) => `${instrument.pair}: nothing came`),
      )
    },
  },
]

function faultsOf(world: ConformanceWorld): readonly Fault[] {
  const faults: Fault[] = []
  world.market.subscribe('fault', {}, (fault) => faults.push(fault))
  return faults
}

function ackTimeoutMs({ driver }: ConformanceWorld, { topics }: StreamedRequest): number {
  const endpoints = new Set(topics.map(({ endpoint }) => endpoint))
  const own = driver.facts.streams.filter(({ id }) => endpoints.has(id))
  return Math.max(...own.map((facts) => facts.ackTimeoutMs))
}

function countsOf(world: ConformanceWorld): readonly [wanted: number, confirmed: number] {
  const all = world.market.connections()
  return [
    all.reduce((sum, { wanted }) => sum + wanted, 0),
    all.reduce((sum, { confirmed }) => sum + confirmed, 0),
  ]
}

interface Crowd {
  readonly refused: StreamedRequest
  readonly others: readonly StreamedRequest[]
}

/** A request, and as many others as wanted whose topics go to its endpoint: the one endpoint with most of them. */
function crowdOf(world: ConformanceWorld): Crowd {
  const requests = world.examples(OTHERS).flatMap((instrument) => streamedOf(world, instrument))
  const crowds = world.driver.facts.streams.flatMap(({ id }) => {
    const own = requests.filter(({ topics }) => topics.every(({ endpoint }) => endpoint === id))
    const refused = own.findLast(({ request }) => request.channel === own[0]?.request.channel)
    const others = own.filter(({ instrument }) => instrument !== refused?.instrument)
    return refused === undefined ? [] : [{ refused, others: others.slice(0, OTHERS) }]
  })
  const [largest] = crowds.toSorted((a, b) => b.others.length - a.others.length)
  demand(largest !== undefined, () => 'no channel is streamed')
  return largest
}

/**
 * Whether the venue answers with all that it carries, so that a refusal names nothing: what is missing then is missing at
 * the deadline.
 */
function isToldByAbsence({ driver, received }: ConformanceWorld): boolean {
  const { readControl } = driver.session
  return received.some(({ bytes, source: { endpoint } }) =>
    readControl(bytes, endpoint).some(({ type }) => type === 'carried'),
  )
}

/** Holds the requests; the pairs of which anything came. */
function listenTo(
  world: ConformanceWorld,
  requests: readonly StreamedRequest[],
): ReadonlySet<string> {
  const heard = new Set<string>()
  for (const kind of ['trade', 'bbo', 'bookSnapshot', 'ticker', 'candle'] as const)
    world.market.subscribe(kind, {}, ({ pair }) => heard.add(pair))
  for (const { instrument, request } of requests) world.market.hold(instrument.pair, request)
  return heard
}
