import { decimalText } from '../../../src/core/index.ts'
import { hyperliquid } from '../../../src/drivers/hyperliquid/index.ts'

/** Hyperliquid's hot channels read the obvious way: `JSON.parse`, then field by field. Throws where a field is missing. */

type Json = Record<string, unknown>
interface Level {
  readonly px: string
  readonly sz: string
}

const driver = hyperliquid()

function head(coin: string, time: number): Json {
  const instrument = driver.inferInstrument('spot', coin)
  if (instrument === undefined) throw new Error(`no instrument ${coin}`)
  const { venue, market, pair } = instrument
  return { venue, market, pair, symbol: coin, venueTimeUs: time * 1000, localTimeUs: 1 }
}

const level = ({ px, sz }: Level): readonly [string, string] => [decimalText(px), decimalText(sz)]

function book(data: Json): Json {
  const { coin, time, levels, fast } = data as {
    coin: string
    time: number
    levels: [Level[], Level[]]
    fast?: boolean | null
  }
  return {
    type: 'bookSnapshot',
    ...head(coin, time),
    feed: fast === true ? 'l2BookFast' : 'l2Book',
    lastId: time,
    bids: levels[0].map(level),
    asks: levels[1].map(level),
  }
}

function bbo(data: Json): Json {
  const {
    coin,
    time,
    bbo: best,
  } = data as {
    coin: string
    time: number
    bbo: (Level | null)[]
  }
  const side = (name: string, of: Level | null | undefined): Json => {
    if (of === null || of === undefined) return {}
    const [price, size] = level(of)
    return { [`${name}Price`]: price, [`${name}Size`]: size }
  }
  return { type: 'bbo', ...head(coin, time), ...side('bid', best[0]), ...side('ask', best[1]) }
}

/** `id`: its digits, which a double does not keep. */
function trade(row: Json, id: string): Json {
  const { coin, side, px, sz, time } = row as Record<string, string> & { time: never }
  if (side !== 'A' && side !== 'B') throw new Error('no side')
  return {
    type: 'trade',
    ...head(coin ?? '', time),
    price: decimalText(px ?? ''),
    size: decimalText(sz ?? ''),
    takerSide: side === 'B' ? 'buy' : 'sell',
    tradeId: id,
  }
}

/** The events of a frame of a hot channel; throws where it is not one. */
export function naiveEvents(text: string): readonly Json[] {
  const { channel, data } = JSON.parse(text) as { channel: string; data: Json & Json[] }
  if (channel === 'l2Book') return 'spread' in data ? [] : [book(data)]
  if (channel === 'bbo') return [bbo(data)]
  const ids = [...text.matchAll(/"tid"\s*:\s*(\d+)/g)].map(([, digits = '']) => digits)
  return data.map((row, i) => trade(row, ids[i] ?? ''))
}
