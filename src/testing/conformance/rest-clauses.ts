import {
  CrossbookError,
  type ExchangeDriver,
  type HttpResponse,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type RestCall,
} from '../../core/index.ts'
import { demand, demandNone } from './check.ts'
import type { Clause } from './clause.ts'

const DAY_US = 86_400_000_000
/** A time in the past, for calls that are described and not sent. */
const SOME_TIME_US = 1_767_000_000_000_000

/** Chapter R: calls. */
export const REST_CLAUSES: readonly Clause[] = [
  {
    id: 'R1',
    text: 'describes calls of its own services, each with a cost, harmless to repeat',
    needsVenue: true,
    check: async (bench) => {
      const services = new Set(bench.driver.facts.rest.map(({ id }) => id))
      const calls = await callsOf(bench.driver, await bench.listed())
      demandNone(
        calls.flatMap(([name, { request }]) => [
          ...(services.has(request.service)
            ? []
            : [`${name}: there is no service ${request.service}`]),
          ...(request.weight > 0 ? [] : [`${name}: weight ${request.weight}`]),
          ...(request.isIdempotent ? [] : [`${name}: market data may be asked for twice`]),
          ...(request.path.startsWith('/') ? [] : [`${name}: path ${request.path}`]),
        ]),
      )
    },
  },
  {
    id: 'R2',
    text: 'takes a page of HTML, nothing, or half an answer with status 200 for no answer',
    needsVenue: true,
    check: async (bench) => {
      const bodies = ['<html><body>maintenance</body></html>', '', '{"data":[{"sym', '[', 'null']
      const problems: string[] = []
      for (const [name, call] of await callsOf(bench.driver, await bench.listed())) {
        for (const body of bodies) {
          try {
            call.parse({ status: 200, headers: {}, body: Buffer.from(body) }, 0)
            problems.push(`${name}: "${body}" was taken for an answer`)
          } catch (error) {
            if (!(error instanceof CrossbookError))
              problems.push(`${name}: "${body}" threw ${String(error)}`)
          }
        }
      }
      demandNone(problems)
    },
  },
  {
    id: 'R3',
    text: 'tells limits, outages and refusals apart, whatever the body says',
    needsVenue: false,
    check: ({ driver }) => {
      const problems: string[] = []
      for (const { id } of driver.facts.rest) {
        for (const body of ['', '<html></html>', '{}', '{"code":-1,"msg":"x"}', '[1,2']) {
          const answer = (status: number): HttpResponse => ({
            status,
            headers: {},
            body: Buffer.from(body),
          })
          const [limited, down, wrong] = [429, 503, 404].map((status) =>
            driver.rest.error(answer(status), id),
          )
          if (limited?.code !== 'RATE_LIMITED')
            problems.push(`${id}: 429 "${body}" is ${limited?.code}`)
          if (down?.retry !== 'safe')
            problems.push(`${id}: 503 "${body}" may be tried again ${down?.retry}`)
          if (wrong?.retry === 'safe')
            problems.push(`${id}: 404 "${body}" may be tried again safely`)
        }
      }
      demandNone(problems)
    },
  },
  {
    id: 'R4',
    text: 'reads the venue’s past: bars, trades and fundings, oldest first, no more than asked for',
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.open()
      const { rest } = bench.driver
      const problems: string[] = []
      const look = async (name: string, rows: Promise<readonly number[]>): Promise<void> => {
        const times = await world.runtime.settle(rows)
        if (times.length === 0 || times.length > 3)
          problems.push(`${name}: ${times.length} of at most 3 rows`)
        if (times.some((time, at) => time < (times[at - 1] ?? 0)))
          problems.push(`${name}: not oldest first`)
      }
      const { history } = world.market
      for (const { pair, market, contract, kind } of world.examples()) {
        if (rest.candles !== undefined)
          await look(
            `bars of ${pair}`,
            history
              .candles(pair, '1m', { limit: 3 })
              .then((rows) => rows.map((row) => row.openTimeUs)),
          )
        if (rest.trades !== undefined)
          await look(
            `trades of ${pair}`,
            history
              .trades(pair, { limit: 3 })
              .then((rows) => rows.map((row) => row.venueTimeUs ?? 0)),
          )
        if (
          rest.funding !== undefined &&
          market === 'futures' &&
          contract !== undefined &&
          kind === 'perpetual'
        )
          await look(
            `fundings of ${pair}`,
            history
              .funding(pair, { fromTimeUs: world.runtime.trueTimeUs() - 2 * DAY_US, limit: 3 })
              .then((rows) => rows.map((row) => row.venueTimeUs ?? 0)),
          )
      }
      demandNone(problems)
    },
  },
  {
    id: 'R5',
    text: 'reads the venue’s clock in microseconds',
    needsVenue: true,
    exempt: ({ rest }) => (rest.serverTime === undefined ? 'the venue tells no time' : undefined),
    check: async (bench) => {
      await using world = await bench.open()
      for (const { id } of bench.driver.facts.rest) {
        const call = bench.driver.rest.serverTime?.(id)
        const place = world.venue.rest[id]
        const host = world.venue.hosts[place?.host ?? '']
        if (call === undefined || place === undefined || host === undefined) continue
        const { method, path, query = {}, body = '' } = call.request
        const search = new URLSearchParams(
          Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
        )
        const target = `${place.path}${path}${search.size > 0 ? `?${search.toString()}` : ''}`
        const answer = host.request({ method, target, headers: {}, body })
        demand(answer.kind === 'response', () => `${id}: ${answer.kind} for an answer`)
        const offUs = call.parse(answer.response, 0) - world.runtime.trueTimeUs()
        demand(Math.abs(offUs) < 5_000_000, () => `${id}: the clock is off by ${offUs} µs`)
      }
    },
  },
]

/** The calls that a driver describes for the first instrument of each product. */
async function callsOf(
  { rest, facts }: ExchangeDriver,
  instruments: readonly Instrument[],
): Promise<readonly (readonly [name: string, call: RestCall<unknown>])[]> {
  const found = new Map<string, RestCall<unknown>>()
  rest
    .instruments(facts.products.map(({ id }) => id))
    .forEach((call, i) => found.set(`listing ${i}`, call))
  for (const { id } of facts.products) {
    const instrument = instruments.find(({ product }) => product === id)
    if (instrument === undefined) continue
    const slot = new InstrumentSlot(instrumentIndex(0), instrument)
    if (rest.candles) found.set(`bars of ${id}`, rest.candles(instrument, '1m', { limit: 3 }))
    if (rest.trades) found.set(`trades of ${id}`, rest.trades(slot, { limit: 3 }))
    if (rest.funding && instrument.kind === 'perpetual')
      found.set(
        `fundings of ${id}`,
        rest.funding(instrument, { fromTimeUs: SOME_TIME_US, limit: 3 }),
      )
  }
  for (const { id } of facts.rest)
    if (rest.serverTime) found.set(`clock of ${id}`, rest.serverTime(id))
  return [...found]
}
