import { describe, expect, test } from 'vitest'
import type { FrameSink } from '../../../src/core/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { type Mt5Options, mt5 } from '../../../src/drivers/mt5/index.ts'

const SECOND_US = 1_000_000

/** A connection that is spoken to line by line; prices are whole numbers, so that a tick is told by its bid. */
function connect(options: Mt5Options = {}, canAsk = true) {
  const driver = mt5(options)
  const table = createInstrumentTable({
    infer: (market, symbol) => driver.inferInstrument(market, symbol),
  })
  const decoder = driver.createDecoder(table, 'spot')
  const told: unknown[] = []
  const asked: unknown[] = []
  const lost: string[] = []
  const sink: FrameSink = {
    book: () => {},
    bbo: (bbo) => told.push(Number(bbo.priceText('bid'))),
    trade: () => {},
    event: (event) => {
      if (event.type !== 'instrumentChanged') told.push(event.type)
    },
    lost: (reason) => lost.push(reason),
    ...(canAsk && { ask: (message: string) => void asked.push(JSON.parse(message)) }),
  }
  let nowUs = 0
  const say = (message: object, atUs = nowUs + 1) => {
    nowUs = atUs
    return decoder.decode(Buffer.from(JSON.stringify(message)), nowUs, sink)
  }
  const row = (price: number, tm = price) => [tm, String(price), String(price + 1), '0', 0, '0', 6]
  const ticks = (n: number, ...rows: number[][]) =>
    say({ t: 'ticks', s: 'EURUSD', n, k: rows.map(([price = 0, tm]) => row(price, tm)) })
  const history = (id: number, ...rows: number[][]) =>
    say({ t: 'ticks', s: 'EURUSD', id, k: rows.map(([price = 0, tm]) => row(price, tm)) })
  const end = (id: number, count = 0) => say({ t: 'histend', id, count })
  return { say, ticks, history, end, told, asked, lost, decoder }
}

const ID = 1_000_000_000

describe('ticks by number', () => {
  test('in order are told, whatever number comes first', () => {
    const { ticks, told } = connect()
    expect([ticks(17, [1], [2]), ticks(19, [3])]).toEqual(['event', 'event'])
    expect(told).toEqual([1, 2, 3])
  })

  test('seen before are left out, one by one', () => {
    const { ticks, told, decoder } = connect()
    ticks(1, [1], [2])
    expect(ticks(1, [1], [2])).toBe('ignored')
    expect(decoder.ignoredReason).toBe('its ticks were seen before')
    expect(ticks(2, [2], [3])).toBe('event')
    expect(told).toEqual([1, 2, 3])
  })

  test('are counted by symbol', () => {
    const { say, ticks, told, asked } = connect()
    ticks(1, [1])
    say({ t: 'tick', s: 'USDJPY', n: 40, tm: 5, b: '5', a: '6', l: '0', v: 0, vr: '0', f: 6 })
    ticks(2, [2])
    expect([told, asked]).toEqual([[1, 5, 2], []])
  })
})

