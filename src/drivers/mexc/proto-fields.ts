/**
 * @hotpath Field numbers of MEXC's protobuf messages, from the tables of `mexcdevelop/websocket-proto` (2026-06-17;
 * docs/venues/mexc.md §Protobuf). A switch over them is a jump table.
 */

/** Fields of the wrapper that every data frame is. */
export const CHANNEL = 1
/** The symbol. */
export const SYMBOL = 3
/** Epoch ms. */
export const CREATE_TIME = 5
/** When the frame was pushed, epoch ms. */
export const SEND_TIME = 6

/** Bodies of the wrapper; a frame has one, or none. */
export const DEALS = 301
/** Book changes, one version each. */
export const INCREASE_DEPTHS = 302
/** The best levels as a whole. */
export const LIMIT_DEPTHS = 303
/** Private. */
export const PRIVATE_ORDERS = 304
/** BBO without a version. */
export const BOOK_TICKER = 305
/** Private. */
export const PRIVATE_DEALS = 306
/** Private. */
export const PRIVATE_ACCOUNT = 307
/** One bar. */
export const SPOT_KLINE = 308
/** Statistics of one instrument. */
export const MINI_TICKER = 309
/** Statistics of all instruments. */
export const MINI_TICKERS = 310
/** Several BBOs. */
export const BOOK_TICKER_BATCH = 311
/** Several book changes, one version each. */
export const INCREASE_DEPTHS_BATCH = 312
/** Book changes, merged. */
export const AGGRE_DEPTHS = 313
/** Trades, merged. */
export const AGGRE_DEALS = 314
/** BBO, merged. */
export const AGGRE_BOOK_TICKER = 315
/** Bodies have numbers from here on. */
export const FIRST_BODY = 300

/** Where a list of several stands in its message. */
export const ITEMS = 1

/** Fields of a depth message. */
export const ASKS = 1
/** Levels. */
export const BIDS = 2
/** `version`, or `fromVersion` where changes are merged. */
export const VERSION = 4
/** `toVersion` where changes are merged; elsewhere a time. */
export const TO_VERSION = 5

/** Fields of a level, and the first two of a deal. */
export const PRICE = 1
/** Base. */
export const QUANTITY = 2

/** Fields of a deal: 1 the taker bought, 2 the taker sold. */
export const TRADE_TYPE = 3
/** Epoch ms. */
export const TIME = 4
/** Text, since 2026-06-17. */
export const TRADE_ID = 5

/** Fields of a BBO. */
export const BID_PRICE = 1
/** Base. */
export const BID_QUANTITY = 2
/** Quote. */
export const ASK_PRICE = 3
/** Base. */
export const ASK_QUANTITY = 4
/** Version of the book, since 2026-06-17. */
export const BBO_VERSION = 5
