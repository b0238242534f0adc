import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decoding, ID, protocol } from './support.ts'

const spot = decoding('spot-account')
const usdm = (frame: unknown) => decoding('usdm-account')(frame)

const report = (fields: object) => ({
  subscriptionId: 0,
  event: {
    e: 'executionReport',
    E: 1_499_405_658_658,
    s: 'ETHBTC',
    c: ID,
    S: 'BUY',
    o: 'LIMIT',
    f: 'GTC',
    q: '1.00000000',
    p: '0.10264410',
    P: '0.00000000',
    F: '0.00000000',
    g: -1,
    C: '',
    x: 'NEW',
    X: 'NEW',
    r: 'NONE',
    i: 4_293_153,
    l: '0.00000000',
    z: '0.00000000',
    L: '0.00000000',
    n: '0',
    N: null,
    T: 1_499_405_658_657,
    t: -1,
    I: 8_641_984,
    w: true,
    m: false,
    M: false,
    O: 1_499_405_658_657,
    Z: '0.00000000',
    Y: '0.00000000',
    ...fields,
  },
})

const address = {
  clientOrderId: ID,
  venueOrderId: '4293153',
  account: 'main',
  instrument: 'ETHBTC',
}
const head = { order: address, timeUs: 5, venueTimeUs: 1_499_405_658_657_000 }

describe('spot: an order event', () => {
  test.each<[string, object, object]>([
    ['NEW', {}, { ...head, type: 'acknowledged', venueOrderId: '4293153', filledQuantity: '0' }],
    [
      'EXPIRED',
      { x: 'EXPIRED', X: 'EXPIRED', z: '0.4' },
      { ...head, type: 'expired', filledQuantity: '0.4' },
    ],
    [
      'REPLACED',
      { x: 'REPLACED', q: '0.5' },
      { ...head, type: 'amended', quantity: '0.5', price: '0.1026441', filledQuantity: '0' },
    ],
    [
      'REJECTED',
      { x: 'REJECTED', X: 'REJECTED', r: 'INSUFFICIENT_BALANCES' },
      {
        ...head,
        type: 'rejected',
        code: 'INSUFFICIENT_BALANCES',
        text: 'rejected: INSUFFICIENT_BALANCES',
      },
    ],
    [
      'TRADE_PREVENTION',
      { x: 'TRADE_PREVENTION', X: 'EXPIRED_IN_MATCH' },
      { ...head, type: 'expired', filledQuantity: '0' },
    ],
    [
      'a word of tomorrow',
      { x: 'SPLIT' },
      { type: 'missed', account: 'main', detail: 'an order had execution type SPLIT', timeUs: 5 },
    ],
  ])('%s', (_name, fields, event) => {
    expect(spot(report(fields))).toEqual({ outcome: 'event', events: [event] })
  })

  test('of a cancel is of the order that `C` names, not of the cancel that `c` names', () => {
    const fields = { c: 'cancelMyOrder1', C: ID, x: 'CANCELED', X: 'CANCELED', z: '0.25' }
    expect(spot(report(fields)).events).toEqual([
      { ...head, type: 'cancelled', filledQuantity: '0.25' },
    ])
  })

  test('of a trade is a fill with its fee; the trade `t` is not the time `T`', () => {
    const fields = {
      x: 'TRADE',
      X: 'PARTIALLY_FILLED',
      t: 77,
      l: '0.3',
      L: '0.1',
      z: '0.3',
      n: '0.00004',
      N: 'BNB',
      m: true,
    }
    expect(spot(report(fields)).events).toEqual([
      {
        ...head,
        type: 'fill',
        fill: {
          fillId: '77',
          account: 'main',
          clientOrderId: ID,
          venueOrderId: '4293153',
          instrument: 'ETHBTC',
          side: 'buy',
          price: '0.1',
          quantity: '0.3',
          fee: { amount: '0.00004', asset: 'BNB' },
          isMaker: true,
          venueTimeUs: 1_499_405_658_657_000,
        },
      },
    ])
  })

  test('of somebody else has no id of ours', () => {
    const { clientOrderId: _, ...foreign } = address
    for (const c of ['mUvoqJxFIILMdfAW5iGSOW', 'autoclose-1234567890', '12', '']) {
      expect(spot(report({ c })).events[0]?.['order']).toEqual(foreign)
    }
  })

  test('keeps ids beyond 2^53 whole', () => {
    const frame = JSON.stringify(report({})).replace('4293153', '9007199254740993123')
    expect(spot(frame).events[0]).toMatchObject({ venueOrderId: '9007199254740993123' })
  })
})

