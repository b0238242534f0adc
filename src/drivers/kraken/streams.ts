import { BOOK_DEPTHS } from './venue.ts'

/** A topic of WebSocket v2 taken apart; its name is `channel[-setting][:symbol]`. */
export interface StreamName {
  /** The venue's channel. */
  readonly channel: string
  /** Depth of a book, minutes of a bar, trigger of a ticker; absent where the channel has none. */
  readonly setting?: string
  /** The instrument; absent where the channel covers all. */
  readonly symbol?: string
}

/** The name of a topic. */
export function streamName({ channel, setting, symbol }: StreamName): string {
  return `${channel}${setting === undefined ? '' : `-${setting}`}${symbol === undefined ? '' : `:${symbol}`}`
}

/** Takes a topic's name apart. */
export function parseStreamName(name: string): StreamName {
  const colon = name.indexOf(':')
  const [channel = '', setting] = (colon < 0 ? name : name.slice(0, colon)).split('-')
  return {
    channel,
    ...(setting === undefined ? {} : { setting }),
    ...(colon < 0 ? {} : { symbol: name.slice(colon + 1) }),
  }
}

const FEEDS: ReadonlyMap<number, string> = new Map(
  BOOK_DEPTHS.map((depth) => [depth, `book${depth}`]),
)

/** The depth of a `book` subscription that names none. */
export const DEFAULT_DEPTH = 10

/** The feed name of a book of this depth; that of the default depth where the venue has no such depth. */
export function feedOfDepth(depth: number): string {
  return FEEDS.get(depth) ?? `book${DEFAULT_DEPTH}`
}

/** The least depth that holds so many levels a side. */
export function depthHolding(levels: number): number {
  return BOOK_DEPTHS.find((depth) => levels <= depth) ?? 1000
}
