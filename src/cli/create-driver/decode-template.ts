/** `decode.ts` of a new driver: data frames into updates. */
export function decodeTemplate(): string {
  return `import type { FrameDecoder, InstrumentSlot, InstrumentTable } from 'crossbook'
import { END, FrameBatch, FrameVerdict, JsonReader, KeySet } from 'crossbook/driver-kit'
import { lacksValue, readLevels, readPrice, readSize } from 'crossbook/driver-kit'

const WORDS = 're channel symbol seq time whole bids asks id price size taker'.split(' ')
const KEYS = new KeySet(WORDS)
const [RE, CHANNEL, SYMBOL, SEQ, TIME, WHOLE, BIDS, ASKS, ID, PRICE, SIZE, TAKER] = WORDS.keys()

/** Reads a frame in two walks: what it is, then what it says. Nothing is allocated for a frame. */
export function createDecoder(table: InstrumentTable): FrameDecoder {
  const reader = new JsonReader()
  const batch = new FrameBatch(table)
  const verdict = new FrameVerdict()
  let kind: 'answer' | 'book' | 'trade' | '' = ''
  let slot: InstrumentSlot | undefined

  function readHead(frame: Uint8Array): void {
    kind = ''
    slot = undefined
    for (let key = reader.nextKey(KEYS); key !== END; key = reader.nextKey(KEYS)) {
      if (key === RE && reader.readInteger()) kind = 'answer'
      else if (key === CHANNEL && reader.readString())
        kind = reader.textIs('book') ? 'book' : reader.textIs('trade') ? 'trade' : ''
      else if (key === SYMBOL && reader.readString())
        slot = table.find('spot', frame, reader.textStart, reader.textEnd)
      else reader.skipValue()
    }
    reader.finish()
  }

  // {"channel":"book","symbol":"BTC-USDT","seq":8,"time":1767000000000,"whole":false,"bids":[["9.5","2"]],"asks":[]}
  function readBook(of: InstrumentSlot, localTimeUs: number): void {
    const book = batch.book(of, 'book', false, localTimeUs)
    let sides = 0
    for (let key = reader.nextKey(KEYS); key !== END; key = reader.nextKey(KEYS)) {
      if (key === SEQ && reader.readInteger()) book.last = reader.integer
      else if (key === TIME && reader.readInteger()) book.venueUs = reader.integer * 1000
      else if (key === WHOLE && reader.readBoolean()) book.isSnapshot = reader.boolean
      else if (key === BIDS && readLevels(reader, book, book.bids, batch)) sides |= 1
      else if (key === ASKS && readLevels(reader, book, book.asks, batch)) sides |= 2
      else reader.skipValue()
    }
    if (sides !== 3 || Number.isNaN(book.last)) reader.fail('wrongType', 0)
  }

  // {"channel":"trade","symbol":"BTC-USDT","id":"71","time":1767000000000,"price":"9.5","size":"2","taker":"buy"}
  function readTrade(of: InstrumentSlot, localTimeUs: number): void {
    const trade = batch.trade(of, localTimeUs)
    let hasSide = false
    for (let key = reader.nextKey(KEYS); key !== END; key = reader.nextKey(KEYS)) {
      if (key === PRICE) readPrice(reader, trade.level, 0, batch)
      else if (key === SIZE) readSize(reader, trade.level, 0, batch)
      else if (key === TIME && reader.readInteger()) trade.venueUs = reader.integer * 1000
      else if (key === ID && reader.readString()) {
        trade.idBytes = reader.bytes
        trade.idStart = reader.textStart
        trade.idEnd = reader.textEnd
      } else if (key === TAKER && reader.readString()) {
        trade.takerSide = reader.textIs('sell') ? 'sell' : 'buy'
        hasSide = reader.textIs(trade.takerSide)
      } else reader.skipValue()
    }
    if (!hasSide || lacksValue(trade.level, 0)) reader.fail('wrongType', 0)
  }

  const decode: FrameDecoder['decode'] = (frame, localTimeUs, sink) => {
    batch.clear()
    reader.reset(frame)
    if (reader.enterObject()) readHead(frame)
    if (reader.fault !== '') return verdict.malformed(reader, undefined)
    if (kind === 'answer') return 'control'
    if (kind === '') return verdict.ignore('channel is not known')
    if (slot === undefined) return verdict.ignore('instrument is not listed')
    reader.reset(frame)
    reader.enterObject()
    if (kind === 'book') readBook(slot, localTimeUs)
    else readTrade(slot, localTimeUs)
    if (reader.fault !== '') return verdict.malformed(reader, slot)
    batch.flush(sink, localTimeUs)
    return 'event'
  }
  return Object.assign(verdict, { decode })
}
`
}