describe('spot: other events', () => {
  test('balances are what there is, free and locked together', () => {
    const frame = {
      subscriptionId: 0,
      event: {
        e: 'outboundAccountPosition',
        E: 1_564_034_571_105,
        u: 1_564_034_571_073,
        B: [
          { a: 'ETH', f: '10000.000000', l: '0.500000' },
          { a: 'USDT', f: '0', l: '0' },
        ],
      },
    }
    const base = { type: 'balance', account: 'main', timeUs: 5, venueTimeUs: 1_564_034_571_073_000 }
    expect(spot(frame).events).toEqual([
      { ...base, asset: 'ETH', total: '10000.5', locked: '0.5' },
      { ...base, asset: 'USDT', total: '0', locked: '0' },
    ])
  })

  test('a deposit is a transfer', () => {
    const event = {
      e: 'balanceUpdate',
      E: 1_573_200_697_110,
      a: 'BTC',
      d: '-100.00000000',
      T: 1_573_200_697_068,
    }
    expect(spot({ subscriptionId: 0, event }).events).toEqual([
      {
        type: 'transfer',
        account: 'main',
        asset: 'BTC',
        amount: '-100',
        timeUs: 5,
        venueTimeUs: 1_573_200_697_068_000,
      },
    ])
  })

  test('a lock from outside makes the account be asked', () => {
    const event = { e: 'externalLockUpdate', E: 1, a: 'NEO', d: '10', T: 1 }
    expect(spot({ subscriptionId: 0, event }).events).toMatchObject([{ type: 'missed' }])
  })

  test.each([
    [
      { subscriptionId: 0, event: { e: 'listStatus', E: 1 } },
      'order lists are not placed by this driver',
    ],
    [{ subscriptionId: 0, event: { e: 'tomorrow' } }, 'event type tomorrow is not carried'],
    [report({ s: 'NOSUCH' }), 'instrument is not listed'],
  ])('%j is left aside', (frame, reason) => {
    expect(spot(frame)).toEqual({ outcome: 'ignored', events: [], reason })
  })

  test.each([
    { id: 1, status: 200, result: { subscriptionId: 0 } },
    { id: null, status: 401, error: { code: -2015, msg: 'words' } },
    { event: { e: 'serverShutdown', E: 1 } },
    { subscriptionId: 0, event: { e: 'eventStreamTerminated', E: 1 } },
  ])('%j is for the session', (frame) => {
    expect(spot(frame).outcome).toBe('control')
  })
})

const update = (fields: object) => ({
  e: 'ORDER_TRADE_UPDATE',
  E: 1_568_879_465_651,
  T: 1_568_879_465_650,
  o: {
    s: 'BTCUSDT',
    c: ID,
    S: 'SELL',
    o: 'LIMIT',
    f: 'GTC',
    q: '0.002',
    p: '7100.50',
    ap: '7100.50',
    sp: '0',
    x: 'NEW',
    X: 'NEW',
    i: 8_886_774,
    l: '0',
    z: '0',
    L: '0',
    T: 1_568_879_465_650,
    t: 0,
    b: '0',
    a: '9.91',
    m: false,
    R: false,
    wt: 'CONTRACT_PRICE',
    ot: 'LIMIT',
    ps: 'BOTH',
    cp: false,
    rp: '0',
    V: 'EXPIRE_MAKER',
    gtd: 0,
    er: '0',
    ...fields,
  },
})
const futuresAddress = {
  clientOrderId: ID,
  venueOrderId: '8886774',
  account: 'main',
  instrument: 'BTCUSDT',
}
const futuresHead = { order: futuresAddress, timeUs: 5, venueTimeUs: 1_568_879_465_650_000 }
const trade = {
  x: 'TRADE',
  X: 'PARTIALLY_FILLED',
  l: '0.001',
  z: '0.001',
  L: '7100.50',
  t: 12_345_678,
  m: true,
}

