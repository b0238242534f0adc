import { describe, expect, test } from 'vitest'
import { COINM_ROW, exchangeInfo, SPOT_ROW, USDM_ROW } from '../drivers/binance/listings.ts'
import { crossbook, recorded, tempFile } from './terminal.ts'

const SPOT = ['decode', '--venue', 'binance', '--market', 'spot']
const TRADE = {
  stream: 'btcusdt@trade',
  data: {
    e: 'trade',
    E: 1672515782136,
    s: 'BTCUSDT',
    t: 12345,
    p: '16800.10000000',
    q: '0.50000000',
    T: 1672515782130,
    m: true,
  },
}
const EXPECTED = {
  type: 'trade',
  venue: 'binance',
  market: 'spot',
  pair: 'BTC/USDT',
  symbol: 'BTCUSDT',
  venueTimeUs: 1672515782130000,
  localTimeUs: 1000000,
  price: '16800.1',
  size: '0.5',
  takerSide: 'sell',
  tradeId: '12345',
}
const ACK = { result: null, id: 1 }
const TORN = '{"e":"trade","E":16725'

describe('crossbook decode', () => {
  test('reads standard input: one event a line, numbers as decimal text', async () => {
    const { code, json, err } = await crossbook(SPOT, { input: recorded(TRADE) })
    expect(code).toBe(0)
    // Without a listing the scales come from the digits, and that is told first.
    expect(json().map(({ type }) => type)).toEqual(['instrumentChanged', 'trade'])
    expect(json()[1]).toEqual(EXPECTED)
    expect(err).toBe('event 1, control 0, ignored 0, fault 0\n')
  })

  test.each(['frames.ndjson', 'frames.ndjson.gz'])('reads %s', async (name) => {
    const { code, json } = await crossbook([...SPOT, tempFile(name, recorded(TRADE, ACK))])
    expect(code).toBe(0)
    expect(json().at(-1)).toEqual(EXPECTED)
  })

  test('ends where a gzip file tears, with what came before', async () => {
    const whole = recorded(...Array.from({ length: 500 }, () => TRADE))
    const file = tempFile('torn.ndjson.gz', whole)
    const { readFileSync, truncateSync } = await import('node:fs')
    truncateSync(file, Math.floor(readFileSync(file).length * 0.9))
    const { json } = await crossbook([...SPOT, file])
    expect(json().length).toBeGreaterThan(10)
  })

  test('a frame that cannot be read is a fault line, and the exit code is 1', async () => {
    const { code, json, err } = await crossbook(SPOT, { input: recorded(TRADE, TORN, TRADE) })
    expect(code).toBe(1)
    expect(json().map(({ type }) => type)).toEqual(['instrumentChanged', 'trade', 'fault', 'trade'])
    expect(json()[2]).toEqual({
      type: 'fault',
      venue: 'binance',
      code: 'MALFORMED_FRAME',
      message: 'Reading a frame: truncated at byte 22',
      offsetBytes: 22,
      sample: TORN,
      localTimeUs: 2000000,
    })
    expect(err).toBe('event 2, control 0, ignored 0, fault 1\n')
  })

  test('--outcomes also tells what became of every other frame', async () => {
    const other = { e: 'avgPrice', E: 1693907033000, s: 'BTCUSDT', i: '5m', w: '25776.86' }
    const input = recorded(ACK, other)
    expect((await crossbook(SPOT, { input })).json()).toEqual([])
    const { code, json, err } = await crossbook([...SPOT, '--outcomes'], { input })
    expect(code).toBe(0)
    expect(json()).toEqual([
      { type: 'control' },
      { type: 'ignored', reason: 'event type avgPrice is not carried' },
    ])
    expect(err).toBe('event 0, control 1, ignored 1, fault 0\n')
  })

  test('leaves out what was sent, and reads base64', async () => {
    const sent = { recv: 1, url: 'wss://x', dir: 'out', frame: '{"method":"SUBSCRIBE"}' }
    const frame = Buffer.from(JSON.stringify(TRADE)).toString('base64')
    const input = [sent, { recv: 1, url: null, dir: 'in', frame, b64: true }]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('')
    const { json, err } = await crossbook(SPOT, { input })
    expect(json().at(-1)).toEqual(EXPECTED)
    expect(err).toBe('event 1, control 0, ignored 0, fault 0\n')
  })

  test('a product names its market', async () => {
    const argv = ['decode', '--venue', 'binance', '--market', 'usdm']
    const { json } = await crossbook(argv, { input: recorded(TRADE) })
    expect(json().at(-1)).toMatchObject({ market: 'futures', pair: 'BTC/USDT:USDT' })
  })
})

describe('--instruments', () => {
  const body = Buffer.from(exchangeInfo(SPOT_ROW)).toString()

  async function withListing(name: string, text: string) {
    const eth = { ...TRADE, stream: 'ethusdt@trade', data: { ...TRADE.data, s: 'ETHUSDT' } }
    const argv = [...SPOT, '--outcomes', '--instruments', tempFile(name, text)]
    return crossbook(argv, { input: recorded(TRADE, eth) })
  }

  test.each([
    ["the venue's own body", 'exchangeInfo.json', body],
    ['the same, compressed', 'exchangeInfo.json.gz', body],
    [
      'recorded exchanges',
      'rest.json',
      JSON.stringify([{ name: 'exchangeInfo', status: 200, body }]),
    ],
  ])('takes %s: scales are known, and nothing else is listed', async (_form, name, text) => {
    const { code, json } = await withListing(name, text)
    expect(code).toBe(0)
    expect(json()).toEqual([EXPECTED, { type: 'ignored', reason: 'instrument is not listed' }])
  })

  test('takes what crossbook instruments wrote', async () => {
    const [call] = (await import('../../src/drivers/binance/index.ts'))
      .binance()
      .rest.instruments(['spot'])
    const listing = call?.parse({ status: 200, headers: {}, body: exchangeInfo(SPOT_ROW) }, 1)
    const text = (listing ?? []).map((instrument) => `${JSON.stringify(instrument)}\n`).join('')
    expect((await withListing('binance.ndjson', text)).json()[0]).toEqual(EXPECTED)
  })

  test.each([
    ['usdm', USDM_ROW, 'BTCUSDT', 'BTC/USDT:USDT'],
    ['coinm', COINM_ROW, 'BTCUSD_PERP', 'BTC/USD:BTC'],
  ])('tells a listing of %s by its rows', async (market, row, symbol, pair) => {
    const file = tempFile('exchangeInfo.json', Buffer.from(exchangeInfo(row)).toString())
    const argv = ['decode', '--venue', 'binance', '--market', market, '--instruments', file]
    const frame = { ...TRADE.data, s: symbol }
    const { json } = await crossbook(argv, { input: recorded(frame) })
    expect(json().at(-1)).toMatchObject({ type: 'trade', pair })
  })

  test('refuses what is no listing, and says why', async () => {
    const { code, err } = await withListing('notes.json', '{"hello":"world"}')
    expect(code).toBe(2)
    expect(err).toMatch(/--instruments: ".*notes\.json" is no listing of Binance: /)
  })
})
