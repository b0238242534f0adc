import { intervalOfWord } from './bars.ts'
import type { KucoinMarket } from './products.ts'

/** What a stream of the unified sockets is, by its name. */
export type UnifiedPlan =
  | { readonly kind: 'book'; readonly symbol: string; readonly depth: UnifiedDepth }
  | { readonly kind: 'candle'; readonly symbol: string; readonly word: string }
  | { readonly kind: 'trade' | 'ticker' | 'prices' | 'funding'; readonly symbol: string }
  | { readonly kind: 'fundings' }

/** Depths of the channel `obu`. */
export type UnifiedDepth = '1' | '5' | '50' | 'increment' | 'increment@10ms'

const DEPTHS: readonly UnifiedDepth[] = ['1', '5', '50', 'increment', 'increment@10ms']

/** A request that was understood: the streams it names, or why it is refused. */
export type UnifiedRequest =
  | { readonly names: readonly string[] }
  | { readonly message: string }
  | { readonly reason: string }

type Message = Readonly<Record<string, unknown>>

const INVALID = { message: 'invalid request data' } as const
/** Channels that name a trade type. */
const BY_TRADE_TYPE = new Set(['obu', 'trade', 'kline', 'ticker'])
const OF_CONTRACTS = new Set(['mark-price', 'funding-fee'])

/** Reads what a subscribe or unsubscribe names. A symbol that nobody listed is a name like any other. */
export function readRequest(message: Message, market: KucoinMarket): UnifiedRequest {
  const channel = textOf(message['channel'])
  if (channel === 'funding-fee-all-symbols' && market === 'futures')
    return { names: [`${channel}:`] }
  if (!BY_TRADE_TYPE.has(channel) && !OF_CONTRACTS.has(channel)) return INVALID
  if (OF_CONTRACTS.has(channel) && market === 'spot') return INVALID
  if (BY_TRADE_TYPE.has(channel)) {
    const tradeType = textOf(message['tradeType'])
    if (tradeType !== 'SPOT' && tradeType !== 'FUTURES') return INVALID
    if (tradeType !== market.toUpperCase()) return wrongHost(channel, tradeType)
  }
  const symbols = symbolsOf(message, channel)
  if (!Array.isArray(symbols)) return symbols as UnifiedRequest // the refusal
  const param = paramOf(message, channel)
  if (param === undefined || symbols.length === 0) return INVALID
  return { names: symbols.map((symbol) => `${channel}:${symbol}${param}`) }
}

function wrongHost(channel: string, tradeType: string): UnifiedRequest {
  const topic = channel.charAt(0).toUpperCase() + channel.slice(1)
  const type = `public_${tradeType.toLowerCase()}`
  return { reason: `topic ${topic} type = "${type}" not allowed in current environment` }
}

function symbolsOf(message: Message, channel: string): readonly string[] | UnifiedRequest {
  const { symbol, symbols } = message
  if (symbols === undefined) return typeof symbol === 'string' && symbol !== '' ? [symbol] : INVALID
  if (channel !== 'ticker') return { reason: `symbols are not supported for topic ${channel}` }
  return Array.isArray(symbols) && symbols.every((each) => typeof each === 'string')
    ? symbols
    : INVALID
}

/** What stands behind the symbol in a stream's name; `undefined` where the venue has no such depth or interval. */
function paramOf(message: Message, channel: string): string | undefined {
  if (channel === 'obu') {
    const depth = textOf(message['depth'])
    return DEPTHS.some((known) => known === depth) ? `:${depth}` : undefined
  }
  if (channel !== 'kline') return ''
  const word = textOf(message['interval'])
  return intervalOfWord(word) === undefined ? undefined : `:${word}`
}

/** Reads a stream's name. */
export function readName(name: string): UnifiedPlan | undefined {
  const [channel = '', symbol = '', param = ''] = name.split(':')
  switch (channel) {
    case 'obu': {
      const depth = DEPTHS.find((known) => known === param)
      return depth === undefined ? undefined : { kind: 'book', symbol, depth }
    }
    case 'kline':
      return { kind: 'candle', symbol, word: param }
    case 'trade':
    case 'ticker':
      return { kind: channel, symbol }
    case 'mark-price':
      return { kind: 'prices', symbol }
    case 'funding-fee':
      return { kind: 'funding', symbol }
    case 'funding-fee-all-symbols':
      return { kind: 'fundings' }
    default:
      return undefined
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
