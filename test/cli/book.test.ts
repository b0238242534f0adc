import { describe, expect, test } from 'vitest'
import { crossbook, recorded, tempFile } from './terminal.ts'

const SPOT = ['book', '--venue', 'binance', '--market', 'spot']

const diff = (symbol: string, U: number, u: number, b: string[][], a: string[][] = []) => ({
  stream: `${symbol.toLowerCase()}@depth@100ms`,
  data: { e: 'depthUpdate', E: 1672515782136, s: symbol, U, u, b, a },
})
const BIDS = [
  ['99.00', '5'],
  ['98.00', '6'],
]
const ASKS = [
  ['101.00', '7'],
  ['102.00', '8'],
]
const snapshot = (lastUpdateId: number, recv: number) => ({
  url: 'https://api.binance.com/api/v3/depth?symbol=BTCUSDT&limit=1000',
  recv,
  body: JSON.stringify({ lastUpdateId, bids: BIDS, asks: ASKS }),
})
const whole = (lastUpdateId: number, symbol = 'btcusdt') => ({
  stream: `${symbol}@depth5@100ms`,
  data: { lastUpdateId, bids: BIDS, asks: ASKS },
})

/** State, verdict and levels of each line. */
const short = (lines: readonly Record<string, unknown>[]) =>
  lines.map(({ verdict, state, lastId, bids, asks }) => ({ verdict, state, lastId, bids, asks }))

describe('crossbook book', () => {
  test('whole books: a line for each, best level only unless told', async () => {
    const { code, json, err } = await crossbook(SPOT, {
      input: recorded(whole(160), whole(160), whole(161)),
    })
    expect(code).toBe(0)
    expect(json()[0]).toEqual({
      type: 'book',
      venue: 'binance',
      market: 'spot',
      pair: 'BTC/USDT',
      symbol: 'BTCUSDT',
      feed: 'depth5',
      verdict: 'replace',
      state: 'live',
      lastId: 160,
      updateCount: 0,
      localTimeUs: 1000000,
      bidLevels: 2,
      askLevels: 2,
      bids: [['99', '5']],
      asks: [['101', '7']],
    })
    expect(json().map(({ verdict }) => verdict)).toEqual(['replace', 'drop', 'replace'])
    expect(err).toBe('replace 2, drop 1, fault 0\n')
  })

  test('--depth gives more levels, as many as there are', async () => {
    const { json } = await crossbook([...SPOT, '--depth', '5'], { input: recorded(whole(160)) })
    expect(json()[0]).toMatchObject({
      bids: [
        ['99', '5'],
        ['98', '6'],
      ],
      asks: [
        ['101', '7'],
        ['102', '8'],
      ],
    })
  })

  test.each(['ETHUSDT', 'ETH/USDT'])('--symbol %s shows this instrument only', async (name) => {
    const input = recorded(whole(160), whole(170, 'ethusdt'), whole(161))
    const { json, err } = await crossbook([...SPOT, '--symbol', name], { input })
    expect(json().map(({ pair }) => pair)).toEqual(['ETH/USDT'])
    expect(err).toBe('replace 1, fault 0\n')
  })

  test('--snapshots joins recorded answers at their time; a gap shows no levels', async () => {
    const file = tempFile('snapshots.json', JSON.stringify([snapshot(104, 2.5)]))
    const input = recorded(
      diff('BTCUSDT', 101, 103, [['99.00', '1']]),
      diff('BTCUSDT', 104, 106, [['99.00', '2']]),
      diff('BTCUSDT', 107, 107, [['99.00', '0']]),
      diff('BTCUSDT', 110, 111, [['97.00', '1']]),
    )
    const { code, json } = await crossbook([...SPOT, '--snapshots', file], { input })
    expect(code).toBe(0)
    const none = { bids: undefined, asks: undefined }
    const asks = [['101', '7']]
    expect(short(json())).toEqual([
      { verdict: 'hold', state: 'syncing', lastId: undefined, ...none },
      { verdict: 'hold', state: 'syncing', lastId: undefined, ...none },
      { verdict: 'replace', state: 'live', lastId: 104, bids: [['99', '5']], asks },
      { verdict: 'apply', state: 'live', lastId: 106, bids: [['99', '2']], asks },
      { verdict: 'apply', state: 'live', lastId: 107, bids: [['98', '6']], asks },
      { verdict: 'gap', state: 'stale', lastId: 107, ...none },
    ])
  })

  test('a REST answer in the recording itself joins as well', async () => {
    const { url, body } = snapshot(104, 1)
    const rest = `${JSON.stringify({ recv: 1, url, dir: 'in', kind: 'rest', frame: body })}\n`
    const input = rest + recorded(diff('BTCUSDT', 105, 105, [['99.00', '9']]))
    const { json } = await crossbook(SPOT, { input })
    expect(json().map(({ verdict }) => verdict)).toEqual(['replace', 'apply'])
    expect(json()[1]).toMatchObject({ state: 'live', bids: [['99', '9']] })
  })

  test('a frame that cannot be read is a fault line, and the exit code is 1', async () => {
    const input = recorded(
      whole(160),
      '{"stream":"btcusdt@depth5@100ms","data":{"lastUp',
      whole(161),
    )
    const { code, json, err } = await crossbook(SPOT, { input })
    expect(code).toBe(1)
    expect(json().map(({ type }) => type)).toEqual(['book', 'fault', 'book'])
    expect(err).toBe('replace 2, fault 1\n')
  })
})
