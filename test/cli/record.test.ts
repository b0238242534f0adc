import { describe, expect, test } from 'vitest'
import { crossbook, tempFolder } from './terminal.ts'

/** A book the obvious way, from rows of the recording. */
class NaiveBook {
  readonly bids = new Map<string, string>()
  readonly asks = new Map<string, string>()

  apply(row: Record<string, unknown>): void {
    for (const name of ['bids', 'asks'] as const) {
      const side = this[name]
      const levels = row[name] as string[][]
      if (row['type'] === 'bookSnapshot') {
        side.clear()
        for (const [price = '', size = ''] of levels) side.set(price, size)
        continue
      }
      for (const [action, price = '', size = ''] of levels) {
        if (action === 'delete') side.delete(price)
        else side.set(price, size)
      }
    }
  }

  best(depth: number) {
    const sorted = (side: Map<string, string>, sign: number) =>
      [...side].sort(([a], [b]) => sign * (Number(a) - Number(b))).slice(0, depth)
    return { bids: sorted(this.bids, -1), asks: sorted(this.asks, 1) }
  }
}

const isBookRow = ({ type }: Record<string, unknown>): boolean =>
  type === 'bookSnapshot' || type === 'bookDelta'

describe('record --simulated, then replay', () => {
  test('rebuilds the same book row by row, and the BBO of the venue agrees with it', async () => {
    const folder = tempFolder()
    const recorded = await crossbook([
      ...['record', '--venue', 'binance', '--simulated', '--folder', folder],
      ...['--pairs', 'BTC/USDT', '--for', '3s', '--raw'],
    ])
    expect(recorded.err).toMatch(/^BTC\/USDT: \d+ rows, 0 resyncs\n$/)
    expect(recorded.code).toBe(0)

    const rows = (await crossbook(['replay', '--folder', folder])).json()
    const bookRows = rows.filter(isBookRow)
    expect(bookRows.length).toBeGreaterThan(15)

    const rebuilt = await crossbook(['replay', '--folder', folder, '--books', '--depth', '50'])
    const lines = rebuilt.json().filter(({ isLive }) => isLive === true)
    const byTime = new Map(lines.map((line) => [line['localTimeUs'], line]))
    const bestById = new Map<unknown, Record<string, unknown>>()
    const naive = new NaiveBook()
    for (const row of bookRows) {
      naive.apply(row)
      const line = byTime.get(row['localTimeUs'])
      expect({ bids: line?.['bids'], asks: line?.['asks'] }).toEqual(naive.best(50))
      if (line !== undefined) bestById.set(row['lastId'], line)
    }

    // An independent witness: the venue's own best bid and offer after the same update.
    let witnessed = 0
    for (const { type, lastId, bidPrice, bidSize, askPrice, askSize } of rows) {
      const line = type === 'bbo' ? bestById.get(lastId) : undefined
      if (line === undefined) continue
      expect((line['bids'] as unknown[])[0]).toEqual([bidPrice, bidSize])
      expect((line['asks'] as unknown[])[0]).toEqual([askPrice, askSize])
      witnessed += 1
    }
    expect(witnessed).toBeGreaterThan(0)

    const trades = await crossbook(['replay', '--folder', folder, '--types', 'trade'])
    // Rows about the recording itself always pass: they say where rows are missing.
    const types = new Set(trades.json().map(({ type }) => type))
    expect(types).toEqual(new Set(['recording', 'trade']))

    // The raw frames are what crossbook decode reads.
    const raw = await crossbook(['replay', '--folder', folder, '--raw'])
    const decoded = await crossbook(['decode', '--venue', 'binance', '--market', 'spot'], {
      input: raw.out,
    })
    expect(decoded.code).toBe(0)
    const count = (type: string) => decoded.json().filter((event) => event['type'] === type).length
    expect(count('trade')).toBe(trades.json().filter(({ type }) => type === 'trade').length)
    expect(count('bookDelta')).toBeGreaterThan(15)
  }, 20_000)

  test('Ctrl-C ends it in good order', async () => {
    const folder = tempFolder()
    const controller = new AbortController()
    const running = crossbook(
      [
        ...['record', '--venue', 'binance', '--simulated', '--folder', folder],
        ...['--pairs', 'ETH/USDT', '--channels', 'trade'],
      ],
      { signal: controller.signal },
    )
    setTimeout(() => controller.abort(), 1500)
    expect((await running).code).toBe(0)
    const { code, json } = await crossbook(['replay', '--folder', folder])
    expect(code).toBe(0)
    expect(json().map(({ type, event }) => event ?? type)).toContain('stopped')
  }, 10_000)
})

describe('what cannot be recorded exits with 1 and says why', () => {
  test('a pair that the venue does not list', async () => {
    const { code, err } = await crossbook([
      ...['record', '--venue', 'binance', '--simulated', '--folder', tempFolder()],
      ...['--pairs', 'BTC/USDX', '--for', '1s'],
    ])
    expect(code).toBe(1)
    expect(err).toMatch(/^refused: .*BTC\/USDX.*BTC\/USDT/m)
  })

  test('an empty folder has nothing to replay', async () => {
    const { code, err } = await crossbook(['replay', '--folder', tempFolder()])
    expect([code, err]).toEqual([1, '0 rows\n'])
  })
})
