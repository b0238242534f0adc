/** A number of a kept table. */
export interface Cell {
  /** The result's id. */
  readonly section: string
  readonly row: string
  readonly column: string
}

/** Where a measured number comes from. */
export type Figure =
  | Cell
  /** The first by the second. */
  | { readonly ratio: readonly [Cell, Cell] }
  /** The smaller one. */
  | { readonly least: readonly [Cell, Cell] }
  /** The last number of a cell by its first. */
  | { readonly growth: Cell }

/** One number that is to be reached. */
export interface Target {
  readonly work: string
  readonly figure: Figure
  /** Which side of the bound is good; the bound itself is. */
  readonly reach: 'atLeast' | 'atMost'
  readonly bound: number
  readonly unit: string
  /** The only version of Node that it is meant for; absent: each. */
  readonly node?: 20 | 24
}

/** Versions of Node that targets are told for. */
export const TARGET_VERSIONS = [20, 24] as const

const OWN = 'crossbook'
const FASTER = 'crossbook is faster by'
const ARRAYS = '`JSON.parse` and sorted arrays'
const PARSE = '`JSON.parse(frame.toString())`, nothing else'

const book = (section: string, row: string, column: string = FASTER): Cell => ({
  section,
  row,
  column,
})
const peers = (section: string): Figure => ({
  least: [book(section, 'ccxt'), book(section, 'tardis-dev')],
})
const growth: Figure = {
  ratio: [book('book-5000', OWN, 'ns/frame'), book('book-20', OWN, 'ns/frame')],
}
const decoded = (kind: string): Cell => ({
  section: `decode-${kind}-spot`,
  row: PARSE,
  column: FASTER,
})
/** A whole trader. */
const tick = (section: string, column: string, every = 5): Cell => ({
  section,
  row: `crossbook, one update in ${every}`,
  column,
})

/** Of `bench/soak.bench.ts`. */
const soak = (row: string): Cell => ({ section: 'soak', row, column: 'the monitor' })

/** Of `bench/waterfall.bench.ts`. */
const timing = (row: string): Cell => ({ section: 'waterfall', row, column: 'ns' })

/** As `bench/ring.bench.ts` names it. */
const BATCHED_ROW = 'ring, published 16 at a time, the reader waits by `spin`'

const hop = (waiting: string, column: string): Cell => ({
  section: 'threads',
  row: `ring, the reader waits by \`${waiting}\``,
  column,
})
/** Against what an empty callback takes in the same run. */
const loopback = (column: string): Figure => ({
  ratio: [
    { section: 'loopback', row: OWN, column },
    { section: 'loopback', row: 'an empty callback on a bare socket', column },
  ],
})

const atLeast = (work: string, figure: Figure, bound: number, unit: string): Target => ({
  work,
  figure,
  reach: 'atLeast',
  bound,
  unit,
})
const atMost = (work: string, figure: Figure, bound: number, unit: string): Target => ({
  ...atLeast(work, figure, bound, unit),
  reach: 'atMost',
})

const TO_BOOK = 'depth frame → book, top read'
const IN_TURN = '500 books in turn'
const GROWTH = 'cost from 20 to 5,000 levels a side'
/** What is counted in whole passes says nothing of collections: those of a million frames are counted by themselves. */
const MILLION: Cell = { section: 'collections', row: OWN, column: 'collections' }
const MONITOR = 'a whole monitor for 10 minutes'
const TICK = 'frame in → signed order out'
const PARSED = '× `JSON.parse` alone'

/**
 * What is to be reached. A book has one structure, a ladder over sorted levels (docs/decisions/0015), so what was asked of
 * a hot and of a default structure is asked of the same rows.
 */
