import { describe, expect, test } from 'vitest'
import { type BookUpdate, type FrameSink, venueSymbol } from '../../src/core/index.ts'
import { FrameBatch } from '../../src/drivers/kit/frame-batch.ts'
import { type FrameLayout, type FrameRoles, PAIRS } from '../../src/drivers/kit/frame-roles.ts'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'
import { shapesReady } from '../../src/drivers/kit/shape-loader.ts'
import { ShapedFrames } from '../../src/drivers/kit/shaped-frames.ts'
import { instrument } from '../support/instrument.ts'

await shapesReady()

const ROLES: FrameRoles = {
  s: {},
  b: 'bids',
  a: 'asks',
  u: 'last',
  t: 'timeMs',
  d: 'inside',
  'd.b': 'bids',
  x: 'odd',
}

/** The book that a frame says by its shape. */
function bookOf(shaped: ShapedFrames, frame: Uint8Array): BookUpdate | undefined {
  let told: BookUpdate | undefined
  if (shaped.read(frame, 1)) shaped.tell({ book: (update) => void (told = update) } as FrameSink)
  return told
}

/** Shows one frame, which became `first`, and says what is made of the others. */
function read(
  first: string,
  fill: (update: BookUpdate) => void,
  others: readonly string[],
  { roles = ROLES, levels = PAIRS }: Partial<FrameLayout> = {},
) {
  const table = createInstrumentTable()
  for (const symbol of ['AAA', 'BB'])
    table.add(instrument({ symbol: venueSymbol(symbol), priceScale: 1, sizeScale: 0 }))
  const batch = new FrameBatch(table)
  const shaped = new ShapedFrames(batch)
  const layout: FrameLayout = {
    roles,
    levels,
    slotOf: (bytes, start, end) => table.find('spot', bytes, start, end),
    finish: () => true,
  }
  const slot = table.bySymbol('spot', 'AAA')
  if (slot === undefined) throw new Error('not listed')
  fill(batch.book(slot, 'feed', false, 1))
  shaped.learn(Buffer.from(first), layout)
  return others.map((text) => {
    const update = bookOf(shaped, Buffer.from(text))
    if (update === undefined) return 'by keys'
    const { bids, asks, last, symbol } = update
    const rows = (side: typeof bids): string[] =>
      Array.from({ length: side.count }, (_, i) => `${side.priceText(i)}x${side.sizeText(i)}`)
    return [symbol, last, rows(bids).join(' '), rows(asks).join(' ')].join(' | ')
  })
}

const level = (update: BookUpdate, price: number, size: number): void => {
  update.bids.prices[0] = price
  update.bids.sizes[0] = size
  update.bids.count = 1
}

const one = (update: BookUpdate): void => {
  level(update, 15, 2)
  update.last = 7
}

describe('frames of one shape', () => {
  const first = '{"s":"AAA","b":[["1.5","2"]],"a":[],"u":7}'

  test('are read for every instrument of the channel', () => {
    const others = ['{"s":"BB","b":[],"a":[["3","4"],["5","0"]],"u":81}', first]
    expect(read(first, one, others)).toEqual(['BB | 81 |  | 3x4 5x0', 'AAA | 7 | 1.5x2 | '])
  })

  test('are left to the reader where a value is beyond the scale, a key differs or bytes are left', () => {
    const others = [
      '{"s":"AAA","b":[["1.55","2"]],"a":[],"u":7}',
      '{"s":"AAA","b":[["1.5","2"]],"A":[],"u":7}',
      '{"s":"CC","b":[["1.5","2"]],"a":[],"u":7}',
      `${first} `,
      first.slice(0, -1),
    ]
    expect(read(first, one, others)).toEqual(others.map(() => 'by keys'))
  })

  test('are read where the name comes behind the levels, also of two instruments in turn', () => {
    const late = (symbol: string, price: string): string =>
      `{"b":[["${price}","2"]],"a":[],"u":7,"s":"${symbol}"}`
    const others = [
      late('AAA', '2.5'),
      late('BB', '3.5'),
      late('AAA', '4'),
      late('BB', '5'),
      late('BB', '6'),
    ]
    expect(read(late('AAA', '1.5'), one, others)).toEqual([
      'AAA | 7 | 2.5x2 | ',
      'BB | 7 | 3.5x2 | ',
      'AAA | 7 | 4x2 | ',
      'BB | 7 | 5x2 | ',
      'BB | 7 | 6x2 | ',
    ])
  })

  test('are read where levels are objects with more numbers in them', () => {
    const frame = (price: string): string =>
      `{"s":"AAA","b":[{"n":3,"p":${price},"q":"2"}],"a":[],"u":7}`
    const levels = { price: 'p', size: 'q' }
    expect(read(frame('1.5'), one, [frame('2'), frame('02')], { levels })).toEqual([
      'AAA | 7 | 2x2 | ',
      'by keys',
    ])
  })
})