describe('USDⓈ-M: an order event', () => {
  test.each<[string, object, object]>([
    [
      'NEW',
      {},
      { ...futuresHead, type: 'acknowledged', venueOrderId: '8886774', filledQuantity: '0' },
    ],
    // `c` stays the order's own id on cancels here.
    [
      'CANCELED',
      { x: 'CANCELED', X: 'CANCELED', z: '0.001' },
      { ...futuresHead, type: 'cancelled', filledQuantity: '0.001' },
    ],
    [
      'EXPIRED',
      { x: 'EXPIRED', X: 'EXPIRED_IN_MATCH' },
      { ...futuresHead, type: 'expired', filledQuantity: '0' },
    ],
    [
      'AMENDMENT',
      { x: 'AMENDMENT', p: '7101' },
      { ...futuresHead, type: 'amended', quantity: '0.002', price: '7101', filledQuantity: '0' },
    ],
  ])('%s', (_name, fields, event) => {
    expect(usdm(update(fields))).toEqual({ outcome: 'event', events: [event] })
  })

  test('of a trade is a fill: with a fee, a rebate, or without where none is told', () => {
    const fee = (fields: object) => usdm(update({ ...trade, ...fields })).events[0]?.['fill']
    expect(fee({ N: 'USDT', n: '0.01000000' })).toEqual({
      fillId: '12345678',
      account: 'main',
      clientOrderId: ID,
      venueOrderId: '8886774',
      instrument: 'BTCUSDT',
      side: 'sell',
      price: '7100.5',
      quantity: '0.001',
      fee: { amount: '0.01', asset: 'USDT' },
      realisedPnl: '0',
      isMaker: true,
      venueTimeUs: 1_568_879_465_650_000,
    })
    expect(fee({ N: 'USDT', n: '-0.002' })).toMatchObject({ fee: { amount: '-0.002' } })
    expect(fee({})).not.toHaveProperty('fee')
    expect(fee({ N: null, n: null })).not.toHaveProperty('fee')
  })

  test('that came before as TRADE_LITE has the same id, so that both are one fill', () => {
    const lite = {
      e: 'TRADE_LITE',
      E: 1_568_879_465_651,
      T: 1_568_879_465_650,
      s: 'BTCUSDT',
      q: '0.002',
      p: '7100.50',
      m: true,
      c: ID,
      S: 'SELL',
      L: '7100.50',
      l: '0.001',
      t: 12_345_678,
      i: 8_886_774,
    }
    const [first] = usdm(lite).events
    const [second] = usdm(update(trade)).events
    const { realisedPnl, ...early } = (second?.['fill'] ?? {}) as Record<string, unknown>
    expect([first?.['fill'], realisedPnl]).toEqual([early, '0'])
    expect(first).toMatchObject({ type: 'fill', fill: { fillId: '12345678' } })
  })

  test.each(['autoclose-1234567890', 'adl_autoclose', 'settlement_autoclose-1'])(
    'of the venue itself, %s, is a fill of an order that is not ours',
    (c) => {
      const [event] = usdm(
        update({ ...trade, c, x: 'CALCULATED', X: 'NEW_ADL', N: 'USDT', n: '0.1' }),
      ).events
      expect(event).toMatchObject({ type: 'fill', fill: { fillId: '12345678', quantity: '0.001' } })
      expect(event?.['fill']).not.toHaveProperty('clientOrderId')
    },
  )
})

