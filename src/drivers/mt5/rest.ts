import {
  type HttpRequest,
  type InstrumentSlot,
  type RestCall,
  type RestProtocol,
  VenueError,
} from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import {
  arrayAt,
  asArray,
  asDecimal,
  asInteger,
  asObject,
  integerAt,
  parseJson,
} from '../kit/fields.ts'
import { emptyTicks, TickColumns } from '../kit/tick-columns.ts'
import { restError } from './errors.ts'
import { holdsToken } from './hello.ts'
import { readSymbol, withOwnNames } from './instruments.ts'
import { type Mt5Options, ServerClock } from './options.ts'
import { toScaledAt } from './scaled-at.ts'

/** The HTTP side of a bridge: what a socket cannot be asked before it is subscribed. docs/venues/mt5.md §HTTP. */
export function createRest(options: Mt5Options): RestProtocol {
  return {
    instruments: (products) => [
      {
        request: get('/symbols', {}),
        parse: ({ body }) =>
          withOwnNames(
            arrayAt(trusted(body, options), 'k').map((row) =>
              readSymbol(asObject(row, 'symbol'), options),
            ),
          ).filter(({ product }) => products.includes(product)),
      },
    ],
    serverTime: () => ({
      request: get('/time', {}),
      parse: ({ body }) => integerAt(trusted(body, options), 'now') * 1000,
    }),
    error: restError,
  }
}

/** A span of the past, epoch µs, both ends included. */
export interface TickSpan {
  /** First moment. */
  readonly fromTimeUs: number
  /** Last moment. */
  readonly toTimeUs: number
}

const QUOTE_CHANGED = 2 | 4

/** Asks for the quotes of a span; times are UTC, both ways. Ticks in which no quote changed are left out. */
export function ticksCall(
  slot: InstrumentSlot,
  { fromTimeUs, toTimeUs }: TickSpan,
  options: Mt5Options,
): RestCall<TickColumns> {
  const from = Math.floor(fromTimeUs / 1000)
  const to = Math.floor(toTimeUs / 1000)
  return {
    request: get('/ticks', { s: slot.instrument.symbol, from, to }),
    parse: ({ body }, localTimeUs) =>
      readTicks(trusted(body, options), slot, localTimeUs, options).within(fromTimeUs, toTimeUs),
  }
}

function readTicks(
  answer: JsonObject,
  slot: InstrumentSlot,
  localTimeUs: number,
  { pastOffsets }: Mt5Options,
): TickColumns {
  const clock = new ServerClock(pastOffsets)
  clock.set(integerAt(answer, 'srvOff'))
  const rows = arrayAt(answer, 'k')
    .map((row) => asArray(row, 'tick'))
    .filter((row) => (asInteger(row[6], 'flags') & QUOTE_CHANGED) !== 0)
  const numbers = emptyTicks(rows.length)
  rows.forEach((row, i) => {
    numbers.timesUs[i] = clock.toUtcUs(asInteger(row[0], 'time'))
  })
  const columns = [1, 2].map((at) => rows.map((row) => asDecimal(row[at], 'price')))
  const { scale, columns: scaled } = toScaledAt(columns, slot.priceScale)
  const [bids = [], asks = []] = scaled
  rows.forEach((_row, i) => {
    // 0 is no quote on that side; the terminal tells no sizes.
    const [bid = 0, ask = 0] = [bids[i], asks[i]]
    numbers.bids[i] = bid === 0 ? Number.NaN : bid
    numbers.asks[i] = ask === 0 ? Number.NaN : ask
    numbers.bidSizes[i] = bid === 0 ? Number.NaN : 0
    numbers.askSizes[i] = ask === 0 ? Number.NaN : 0
  })
  const shape = { slot, priceScale: scale, sizeScale: slot.sizeScale, localTimeUs }
  return new TickColumns(shape, numbers)
}

function get(path: string, query: Readonly<Record<string, string | number>>): HttpRequest {
  return { service: 'bridge', method: 'GET', path, query, weight: 1, isIdempotent: true }
}

/** An answer, once the bridge has shown the token in it. */
function trusted(body: Uint8Array, options: Mt5Options): JsonObject {
  const answer = asObject(parseJson(body), 'answer')
  if (holdsToken(answer, options)) return answer
  throw new VenueError('VENUE_REJECTED', 'Asking the bridge: its answer does not show the token')
}