describe('a hole in the numbers', () => {
  test('is asked for from the last tick to the first after it; what comes meanwhile is held', () => {
    const { ticks, history, end, told, asked, lost } = connect()
    ticks(1, [10], [20])
    expect(ticks(5, [50], [60])).toBe('ignored')
    expect(ticks(7, [70])).toBe('ignored')
    expect(asked).toEqual([{ t: 'hist', id: ID, s: 'EURUSD', from: 20, to: 50, mode: 'all' }])
    expect(told).toEqual([10, 20])
    expect(history(ID, [20], [30], [40], [50])).toBe('event')
    expect(told).toEqual([10, 20, 30, 40])
    expect(end(ID, 4)).toBe('event')
    expect(told).toEqual([10, 20, 30, 40, 50, 60, 70])
    expect([ticks(8, [80]), lost]).toEqual(['event', []])
  })

  test('is filled exactly where ticks share a time: those taken already are counted, not guessed', () => {
    const { ticks, history, end, told } = connect()
    ticks(1, [10], [11, 20], [12, 20])
    ticks(6, [15, 20], [16, 30])
    // Of time 20 there are five ticks; two were taken, two are missing, one came by itself.
    history(ID, [11, 20], [12, 20], [13, 20])
    history(ID, [14, 20], [15, 20])
    end(ID, 5)
    expect(told).toEqual([10, 11, 12, 13, 14, 15, 16])
  })

  test('that history does not have is told as lost, and the rest goes on', () => {
    const { ticks, history, end, told, lost } = connect()
    ticks(1, [10])
    ticks(4, [40])
    history(ID, [10], [20])
    end(ID, 2)
    expect(told).toEqual([10, 20, 40])
    expect(lost).toEqual(['1 ticks of EURUSD: history does not have them'])
    expect(ticks(5, [50])).toBe('event')
  })

  test('ends where the bridge refuses the history', () => {
    const { say, ticks, told, lost } = connect()
    ticks(1, [10])
    ticks(3, [30])
    expect(say({ t: 'err', id: ID, code: 'NO_HISTORY', msg: '' })).toBe('event')
    expect([told, lost]).toEqual([[10, 30], ['1 ticks of EURUSD: the bridge has no history']])
  })

  test('ends after 5 s without an answer, with the next tick or heartbeat', () => {
    const { say, ticks, told, lost } = connect()
    ticks(1, [10])
    ticks(3, [30])
    const beat = { t: 'hb', now: 0, srvOff: 0, connected: true }
    expect(say(beat, 4 * SECOND_US)).toBe('control')
    expect(say(beat, 6 * SECOND_US)).toBe('event')
    expect(told).toEqual([10, 30])
    ticks(5, [50])
    const tick = {
      t: 'tick',
      s: 'EURUSD',
      n: 6,
      tm: 60,
      b: '60',
      a: '61',
      l: '0',
      v: 0,
      vr: '0',
      f: 6,
    }
    expect(say(tick, 12 * SECOND_US)).toBe('event')
    expect(told).toEqual([10, 30, 50, 60])
    expect(lost).toHaveLength(2)
  })

  test('does not grow without end: after 500 messages it is given up', () => {
    const { ticks, told, lost } = connect()
    ticks(1, [1])
    for (let n = 3; n <= 503; n += 1) ticks(n, [n])
    expect(told).toHaveLength(502)
    expect(lost).toHaveLength(1)
  })

  test('among what was held is asked for in turn', () => {
    const { ticks, history, end, told, asked } = connect()
    ticks(1, [10])
    ticks(3, [30])
    ticks(5, [50])
    history(ID, [10], [20], [30])
    end(ID)
    expect(told).toEqual([10, 20, 30])
    expect(asked[1]).toMatchObject({ id: ID + 1, from: 30, to: 50 })
    history(ID + 1, [30], [40], [50])
    end(ID + 1)
    expect(told).toEqual([10, 20, 30, 40, 50])
  })

  test('is told as lost where nobody can ask', () => {
    const { ticks, told, lost } = connect({}, false)
    ticks(1, [10])
    expect(ticks(4, [40])).toBe('event')
    expect([told, lost]).toEqual([[10, 40], ['2 ticks of EURUSD']])
  })

  test('is asked for also after a message that could not be read', () => {
    const { say, ticks, history, end, told, asked } = connect()
    ticks(1, [10])
    expect(say({ t: 'ticks', s: 'EURUSD', n: 2, k: [[20, '20', {}, '0', 0, '0', 6]] })).toBe(
      'fault',
    )
    ticks(3, [30])
    expect(asked).toHaveLength(1)
    history(ID, [10], [20], [30])
    end(ID)
    expect(told).toEqual([10, 20, 30])
  })
})

describe('the broker’s clock', () => {
  const timesOf = (options: Mt5Options, ...messages: object[]) => {
    const driver = mt5(options)
    const table = createInstrumentTable({
      infer: (market, symbol) => driver.inferInstrument(market, symbol),
    })
    const decoder = driver.createDecoder(table, 'spot')
    const times: (number | undefined)[] = []
    const sink: FrameSink = {
      book: () => {},
      bbo: ({ venueTimeUs }) => void times.push(venueTimeUs),
      trade: () => {},
      event: () => {},
      lost: () => {},
    }
    for (const message of messages) decoder.decode(Buffer.from(JSON.stringify(message)), 1, sink)
    return times
  }
  const hello = { t: 'hello', v: 1, srvOff: 10_800, now: 1, token: 'a' }
  const tick = (n: number, tm: number) => ({
    ...{ t: 'tick', s: 'EURUSD', n, tm, b: '1', a: '2', l: '0', v: 0, vr: '0', f: 6 },
  })

  test('is made UTC by the offset that the bridge told last; before it tells one there is no time', () => {
    const tm = 1_783_954_800_093
    const beat = { t: 'hb', now: 1, srvOff: 7_200, connected: true }
    expect(timesOf({}, tick(1, tm), hello, tick(2, tm), beat, tick(3, tm))).toEqual([
      undefined,
      Date.parse('2026-07-13T12:00:00.093Z') * 1000,
      Date.parse('2026-07-13T13:00:00.093Z') * 1000,
    ])
  })

  test('had other offsets in the past, where the table says so', () => {
    const pastOffsets = [{ untilTm: 1_000_000, srvOff: 7_200 }]
    expect(timesOf({ pastOffsets }, hello, tick(1, 999_999), tick(2, 1_000_000))).toEqual([
      (999_999 - 7_200_000) * 1000,
      (1_000_000 - 10_800_000) * 1000,
    ])
  })

  test('is not heard, nor anything else, of a bridge without the token', () => {
    const other = { ...hello, token: 'b' }
    expect(
      timesOf({ token: 'a' }, tick(1, 5), other, tick(2, 5), { ...hello, v: 2 }, tick(3, 5)),
    ).toEqual([])
    expect(timesOf({ token: 'a' }, hello, tick(1, 10_800_005))).toEqual([5_000])
  })
})