test('frames that begin alike are read whichever sides they have, with the name told once', () => {
  const table = createInstrumentTable()
  table.add(instrument({ symbol: venueSymbol('AAA'), priceScale: 1, sizeScale: 0 }))
  const slot = table.bySymbol('spot', 'AAA')
  if (slot === undefined) throw new Error('not listed')
  const batch = new FrameBatch(table)
  const shaped = new ShapedFrames(batch)
  let names = 0
  const layout: FrameLayout = {
    roles: ROLES,
    levels: PAIRS,
    slotOf: (bytes, start, end) => {
      names += 1
      return table.find('spot', bytes, start, end)
    },
    finish: () => true,
  }
  const tails = { bids: '"b":[["1.5","2"]]', asks: '"a":[["3","4"]]' }
  const frames = [tails.bids, tails.asks, `${tails.bids},${tails.asks}`, '"b":[]'].map((tail) =>
    Buffer.from(`{"u":7,"s":"AAA",${tail}}`),
  )
  for (const frame of frames) {
    batch.clear()
    const update = batch.book(slot, 'feed', false, 1)
    update.last = 7
    if (frame.includes('"1.5"')) level(update, 15, 2)
    if (frame.includes('"a"')) {
      update.asks.prices[0] = 30
      update.asks.sizes[0] = 4
      update.asks.count = 1
    }
    shaped.learn(frame, layout)
  }
  const read = [...frames, ...frames.toReversed()].map((frame) => {
    const update = bookOf(shaped, frame)
    return update && [update.bids.count, update.asks.count]
  })
  expect(read).toEqual([
    ...[
      [1, 0],
      [0, 1],
      [1, 1],
      [0, 0],
    ],
    ...[
      [0, 0],
      [1, 1],
      [0, 1],
      [1, 0],
    ],
  ])
  expect(names).toBe(1)
})

test('a scale that grows after somebody brought the last update to it is heeded', () => {
  const table = createInstrumentTable()
  table.add(instrument({ symbol: venueSymbol('AAA'), priceScale: 1, sizeScale: 0 }))
  const slot = table.bySymbol('spot', 'AAA')
  if (slot === undefined) throw new Error('not listed')
  const batch = new FrameBatch(table)
  const shaped = new ShapedFrames(batch)
  const frame = Buffer.from('{"s":"AAA","b":[["1.5","2"]],"a":[],"u":7}')
  one(batch.book(slot, 'feed', false, 1))
  shaped.learn(frame, {
    roles: ROLES,
    levels: PAIRS,
    slotOf: (bytes, start, end) => table.find('spot', bytes, start, end),
    finish: () => true,
  })
  const told = bookOf(shaped, frame)
  // As a book does that has more digits than the instrument, from a snapshot.
  expect([told?.bids.rescale(1, 4), told?.asks.rescale(1, 4)]).toEqual([true, true])
  table.grow(slot, 1, 4)
  const next = bookOf(shaped, frame)
  expect([next?.bids.sizeText(0), next?.bids.sizes[0]]).toEqual(['2', 20_000])
})

