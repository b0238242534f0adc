import { ProtoReader } from '../../wire/index.ts'
import { featuresOfKind } from '../kit/drift.ts'
import {
  AGGRE_BOOK_TICKER,
  AGGRE_DEALS,
  AGGRE_DEPTHS,
  ASKS,
  BIDS,
  BOOK_TICKER,
  BOOK_TICKER_BATCH,
  DEALS,
  FIRST_BODY,
  INCREASE_DEPTHS,
  INCREASE_DEPTHS_BATCH,
  ITEMS,
  LIMIT_DEPTHS,
  MINI_TICKER,
  MINI_TICKERS,
  PRIVATE_ACCOUNT,
  PRIVATE_DEALS,
  PRIVATE_ORDERS,
  SPOT_KLINE,
  TRADE_TYPE,
} from './proto-fields.ts'

/** Fields of protobuf frames by their numbers, since names are not on the wire. docs/venues/mexc.md §Protobuf. */

/** Bytes are a message only at these paths: elsewhere they are text, which may read like one. */
const MESSAGES: ReadonlySet<string> = new Set([
  ...[DEALS, INCREASE_DEPTHS, LIMIT_DEPTHS, PRIVATE_ORDERS, BOOK_TICKER, PRIVATE_DEALS].map(String),
  ...[PRIVATE_ACCOUNT, SPOT_KLINE, MINI_TICKER, MINI_TICKERS, BOOK_TICKER_BATCH].map(String),
  ...[INCREASE_DEPTHS_BATCH, AGGRE_DEPTHS, AGGRE_DEALS, AGGRE_BOOK_TICKER].map(String),
  ...[DEALS, AGGRE_DEALS, MINI_TICKERS, BOOK_TICKER_BATCH].map((body) => `${body}.${ITEMS}`),
  ...[INCREASE_DEPTHS, LIMIT_DEPTHS, AGGRE_DEPTHS].flatMap(sidesOf),
  `${INCREASE_DEPTHS_BATCH}.${ITEMS}`,
  ...sidesOf(`${INCREASE_DEPTHS_BATCH}.${ITEMS}`),
])
/** The taker's side, as a number. */
const ENUMS: ReadonlySet<string> = new Set(
  [DEALS, AGGRE_DEALS].map((body) => `${body}.${ITEMS}.${TRADE_TYPE}`),
)

const VARINT = 0
const MAX_FRAME_BYTES = 1_048_576
const MAX_FIELDS = 20_000
const MAX_FEATURES = 1_000

/** The features of a protobuf frame; none where it is not one. Its kind is `pb.` and the number of its body. */
export function protoFeatures(frame: Uint8Array): readonly string[] {
  if (frame.length > MAX_FRAME_BYTES) return []
  const reader = new ProtoReader()
  const paths = new Set<string>()
  let fieldsLeft = MAX_FIELDS
  let body = ''
  const walk = (outer: string): void => {
    for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
      fieldsLeft -= 1
      if (fieldsLeft < 0 || paths.size > MAX_FEATURES) return
      const path = outer === '' ? `${field}` : `${outer}.${field}`
      if (outer === '' && field > FIRST_BODY && body === '') body = path
      paths.add(path)
      if (MESSAGES.has(path)) {
        const end = reader.enter()
        walk(path)
        reader.leave(end)
      } else if (ENUMS.has(path) && reader.wireType === VARINT) {
        if (reader.readInteger()) paths.add(`${path}=${reader.integer}`)
      } else reader.skip()
    }
  }
  reader.reset(frame)
  walk('')
  if (reader.fault !== '') return []
  return featuresOfKind(body === '' ? 'pb' : `pb.${body}`, [...paths])
}

function sidesOf(depth: number | string): readonly string[] {
  return [`${depth}.${ASKS}`, `${depth}.${BIDS}`]
}
