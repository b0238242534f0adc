import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { coinex } from '../../../src/drivers/coinex/index.ts'
import { decodeOne, fixturesOf, runFixtures } from '../run-fixtures.ts'

const driver = coinex()

runFixtures('coinex', driver)

const textOf = (frame: unknown): string =>
  typeof frame === 'string' ? frame : JSON.stringify(frame)

test.each(fixturesOf('coinex').filter(([name]) => name !== 'message.neither.json'))(
  '%s packed with gzip, as the venue sends it, is the same',
  (_name, { frame, market }) => {
    const text = textOf(frame)
    const [packed, plain] = [gzipSync(text), text].map((each) => decodeOne(driver, market, each))
    expect(packed).toEqual(plain)
  },
)

test('a packed frame that is damaged is a fault and tells nothing', () => {
  const frame = gzipSync('{"method":"bbo.update","data":{},"id":null}')
  for (let i = 10; i < frame.length; i += 1) {
    const damaged = Uint8Array.from(frame)
    damaged[i] = (damaged[i] ?? 0) ^ 0x55
    expect(decodeOne(driver, 'spot', damaged)).toMatchObject({
      outcome: 'fault',
      events: [],
      fault: { code: 'MALFORMED_FRAME' },
    })
  }
})

test.each(['api-v1.depth.json', 'api-v1.answer.json'])('%s is of a retired format', (name) => {
  const fixture = fixturesOf('coinex').find(([each]) => each === name)?.[1]
  const { fault } = decodeOne(driver, 'spot', textOf(fixture?.frame))
  expect(fault?.code).toBe('LEGACY_FRAME')
})

test('the same symbol is one instrument on the spot socket and another on that of futures', () => {
  const frame =
    '{"method":"index.update","data":{"market":"BTCUSDT","index_price":"20000"},"id":null}'
  const pairs = (['spot', 'futures'] as const).map(
    (market) => decodeOne(driver, market, frame).events,
  )
  expect(pairs).toMatchObject([[{ pair: 'BTC/USDT' }], [{ pair: 'BTC/USDT:USDT' }]])
})

test('deal ids beyond 2^53 keep every digit, bare or quoted', () => {
  const frame = (id: string): string =>
    `{"method":"deals.update","data":{"market":"BTCUSDT","deal_list":[{"deal_id":${id},"created_at":1,"side":"buy","price":"1","amount":"1"}]},"id":null}`
  for (const id of ['90071992547409931', '"90071992547409931"'])
    expect(decodeOne(driver, 'spot', frame(id)).events.at(-1)).toMatchObject({
      tradeId: '90071992547409931',
    })
  expect(decodeOne(driver, 'spot', frame('""')).outcome).toBe('fault')
})

test.each(['""', 'null'])('a best bid of size %s is a fault, and tells nothing', (size) => {
  const frame = `{"method":"bbo.update","data":{"market":"BTCUSDT","updated_at":1,"best_bid_price":"20000","best_bid_size":${size},"best_ask_price":"20001","best_ask_size":"1"},"id":null}`
  expect(decodeOne(driver, 'spot', frame)).toMatchObject({
    outcome: 'fault',
    events: [],
    fault: { code: 'MALFORMED_FRAME' },
  })
})

test('a list of more deals than any before is told from the oldest to the newest', () => {
  const deals = Array.from({ length: 300 }, (_, i) => ({
    deal_id: 1000 - i,
    created_at: 2000 - i,
    side: 'sell',
    price: '1.5',
    amount: '2',
  }))
  const data = { market: 'BTCUSDT', deal_list: deals }
  const { events } = decodeOne(
    driver,
    'spot',
    JSON.stringify({ method: 'deals.update', data, id: null }),
  )
  const ids = events.flatMap((event) => (event as { tradeId?: string }).tradeId ?? [])
  expect(ids).toEqual(deals.map(({ deal_id }) => String(deal_id)).reverse())
})
