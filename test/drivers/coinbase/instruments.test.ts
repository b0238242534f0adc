import { describe, expect, test } from 'vitest'
import type { FrameSink, Instrument, OwnedMarketEvent } from '../../../src/core/index.ts'
import { coinbase } from '../../../src/drivers/coinbase/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { EXCHANGE_ROW, LISTED } from './listed.ts'

const driver = coinbase()
const ofExchange = coinbase({ feed: 'exchange' })
const [spotCall, futuresCall, intxCall] = driver.rest.instruments(['spot', 'futures', 'intx'])

const answer = (body: unknown) => ({
  status: 200,
  headers: {},
  body: Buffer.from(JSON.stringify(body)),
})
function listed(rows: readonly unknown[]): readonly Instrument[] {
  return [spotCall, futuresCall, intxCall].flatMap(
    (call) => call?.parse(answer({ products: rows, num_products: rows.length }), 1) ?? [],
  )
}

test('one call lists each product line of the feed', () => {
  const asked = [spotCall, futuresCall, intxCall].map((call) => call?.request)
  expect(asked.map((request) => request?.query)).toEqual([
    { product_type: 'SPOT' },
    { product_type: 'FUTURE', contract_expiry_type: 'EXPIRING' },
    { product_type: 'FUTURE', contract_expiry_type: 'PERPETUAL' },
  ])
  expect(driver.facts.products.map(({ id }) => id)).toEqual(['spot', 'futures', 'intx'])
  expect(ofExchange.facts.products.map(({ id }) => id)).toEqual(['exchange'])
  expect(ofExchange.rest.instruments(['exchange']).map(({ request }) => request)).toMatchObject([
    { service: 'exchange', path: '/products' },
  ])
})

test('spot reads its grid, and counts sizes in base', () => {
  expect(listed([LISTED.spot])).toEqual([
    {
      venue: 'coinbase',
      market: 'spot',
      kind: 'spot',
      product: 'spot',
      pair: 'BTC/USD',
      symbol: 'BTC-USD',
      base: 'BTC',
      quote: 'USD',
      status: 'trading',
      tickSize: '0.01',
      lotSize: '0.00000001',
      minQuantity: '0.00000001',
      minNotional: '1',
      priceScale: 2,
      sizeScale: 8,
      isInferred: false,
    },
  ])
})

test('a second name of a book says whose it is', () => {
  const [spot, alias] = listed([LISTED.spot, LISTED.alias])
  expect(spot).not.toHaveProperty('aliasOf')
  expect(alias).toMatchObject({ symbol: 'BTC-USDC', pair: 'BTC/USDC', aliasOf: 'BTC-USD' })
})

test('without a price increment the tick is the quote increment', () => {
  const { price_increment: _price, ...row } = LISTED.spot
  expect(listed([{ ...row, quote_increment: '0.001' }])).toMatchObject([
    { tickSize: '0.001', priceScale: 3 },
  ])
})

test('a US future with funding is a perpetual, whatever its expiry; sizes count contracts', () => {
  const [instrument] = listed([LISTED.perpetual])
  expect(instrument).toMatchObject({
    market: 'futures',
    product: 'futures',
    kind: 'perpetual',
    pair: 'BTC/USD:USD',
    contract: { direction: 'linear', multiplier: '0.01', settle: 'USD' },
    tickSize: '5',
    lotSize: '1',
    priceScale: 0,
    sizeScale: 0,
    status: 'trading',
  })
  expect(instrument?.contract).not.toHaveProperty('expiryTimeUs')
  expect(instrument).not.toHaveProperty('minNotional')
})

test('one without funding is dated, by its own expiry', () => {
  expect(listed([LISTED.dated])).toMatchObject([
    {
      kind: 'dated',
      pair: 'BTC/USD:USD-260424',
      contract: { expiryTimeUs: Date.UTC(2026, 3, 24, 15) * 1000 },
    },
  ])
})

