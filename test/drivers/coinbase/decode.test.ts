import { expect, test } from 'vitest'
import { coinbase } from '../../../src/drivers/coinbase/index.ts'
import { decodeOne, runFixtures } from '../run-fixtures.ts'

runFixtures('coinbase', coinbase())

test('a ticker without a size is a fault whatever the digits of its prices', () => {
  for (const price of ['1', '9007199254740993.01']) {
    const ticker = `{"product_id":"BTC-USD","best_bid":"${price}","best_bid_quantity":null,"best_ask":"${price}","best_ask_quantity":"1"}`
    const frame = `{"channel":"ticker","timestamp":"2026-04-07T14:30:00Z","sequence_num":0,"events":[{"type":"update","tickers":[${ticker}]}]}`
    expect(decodeOne(coinbase(), 'spot', frame)).toMatchObject({ outcome: 'fault', events: [] })
  }
})