const algo = (fields: object) => ({
  e: 'ALGO_UPDATE',
  T: 1_765_431_097_030,
  E: 1_765_431_097_037,
  o: {
    caid: ID,
    aid: 1_000_000_033_225_453,
    at: 'CONDITIONAL',
    o: 'STOP_MARKET',
    s: 'DOGEUSDT',
    S: 'BUY',
    ps: 'BOTH',
    f: 'GTC',
    q: '38',
    X: 'NEW',
    ai: '',
    ap: '0',
    aq: '0',
    act: 'MARKET',
    tp: '0.13855',
    p: '0',
    wt: 'CONTRACT_PRICE',
    R: false,
    tt: 0,
    gtd: 0,
    ...fields,
  },
})
const stopId = 'algo-1000000033225453'
const stopHead = {
  order: { clientOrderId: ID, venueOrderId: stopId, account: 'main', instrument: 'DOGEUSDT' },
  timeUs: 5,
  venueTimeUs: 1_765_431_097_030_000,
}

describe('USDⓈ-M: a stop order', () => {
  test.each<[string, object, object | undefined]>([
    ['is acknowledged', {}, { ...stopHead, type: 'acknowledged', venueOrderId: stopId }],
    ['that is about to trigger tells nothing', { X: 'TRIGGERING' }, undefined],
    [
      'that has triggered goes on under another id',
      { X: 'TRIGGERED', ai: '88937381063' },
      {
        ...stopHead,
        type: 'amended',
        venueOrderId: '88937381063',
        quantity: '38',
        filledQuantity: '0',
      },
    ],
    [
      'that is finished says how much was filled',
      { X: 'FINISHED', ai: '88937381063', aq: '38' },
      {
        ...stopHead,
        type: 'amended',
        venueOrderId: '88937381063',
        quantity: '38',
        filledQuantity: '38',
      },
    ],
    ['is cancelled', { X: 'CANCELED' }, { ...stopHead, type: 'cancelled' }],
    ['expires', { X: 'EXPIRED' }, { ...stopHead, type: 'expired' }],
    [
      'is rejected with a reason',
      { X: 'REJECTED', rm: 'Reduce Only reject' },
      { ...stopHead, type: 'rejected', code: 'REJECTED', text: 'Reduce Only reject' },
    ],
  ])('%s', (_name, fields, event) => {
    expect(usdm(algo(fields)).events).toEqual(event === undefined ? [] : [event])
  })

  test('that shows its id in an ordinary order first is that order', () => {
    const read = decoding('usdm-account')
    read(algo({}))
    const ordinary = update({ s: 'DOGEUSDT', q: '38', p: '0', o: 'MARKET', ot: 'STOP_MARKET' })
    expect(read(ordinary).events).toMatchObject([
      { type: 'amended', venueOrderId: '8886774', quantity: '38' },
      { type: 'acknowledged', venueOrderId: '8886774' },
    ])
    expect(read(ordinary).events).toMatchObject([{ type: 'acknowledged' }])
  })
})

const accountUpdate = (m: string, B: readonly object[], P: readonly object[] = []) => ({
  e: 'ACCOUNT_UPDATE',
  E: 1_564_745_798_939,
  T: 1_564_745_798_938,
  a: { m, B, P },
})
const usdt = { a: 'USDT', wb: '122624.12345678', cw: '100.12345678', bc: '0' }
const position = {
  s: 'BTCUSDT',
  pa: '-10',
  ep: '6563.8',
  cr: '-45.04',
  up: '-1423.15600',
  mt: 'cross',
  iw: '0',
  ps: 'BOTH',
}
const accountHead = { account: 'main', timeUs: 5, venueTimeUs: 1_564_745_798_938_000 }
const balance = { ...accountHead, type: 'balance', asset: 'USDT', total: '122624.12345678' }