test.each([
  ['a key twice', '{"s":"AAA","b":[],"b":[["1.5","2"]],"a":[],"u":7}'],
  ['a path that the decoder reads otherwise', '{"s":"AAA","b":[["1.5","2"]],"a":[],"u":7,"x":1}'],
  ['two items where one is meant', '{"s":"AAA","d":[{"b":[["1.5","2"]]},{"b":[]}],"u":7}'],
  ['what was told as something else', '{"s":"AAA","b":[["1.6","2"]],"a":[],"u":7}'],
  ['no name', '{"b":[["1.5","2"]],"a":[],"u":7}'],
])('a frame with %s has no shape', (_what, text) => {
  expect(read(text, one, [text])).toEqual(['by keys'])
})

describe('best prices and trades', () => {
  const table = createInstrumentTable()
  for (const symbol of ['AAA', 'BB'])
    table.add(instrument({ symbol: venueSymbol(symbol), priceScale: 1, sizeScale: 0 }))
  const slot = table.bySymbol('spot', 'AAA')
  if (slot === undefined) throw new Error('not listed')
  const batch = new FrameBatch(table)
  const shaped = new ShapedFrames(batch)
  const layout: FrameLayout = {
    roles: {
      s: {},
      b: 'bidPrice',
      B: 'bidSize',
      a: 'askPrice',
      A: 'askSize',
      p: 'tradePrice',
      q: 'tradeSize',
      i: 'tradeId',
      d: 'takerSide',
    },
    levels: { ...PAIRS, sides: ['buy', 'sell'] },
    slotOf: (bytes, start, end) => table.find('spot', bytes, start, end),
  }
  /** What a frame says by a shape. */
  const toldOf = (text: string): string => {
    let told = 'by keys'
    const sink: FrameSink = {
      book: () => (told = 'book'),
      bbo: (update) =>
        (told = `${update.symbol} ${update.priceText('bid')} ${update.priceText('ask')}`),
      trade: (update) =>
        (told = `${update.symbol} ${update.takerSide} ${update.priceText()} ${update.tradeId()}`),
      event: () => {},
      lost: () => {},
    }
    if (shaped.read(Buffer.from(text), 1)) shaped.tell(sink)
    return told
  }
  const quote = (symbol: string, bid: string): string =>
    `{"s":"${symbol}","b":"${bid}","B":"1","a":"9","A":"2"}`
  const print = (symbol: string, side: string, id: string): string =>
    `{"s":"${symbol}","p":"1.5","q":"3","d":"${side}","i":"${id}"}`

  test('of one connection are read by shapes of their own, whichever comes next', () => {
    const { levels } = batch.bbo(slot, 1)
    levels.prices.set([15, 90])
    levels.sizes.set([1, 2])
    shaped.learn(Buffer.from(quote('AAA', '1.5')), layout)
    batch.clear()
    const trade = batch.trade(slot, 1)
    trade.level.prices[0] = 15
    trade.level.sizes[0] = 3
    trade.takerSide = 'sell'
    trade.idBytes = Buffer.from('x7')
    trade.idEnd = 2
    shaped.learn(Buffer.from(print('AAA', 'sell', 'x7')), layout)
    const long = '123456789012345678901234567890'
    const frames = [
      quote('BB', '2.5'),
      print('AAA', 'buy', long),
      print('BB', 'sell', ''),
      quote('AAA', '3'),
      quote('AAA', '3.05'),
    ]
    expect(frames.map(toldOf)).toEqual([
      'BB 2.5 9',
      `AAA buy 1.5 ${long}`,
      'BB sell 1.5 ',
      'AAA 3 9',
      'by keys',
    ])
  })

  test('that come two in a frame have no shape', () => {
    const text = '{"s":"AAA","b":"1","B":"1","a":"9","A":"2","x":1}'
    batch.clear()
    for (let i = 0; i < 2; i += 1) batch.bbo(slot, 1).levels.prices.set([10, 90])
    shaped.learn(Buffer.from(text), layout)
    expect(toldOf(text)).toBe('by keys')
  })
})