test('an international perpetual is settled in USDC', () => {
  expect(listed([LISTED.intx])).toMatchObject([
    {
      product: 'intx',
      kind: 'perpetual',
      pair: 'BTC/USDC:USDC',
      contract: { multiplier: '1', settle: 'USDC' },
      minNotional: '10',
      status: 'trading',
    },
  ])
})

test('products out of scope, and contracts without their terms, are left out', () => {
  const { future_product_details: details } = LISTED.dated
  const rows = [
    { ...LISTED.spot, product_type: 'UNKNOWN_PRODUCT_TYPE' },
    { ...LISTED.dated, future_product_details: null },
    { ...LISTED.dated, future_product_details: { ...details, contract_size: '' } },
    { ...LISTED.dated, future_product_details: { ...details, contract_expiry: '' } },
    { ...LISTED.dated, future_product_details: { ...details, contract_root_unit: '' } },
  ]
  expect(listed(rows)).toEqual([])
})

test.each([
  [{ status: 'online' }, 'trading'],
  [{ status: 'offline' }, 'halted'],
  [{ status: 'internal' }, 'halted'],
  [{ status: 'delisted' }, 'closed'],
  [{ status: '' }, 'unknown'],
  [{ status: 'something_new' }, 'unknown'],
  [{ is_disabled: true }, 'halted'],
  [{ trading_disabled: true, post_only: true }, 'halted'],
  [{ view_only: true }, 'halted'],
  [{ cancel_only: true }, 'cancelOnly'],
  [{ post_only: true }, 'postOnly'],
  [{ auction_mode: true }, 'preOpen'],
  [{ limit_only: true }, 'trading'],
])('spot with %o is %s', (over, status) => {
  expect(listed([{ ...LISTED.spot, ...over }])).toMatchObject([{ status }])
})

test('a contract trades while its session is open and no flag is set', () => {
  const fcm_trading_session_details = { is_session_open: false }
  expect(listed([{ ...LISTED.dated, fcm_trading_session_details }])).toMatchObject([
    { status: 'halted' },
  ])
  expect(listed([{ ...LISTED.intx, is_disabled: true }])).toMatchObject([{ status: 'halted' }])
})

test('the Exchange lists the same markets in its own words', () => {
  const [call] = ofExchange.rest.instruments(['exchange'])
  expect(call?.parse(answer([EXCHANGE_ROW]), 1)).toMatchObject([
    {
      product: 'exchange',
      market: 'spot',
      pair: 'BTC/USD',
      tickSize: '0.01',
      lotSize: '0.00000001',
      minNotional: '1',
      status: 'trading',
    },
  ])
})

describe('the naming rule', () => {
  test.each([
    ['BTC-USD', 'spot', 'BTC/USD', 'spot'],
    ['USDT-USDC', 'spot', 'USDT/USDC', 'spot'],
    ['00-USD', 'spot', '00/USD', 'spot'],
    ['BTC-PERP-INTX', 'intx', 'BTC/USDC:USDC', 'perpetual'],
    ['1000SHIB-PERP-INTX', 'intx', '1000SHIB/USDC:USDC', 'perpetual'],
  ])('%s is of %s: %s, %s', (symbol, product, pair, kind) => {
    expect(driver.inferInstrument('spot', symbol)).toMatchObject({
      product,
      pair,
      kind,
      isInferred: true,
    })
  })

  test.each(['BTC', '', '-', 'btc-usd', 'BIP-20DEC30-CDE', 'BTC-USD-X', 'BTC-PERP-INTX-X'])(
    '"%s" names nothing: codes of US futures are not their assets',
    (symbol) => {
      expect(driver.inferInstrument('futures', symbol)).toBeUndefined()
    },
  )

  test('of the Exchange is that of spot', () => {
    expect(ofExchange.inferInstrument('spot', 'BTC-USD')).toMatchObject({
      product: 'exchange',
      pair: 'BTC/USD',
    })
    expect(ofExchange.inferInstrument('futures', 'BTC-PERP-INTX')).toBeUndefined()
  })

  test('agrees with the listing', () => {
    for (const { symbol, pair, kind, base, quote, product } of listed([
      LISTED.spot,
      LISTED.alias,
      LISTED.intx,
    ]))
      expect(driver.inferInstrument('spot', symbol)).toMatchObject({
        pair,
        kind,
        base,
        quote,
        product,
      })
  })
})

