import { expect, test } from 'vitest'
import { coinbase } from '../../src/drivers/coinbase/index.ts'
import { FrameReplay } from '../../src/market/frame-replay.ts'
import { exchangesOf, frameBytes, linesOf, restFilesOf, streamsOf, venueFolders } from './folder.ts'

const isRecorded = venueFolders().includes('coinbase')
const driver = coinbase()

test.runIf(isRecorded)("the listing of coinbase's Exchange is read in full", () => {
  const [call] = coinbase({ feed: 'exchange' }).rest.instruments(['exchange'])
  const files = restFilesOf('coinbase').filter((name) => name === 'instruments-exchange')
  for (const exchange of files.flatMap((file) => exchangesOf('coinbase', file))) {
    const rows = JSON.parse(exchange.body) as { id: string }[]
    const body = Buffer.from(exchange.body)
    const listed = call?.parse({ status: 200, headers: {}, body }, 1) ?? []
    expect(listed.map(({ symbol }) => String(symbol))).toEqual(rows.map(({ id }) => id))
    for (const { tickSize, lotSize, status } of listed) {
      expect([tickSize, lotSize].every((step) => Number(step) > 0)).toBe(true)
      expect(status).not.toBe('unknown')
    }
  }
  expect(files).toHaveLength(1)
})

test.runIf(isRecorded)('recorded trades of coinbase are numbered without a hole', () => {
  for (const stream of streamsOf('coinbase')) {
    const lost: string[] = []
    let trades = 0
    const decoder = driver.createDecoder(new FrameReplay({ driver, market: 'spot' }).table, 'spot')
    const nothing = (): void => {}
    const sink = {
      book: nothing,
      bbo: nothing,
      event: nothing,
      trade: (): void => void (trades += 1),
      lost: (reason: string): void => void lost.push(reason),
    }
    for (const line of linesOf(stream))
      if (line.dir === 'in') decoder.decode(frameBytes(line, line.frame), 1, sink)
    expect([trades, lost]).toEqual([79, []])
  }
})