describe('USDⓈ-M: an account update', () => {
  test('tells wallets and positions as they are', () => {
    expect(
      usdm(accountUpdate('ORDER', [usdt], [position, { ...position, pa: '0', ep: '0.00000' }]))
        .events,
    ).toEqual([
      balance,
      {
        ...accountHead,
        type: 'position',
        instrument: 'BTCUSDT',
        quantity: '-10',
        averageEntryPrice: '6563.8',
      },
      { ...accountHead, type: 'position', instrument: 'BTCUSDT', quantity: '0' },
    ])
  })

  test('says which side of hedge mode', () => {
    const sides = [
      { ...position, ps: 'SHORT' },
      { ...position, pa: '20', ps: 'LONG' },
    ]
    expect(usdm(accountUpdate('ORDER', [], sides)).events).toMatchObject([
      { positionSide: 'short', quantity: '-10' },
      { positionSide: 'long', quantity: '20' },
    ])
  })

  test('for funding says what was paid, and for which position where that is told', () => {
    const paid = { ...usdt, bc: '-1.25' }
    const funding = { ...accountHead, type: 'fundingPaid', asset: 'USDT', amount: '-1.25' }
    expect(usdm(accountUpdate('FUNDING_FEE', [paid])).events).toEqual([balance, funding])
    expect(
      usdm(accountUpdate('FUNDING_FEE', [paid], [{ ...position, mt: 'isolated' }])).events,
    ).toMatchObject([balance, { ...funding, instrument: 'BTCUSDT' }, { type: 'position' }])
  })

  test.each(['DEPOSIT', 'WITHDRAW', 'ASSET_TRANSFER'])(
    'for %s says what came or went',
    (reason) => {
      expect(usdm(accountUpdate(reason, [{ ...usdt, bc: '50.5' }])).events).toEqual([
        balance,
        { ...accountHead, type: 'transfer', asset: 'USDT', amount: '50.5' },
      ])
    },
  )

  test('leaves out positions of instruments that are not listed', () => {
    expect(usdm(accountUpdate('ORDER', [], [{ ...position, s: 'NOSUCH' }]))).toEqual({
      outcome: 'event',
      events: [],
    })
  })
})

describe('what cannot be read', () => {
  const damaged: [string, unknown, RegExp][] = [
    ['no JSON', '{"e":', /JSON/],
    ['no object', '[1]', /expected an object/],
    ['no side', update({ ...trade, S: 'LONG' }), /S: expected one of BUY, SELL, was "LONG"/],
    ['no number', update({ ...trade, l: 'many' }), /l: expected a decimal/],
    ['no id', update({ i: null }), /i: expected a string/],
    ['no time', update({ T: 'now' }), /T: expected an integer/],
    ['no order', { e: 'ORDER_TRADE_UPDATE' }, /o: expected an object/],
    [
      'a state of tomorrow',
      algo({ X: 'SLEEPING' }),
      /expected a state of a stop order, was "SLEEPING"/,
    ],
  ]
  test.each(damaged)('%s is a fault that tells nothing', (_name, frame, words) => {
    const { outcome, events, fault } = usdm(frame)
    expect([outcome, events]).toEqual(['fault', []])
    expect(fault).toMatch(words)
  })

  test('never throws, and tells nothing of a frame that is cut or changed', () => {
    const whole = [
      report({ x: 'TRADE', t: 77, l: '1', L: '2', n: '1', N: 'BNB' }),
      update(trade),
      algo({}),
      accountUpdate('DEPOSIT', [usdt], [position]),
    ]
    const texts = whole.map((frame) => JSON.stringify(frame))
    const damage = fc.record({
      text: fc.constantFrom(...texts),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      put: fc.oneof(
        fc.string({ maxLength: 4 }),
        fc.constantFrom('null', '"', '}', '[', '-', '1e400'),
      ),
      drop: fc.nat(6),
    })
    fc.assert(
      fc.property(
        damage,
        fc.constantFrom('spot-account', 'usdm-account'),
        ({ text, at, put, drop }, endpoint) => {
          const start = Math.floor(at * text.length)
          const told = decoding(endpoint)(text.slice(0, start) + put + text.slice(start + drop))
          if (told.outcome === 'fault') expect(told.events).toEqual([])
          expect(['event', 'control', 'ignored', 'fault']).toContain(told.outcome)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('of control frames is no error of ours', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(
          protocol.session.readControl(Buffer.from(text), 'spot-account').length,
        ).toBeLessThanOrEqual(1)
      }),
    )
  })
})