/** A decoder of listed instruments, and what it told as `type symbol`. */
function decoderOf(rows: readonly unknown[]) {
  const table = createInstrumentTable()
  for (const instrument of listed(rows)) table.add(instrument)
  const decoder = driver.createDecoder(table, 'spot')
  const told: string[] = []
  const events: OwnedMarketEvent[] = []
  const push = (event: { type: string; symbol?: string }): void =>
    void told.push(`${event.type} ${event.symbol}`)
  const sink: FrameSink = {
    book: push,
    bbo: push,
    trade: push,
    event: (event) => {
      events.push(event)
      push(event as { type: string })
    },
    lost: () => {},
  }
  const send = (channel: string, event: unknown) =>
    decoder.decode(
      Buffer.from(JSON.stringify({ channel, timestamp: '2026-04-07T14:30:00Z', events: [event] })),
      1,
      sink,
    )
  return { told, events, send, table }
}

describe('what is said of a book under its first name', () => {
  const level = { side: 'bid', event_time: '', price_level: '68900.125', new_quantity: '1' }
  const trade = {
    trade_id: '7',
    product_id: 'BTC-USD',
    price: '1',
    size: '2',
    side: 'BUY',
    time: '2026-04-07T14:30:00Z',
  }
  const ticker = {
    product_id: 'BTC-USD',
    price: '1',
    best_bid: '1',
    best_bid_quantity: '1',
    best_ask: '2',
    best_ask_quantity: '1',
  }

  test('is told under its second one too', () => {
    const { told, send } = decoderOf([LISTED.spot, LISTED.alias])
    send('l2_data', { type: 'snapshot', product_id: 'BTC-USD', updates: [] })
    send('market_trades', { type: 'update', trades: [trade] })
    send('ticker', { type: 'update', tickers: [ticker] })
    expect(told).toEqual([
      'bookSnapshot BTC-USD',
      'bookSnapshot BTC-USDC',
      'trade BTC-USD',
      'trade BTC-USDC',
      'bbo BTC-USD',
      'bbo BTC-USDC',
      'ticker BTC-USD',
      'ticker BTC-USDC',
    ])
  })

  test('grows the scales of both names', () => {
    const { told, send, table } = decoderOf([LISTED.spot, LISTED.alias])
    send('l2_data', { type: 'update', product_id: 'BTC-USD', updates: [level] })
    expect(told).toEqual([
      'instrumentChanged BTC-USD',
      'instrumentChanged BTC-USDC',
      'bookDelta BTC-USD',
      'bookDelta BTC-USDC',
    ])
    expect(table.slots().map(({ priceScale }) => priceScale)).toEqual([3, 3])
  })

  test('is told under a name that is listed later', () => {
    const { told, send, table } = decoderOf([LISTED.spot])
    const update = { type: 'snapshot', product_id: 'BTC-USD', updates: [] }
    send('l2_data', update)
    for (const instrument of listed([LISTED.alias])) table.add(instrument)
    send('l2_data', update)
    expect(told).toEqual(['BTC-USD', 'BTC-USD', 'BTC-USDC'].map((name) => `bookSnapshot ${name}`))
  })
})

describe('the status channel', () => {
  const row = { product_type: 'SPOT', id: 'BTC-USD', status: 'offline' }

  test('tells the new status with the known terms', () => {
    const { send, events } = decoderOf([LISTED.spot])
    expect(send('status', { type: 'update', products: [row] })).toBe('event')
    expect(events).toMatchObject([
      {
        type: 'instrumentChanged',
        reason: 'listing',
        instrument: { status: 'halted', tickSize: '0.01' },
      },
    ])
  })

  test('says nothing of contracts, whose status is empty', () => {
    const { send, events } = decoderOf([LISTED.perpetual])
    send('status', { type: 'snapshot', products: [{ id: 'BIP-20DEC30-CDE', status: '' }] })
    expect(events).toMatchObject([{ instrument: { status: 'trading' } }])
  })
})