export const TARGETS: readonly Target[] = [
  atLeast(`${TO_BOOK} (hot)`, book('book-1000', 'ccxt'), 40, '× ccxt'),
  atLeast(`${TO_BOOK} (hot)`, book('book-1000', 'tardis-dev'), 15, '× tardis-dev'),
  atLeast(`${TO_BOOK} (hot)`, book('book-1000', ARRAYS), 9, `× ${ARRAYS}`),
  atLeast(`${TO_BOOK} (aim)`, book('book-1000', OWN, 'k frames/s'), 1_000, 'k frames/s'),
  atLeast(`${TO_BOOK} (default)`, book('book-1000', 'ccxt'), 18, '× ccxt'),
  atLeast(TO_BOOK, book('book-5000', OWN, 'k frames/s'), 500, 'k frames/s'),
  atLeast(TO_BOOK, book('book-5000', 'ccxt'), 75, '× ccxt'),
  atLeast(`${IN_TURN} (default)`, peers('books-500'), 15, '× the better of ccxt and tardis-dev'),
  atLeast(`${IN_TURN} (hot)`, peers('books-500'), 20, '× the better of ccxt and tardis-dev'),
  atMost('500 books held (default)', book('memory', OWN, 'books, MiB'), 52.4, 'MiB (55 MB)'),
  atMost('500 books held (hot)', book('memory', OWN, 'books, MiB'), 95.3, 'MiB (100 MB)'),
  atMost(`${GROWTH} (hot)`, growth, 1.5, '×'),
  atMost(`${GROWTH} (default)`, growth, 2.5, '×'),
  { ...atLeast('depth frame decoded', decoded('depth'), 6.5, PARSED), node: 20 },
  { ...atLeast('BBO frame decoded', decoded('bbo'), 5, PARSED), node: 20 },
  { ...atLeast('trade frame decoded', decoded('trade'), 7, PARSED), node: 20 },
  { ...atLeast('depth frame decoded', decoded('depth'), 5, PARSED), node: 24 },
  { ...atLeast('BBO frame decoded', decoded('bbo'), 6.5, PARSED), node: 24 },
  { ...atLeast('trade frame decoded', decoded('trade'), 5, PARSED), node: 24 },
  atMost('loopback frame → subscriber, p50', loopback('p50 µs'), 1.6, '× an empty callback'),
  atMost('loopback frame → subscriber, p99', loopback('p99 µs'), 1.5, '× an empty callback'),
  atMost('loopback at 140,000/s', book('loopback-fast', OWN, 'lost'), 0, 'frames lost'),
  atLeast(
    'loopback at 140,000/s',
    book('loopback-fast', OWN, 'k frames/s received'),
    140,
    'k frames/s received',
  ),
  atMost(`${TICK} at 5,000/s, p50 (first aim)`, tick('tick-to-trade', 'p50 µs'), 100, 'µs'),
  atMost(`${TICK} at 5,000/s, p99 (first aim)`, tick('tick-to-trade', 'p99 µs'), 1_000, 'µs'),
  atMost(`${TICK} at 5,000/s, p50`, tick('tick-to-trade', 'p50 µs'), 30, 'µs'),
  atMost(`${TICK} at 5,000/s, p99`, tick('tick-to-trade', 'p99 µs'), 100, 'µs'),
  atMost(`${TICK} at 20,000/s, p50`, tick('tick-to-trade-20000', 'p50 µs', 20), 30, 'µs'),
  atMost(`${TICK} at 20,000/s, p99`, tick('tick-to-trade-20000', 'p99 µs', 20), 100, 'µs'),
  atMost(`${MONITOR}, its event loop late by, p99`, soak('p99 ms'), 2, 'ms'),
  atMost(`${MONITOR}, its heap at the end`, { growth: soak('heap, MB') }, 1.02, '× the start'),
  atMost(`${MONITOR}, resident at the end`, { growth: soak('resident, MB') }, 1.02, '× the start'),
  atMost('timing the steps of a frame', timing('a frame'), 100, 'ns'),
  atMost('timing a turn', timing('a turn that decides nothing'), 100, 'ns'),
  atMost(`${MONITOR}, core busy`, soak('core busy'), 15, '%'),
  atMost('limit order written and signed', book('signing', OWN, 'ns/order'), 3_000, 'ns'),
  atLeast(
    'limit order written and signed',
    book('signing', 'ccxt, `createOrderRequest` and `sign`'),
    12,
    '× ccxt',
  ),
  atMost(
    'import of core and one driver',
    {
      ratio: [
        book('load', 'crossbook: core and one driver', 'import, ms'),
        book('load', '`ws` alone', 'import, ms'),
      ],
    },
    1.5,
    '× `ws` alone',
  ),
  atMost('allocated by a book frame', book('book-1000', OWN, 'B/frame'), 64, 'B'),
  atMost('collections in a million book frames', MILLION, 0, 'collections'),
  atLeast(
    'ring between threads, published one by one',
    hop('spin', 'M records/s'),
    10,
    'M records/s',
  ),
  atLeast(
    'ring between threads, published 16 at a time',
    { section: 'threads', row: BATCHED_ROW, column: 'M records/s' },
    10,
    'M records/s',
  ),
  atMost('hop between threads, spinning, p50', hop('spin', 'hop p50, µs'), 1, 'µs'),
  atMost('hop between threads, waiting, p50', hop('wait', 'hop p50, µs'), 30, 'µs'),
]
