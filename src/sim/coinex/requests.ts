import { DEPTHS, MERGE_INTERVALS } from './products.ts'
import { bookStream, EVERY } from './streams.ts'

/** What a client asks for. */
export interface SocketRequest {
  /** Its id, as sent; `null` where it has none. */
  readonly id: unknown
  /** What about: `depth`, `server`, … */
  readonly subject: string
  /** What to do: `subscribe`, `ping`, … */
  readonly verb: string
  /** Its parameters. */
  readonly params: Readonly<Record<string, unknown>>
}

/** Reads a request; `undefined` where it is none. */
export function readRequest(text: string): SocketRequest | undefined {
  const message = parsed(text)
  if (!isRecord(message)) return undefined
  const { id = null, method, params = {} } = message
  if (typeof method !== 'string' || !isRecord(params)) return undefined
  const [subject = '', verb = ''] = method.split('.')
  return { id, subject, verb, params }
}

/** Subjects that anybody may subscribe, and those of accounts. */
export const PUBLIC: ReadonlySet<string> = new Set(['depth', 'bbo', 'deals', 'state', 'index'])
/** Subjects that a signature is needed for. */
export const PRIVATE: ReadonlySet<string> = new Set([
  'order',
  'stop',
  'user_deals',
  'position',
  'balance',
])
/** Subjects of which an empty list means every market. */
const OF_EVERY_MARKET: ReadonlySet<string> = new Set(['deals', 'state', 'index'])

/** One market of a subscription. */
export interface Wanted {
  /** The market. */
  readonly symbol: string
  /** The stream; `undefined` where what was asked for is accepted, and then silent. */
  readonly stream: string | undefined
}

/** What a subscribe asks for; `undefined` where its list is none. `symbols` are those of every market. */
export function wantedOf(
  { subject, params }: SocketRequest,
  symbols: readonly string[],
): readonly Wanted[] | undefined {
  const list = params['market_list']
  if (!Array.isArray(list)) return undefined
  if (list.length === 0 && OF_EVERY_MARKET.has(subject)) {
    if (subject === 'state') return [{ symbol: EVERY, stream: `state:${EVERY}` }]
    return symbols.map((symbol) => ({ symbol, stream: `${subject}:${symbol}` }))
  }
  return list.map((entry: unknown) => wanted(subject, entry))
}

/** A depth that does not exist and an unknown interval are accepted like a market that does not exist. */
function wanted(subject: string, entry: unknown): Wanted {
  if (subject !== 'depth') {
    const symbol = String(entry)
    return { symbol, stream: `${subject}:${symbol}` }
  }
  const [symbol, limit, interval, isAlwaysWhole]: readonly unknown[] = Array.isArray(entry)
    ? entry
    : []
  const isPlan =
    typeof limit === 'number' &&
    DEPTHS.includes(limit) &&
    typeof interval === 'string' &&
    MERGE_INTERVALS.has(interval)
  const name = String(symbol)
  return {
    symbol: name,
    stream: isPlan
      ? bookStream(name, { limit, interval, isAlwaysWhole: isAlwaysWhole === true })
      : undefined,
  }
}

/** Markets to unsubscribe: an empty list is all of the subject; `undefined` where it is no list. */
export function unwantedOf({ params }: SocketRequest): readonly string[] | undefined {
  const list = params['market_list']
  return Array.isArray(list) ? list.map(String) : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON is a bad argument, and is answered as one.
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
