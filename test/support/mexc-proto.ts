import protobuf from 'protobufjs'

/**
 * MEXC's messages for an independent encoder and decoder, from the field tables of `mexcdevelop/websocket-proto`
 * (2026-06-17; docs/venues/mexc.md §Protobuf): protobufjs knows nothing of ours.
 */
const SCHEMA = `
syntax = "proto3";
message Level { string price = 1; string quantity = 2; }
message AggreDepths { repeated Level asks = 1; repeated Level bids = 2; string eventType = 3; string fromVersion = 4; string toVersion = 5; int64 lastOrderCreateTime = 6; }
message LimitDepths { repeated Level asks = 1; repeated Level bids = 2; string eventType = 3; string version = 4; int64 lastOrderCreateTime = 5; }
message IncreaseDepths { repeated Level asks = 1; repeated Level bids = 2; string eventType = 3; string version = 4; }
message IncreaseDepthsBatch { repeated IncreaseDepths items = 1; string eventType = 2; }
message Deal { string price = 1; string quantity = 2; int32 tradeType = 3; int64 time = 4; }
message Deals { repeated Deal deals = 1; string eventType = 2; }
message AggreDeal { string price = 1; string quantity = 2; int32 tradeType = 3; int64 time = 4; string tradeId = 5; }
message AggreDeals { repeated AggreDeal deals = 1; string eventType = 2; }
message BookTicker { string bidPrice = 1; string bidQuantity = 2; string askPrice = 3; string askQuantity = 4; }
message BookTickerBatch { repeated BookTicker items = 1; string version = 2; int64 lastOrderCreateTime = 3; }
message AggreBookTicker { string bidPrice = 1; string bidQuantity = 2; string askPrice = 3; string askQuantity = 4; string version = 5; int64 lastOrderCreateTime = 6; }
message SpotKline { string interval = 1; int64 windowStart = 2; string openingPrice = 3; string closingPrice = 4; string highestPrice = 5; string lowestPrice = 6; string volume = 7; string amount = 8; int64 windowEnd = 9; }
message MiniTicker { string symbol = 1; string price = 2; string rate = 3; string zonedRate = 4; string high = 5; string low = 6; string volume = 7; string quantity = 8; string lastCloseRate = 9; string lastCloseZonedRate = 10; string lastCloseHigh = 11; string lastCloseLow = 12; }
message MiniTickers { repeated MiniTicker items = 1; }
message PrivateOrders { string id = 1; string clientId = 2; string price = 3; string quantity = 4; int32 status = 15; }
message PrivateDeals { string price = 1; string quantity = 2; string amount = 3; int32 tradeType = 4; }
message PrivateAccount { string vcoinName = 1; string coinId = 2; string balanceAmount = 3; }
message Wrapper {
  string channel = 1;
  optional string symbol = 3;
  optional string symbolId = 4;
  optional int64 createTime = 5;
  optional int64 sendTime = 6;
  oneof body {
    Deals publicDeals = 301;
    IncreaseDepths publicIncreaseDepths = 302;
    LimitDepths publicLimitDepths = 303;
    PrivateOrders privateOrders = 304;
    BookTicker publicBookTicker = 305;
    PrivateDeals privateDeals = 306;
    PrivateAccount privateAccount = 307;
    SpotKline publicSpotKline = 308;
    MiniTicker publicMiniTicker = 309;
    MiniTickers publicMiniTickers = 310;
    BookTickerBatch publicBookTickerBatch = 311;
    IncreaseDepthsBatch publicIncreaseDepthsBatch = 312;
    AggreDepths publicAggreDepths = 313;
    AggreDeals publicAggreDeals = 314;
    AggreBookTicker publicAggreBookTicker = 315;
  }
}
`

const wrapper = protobuf.parse(SCHEMA).root.lookupType('Wrapper')

/** A data frame of spot as protobufjs writes it, from the JSON form of the documentation. */
export function encodeFrame(frame: object): Uint8Array {
  return wrapper.encode(wrapper.fromObject(frame)).finish()
}

/**
 * The schema without what the driver leaves unread. Of a damaged frame protobufjs reads a known field as the type it
 * should have, whatever its wire type; what it does not know it skips by wire type, as the driver does.
 */
const known = protobuf
  .parse(
    SCHEMA.replace(
      /(string eventType|int64 lastOrderCreateTime|optional string symbolId|int64 windowEnd) = \d;/g,
      '',
    ).replace('string version = 2;', ''),
  )
  .root.lookupType('Wrapper')

/** As {@link decodeFrame}, of the fields that the driver reads. */
export function decodeKnown(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  return known.toObject(known.decode(bytes), { longs: String })
}

/** The JSON form of a frame as protobufjs reads it: integers of 64 bits as text. Throws where it cannot. */
export function decodeFrame(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  return wrapper.toObject(wrapper.decode(bytes), { longs: String })
}
