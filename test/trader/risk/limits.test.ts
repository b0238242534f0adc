import { describe, expect, test } from 'vitest'
import type { Instrument, OrderTerms } from '../../../src/core/index.ts'
import { accountId, asset, strategyId, venueId, venueSymbol } from '../../../src/core/index.ts'
import {
  instrumentKey,
  type LimitName,
  type LimitSetting,
  RiskManager,
  type RiskScope,
} from '../../../src/trader/index.ts'
import {
  dec,
  INVERSE,
  LINEAR,
  liveBook,
  MAIN,
  MAKER,
  marketTerms,
  NOON_US,
  place,
  RiskWorld,
  reason,
  SPOT,
  TOY,
  terms,
  verdict,
} from './support/risk-world.ts'

const GLOBAL: RiskScope = { type: 'global' }
const limited = (name: LimitName, value: string | false, scope = GLOBAL): RiskManager =>
  new RiskManager({ limits: [{ name, scope, value }] })

describe('the price collar', () => {
  // 50 bps of a mid of 100.
  test.each([
    ['buy', '100.4', 'approved'],
    ['buy', '100.5', 'approved'],
    ['buy', '100.6', 'PRICE_COLLAR 100.6 > 100.5'],
    ['buy', '1', 'approved'],
    ['sell', '99.6', 'approved'],
    ['sell', '99.5', 'approved'],
    ['sell', '99.4', 'PRICE_COLLAR 99.4 > 99.5'],
    ['sell', '1000', 'approved'],
  ] as const)('of a %s at %s: %s', (side, price, said) => {
    const risk = new RiskManager({
      limits: [
        { name: 'priceCollarBps', scope: GLOBAL, value: '50' },
        { name: 'maxNotional', scope: GLOBAL, value: false },
      ],
    })
    const of = terms({ side, price: dec(price), quantity: dec(6) })
    expect(verdict(risk, new RiskWorld(), place(of))).toBe(said)
  })

  test.each([
    ['mid', '100.5'],
    ['last', '110.55'],
    ['mark', '120.6'],
  ] as const)('compares with the %s where told so', (reference, bound) => {
    const world = new RiskWorld()
    world.list(SPOT, { last: dec(110), mark: dec(120) })
    const risk = new RiskManager({
      reference,
      limits: [{ name: 'priceCollarBps', scope: GLOBAL, value: '50' }],
    })
    const of = terms({ price: dec('120.7') })
    expect(verdict(risk, world, place(of))).toBe(`PRICE_COLLAR 120.7 > ${bound}`)
  })

  test.each([
    ['buy', '10', 'approved'],
    ['buy', '10.01', 'PRICE_COLLAR 100.6 > 100.5'],
    ['sell', '10', 'approved'],
    ['sell', '10.01', 'PRICE_COLLAR 99.4 > 99.5'],
  ] as const)(
    'holds a market %s of %s to the worst level it reaches: %s',
    (side, quantity, said) => {
      const world = new RiskWorld()
      const asks = [
        [100.1, 4],
        [100.5, 6],
        [100.6, 90],
      ] as const
      const bids = [
        [99.9, 4],
        [99.5, 6],
        [99.4, 90],
      ] as const
      world.list(SPOT, { book: liveBook(SPOT, { asks, bids }) })
      const risk = limited('priceCollarBps', '50')
      for (const type of ['market', 'stopMarket'] as const) {
        const trigger = type === 'stopMarket' ? { triggerPrice: dec(100) } : {}
        const of = marketTerms({ side, type, quantity: dec(quantity), ...trigger })
        expect(verdict(risk, world, place(of))).toBe(said)
      }
    },
  )

  test('refuses a market order that the book has not enough for', () => {
    const world = new RiskWorld()
    const at = (quantity: string) =>
      verdict(
        limited('priceCollarBps', '50'),
        world,
        place(marketTerms({ quantity: dec(quantity) })),
      )
    expect(at('90')).toBe('approved')
    expect(at('90.01')).toBe('THIN_BOOK 90 > 90.01')
  })

  test('holds the limit of a stop to its own trigger', () => {
    const at = (price: string) => {
      const of = terms({ type: 'stopLimit', price: dec(price), triggerPrice: dec(120) })
      return verdict(limited('priceCollarBps', '50'), new RiskWorld(), place(of))
    }
    expect(at('120.6')).toBe('approved')
    expect(at('120.7')).toBe('PRICE_COLLAR 120.7 > 120.6')
  })

  test('needs its reference', () => {
    const risk = new RiskManager({ reference: 'mark' })
    expect(verdict(risk, new RiskWorld(), place(terms()))).toBe(
      'NO_REFERENCE_PRICE none > mark of BTCUSDT',
    )
  })
})

test.each([
  ['0.99', 'approved'],
  ['1', 'approved'],
  ['1.01', 'MAX_QUANTITY 1.01 > 1'],
])('a quantity of %s, of 1 at most: %s', (quantity, said) => {
  for (const side of ['buy', 'sell'] as const) {
    const of = terms({ side, quantity: dec(quantity) })
    expect(verdict(limited('maxQuantity', '1'), new RiskWorld(), place(of))).toBe(said)
  }
})

describe('the notional of an order, 1,000 at most', () => {
  test.each<[string, Instrument, string, string, string]>([
    ['spot', SPOT, '10', '10.01', '1001'],
    ['linear', LINEAR, '20', '20.01', '1000.5'],
    ['inverse', INVERSE, '50', '50.01', '1000.2'],
  ])('of %s is found above it one lot later', (_, of, at, above, found) => {
    for (const side of ['buy', 'sell'] as const)
      for (const kind of [terms, marketTerms]) {
        const said = (quantity: string) => {
          const asked = kind({ side, instrument: of, quantity: dec(quantity) })
          return verdict(limited('maxNotional', '1000'), new RiskWorld(), place(asked))
        }
        expect(said(at)).toBe('approved')
        expect(said(above)).toBe(`MAX_NOTIONAL ${found} > 1000`)
      }
  })

  test('counts at the higher of the order and the market', () => {
    const said = (price: string, side: 'buy' | 'sell') => {
      const of = terms({ side, price: dec(price), quantity: dec('9.9') })
      return verdict(limited('maxNotional', '985'), new RiskWorld(), place(of))
    }
    expect(said('99', 'buy')).toBe('MAX_NOTIONAL 990 > 985')
    expect(said('101', 'sell')).toBe('MAX_NOTIONAL 999.9 > 985')
  })

  test('counts in the currency of the limits', () => {
    const world = new RiskWorld()
    world.rates.set('USDT', dec('0.5'))
    const said = (quantity: string) =>
      verdict(limited('maxNotional', '1000'), world, place(terms({ quantity: dec(quantity) })))
    expect(said('20')).toBe('approved')
    expect(said('20.01')).toBe('MAX_NOTIONAL 1000.5 > 1000')
    world.rates.clear()
    expect(said('1')).toBe('NO_REFERENCE_PRICE none > a price and a rate of BTCUSDT in USDT')
  })
})

describe('exposure', () => {
  const bare: readonly LimitSetting[] = (
    [
      'maxNotional',
      'maxInstrumentExposure',
      'maxAssetExposure',
      'maxVenueExposure',
      'maxAccountExposure',
    ] as const
  ).map((name) => ({ name, scope: GLOBAL, value: false }))
  const only = (name: LimitName, value: string): RiskManager =>
    new RiskManager({ limits: [...bare, { name, scope: GLOBAL, value }] })

  const far = { priceOfBuy: dec(90), priceOfSell: dec(110) }
  const resting = (side: 'buy' | 'sell', quantity: string, of = SPOT): OrderTerms =>
    terms({
      side,
      instrument: of,
      quantity: dec(quantity),
      price: side === 'buy' ? far.priceOfBuy : far.priceOfSell,
    })

  test.each<[string, Instrument, string, string, string]>([
    // Position 3 and resting 2, valued at 100: 5 units more make 1,000.
    ['spot', SPOT, '5', '5.01', '1001'],
    // A unit is 50: 15 more.
    ['linear', LINEAR, '15', '15.01', '1000.5'],
    // A unit is 20: 45 more.
    ['inverse', INVERSE, '45', '45.01', '1000.2'],
  ])('of %s counts position, live orders and the order', (_, of, at, above, found) => {
    for (const side of ['buy', 'sell'] as const) {
      const said = (quantity: string) => {
        const world = new RiskWorld()
        world.kept.setPosition(MAIN, of, dec(side === 'buy' ? 3 : -3))
        world.goLive(resting(side, '2', of))
        // What the other side may fill does not make room.
        world.goLive(resting(side === 'buy' ? 'sell' : 'buy', '2', of))
        const asked = terms({ side, instrument: of, quantity: dec(quantity) })
        return verdict(only('maxInstrumentExposure', '1000'), world, place(asked))
      }
      expect(said(at)).toBe('approved')
      expect(said(above)).toBe(`MAX_INSTRUMENT_EXPOSURE ${found} > 1000`)
    }
  })

  test('lets pass what does not raise it, however high it is', () => {
    const world = new RiskWorld()
    world.kept.setPosition(MAIN, LINEAR, dec(100))
    const risk = only('maxInstrumentExposure', '1000')
    const said = (side: 'buy' | 'sell', quantity: number) =>
      reason(risk, world, place(terms({ side, instrument: LINEAR, quantity: dec(quantity) })))
    expect(said('buy', 1)).toBe('MAX_INSTRUMENT_EXPOSURE')
    expect(said('sell', 1)).toBe('approved')
    // Through flat to the other side, as far as it was on this one.
    expect(said('sell', 200)).toBe('approved')
    expect(said('sell', 201)).toBe('MAX_INSTRUMENT_EXPOSURE')
  })

  test('of an asset is netted over instruments, in the worst case of each side', () => {
    const world = new RiskWorld()
    world.kept.setPosition(MAIN, SPOT, dec(10))
    world.kept.setPosition(MAIN, LINEAR, dec(-16))
    // 1,000 − 800, and 1,000 of room: 12 × 100 more, or 30 × 20 of inverse beside 6 × 100.
    const risk = only('maxAssetExposure', '1000')
    const said = (of: Instrument, side: 'buy' | 'sell', quantity: string) =>
      verdict(risk, world, place(terms({ instrument: of, side, quantity: dec(quantity) })))
    expect(said(SPOT, 'buy', '8')).toBe('approved')
    expect(said(SPOT, 'buy', '8.01')).toBe('MAX_ASSET_EXPOSURE 1001 > 1000')
    expect(said(INVERSE, 'buy', '40')).toBe('approved')
    expect(said(INVERSE, 'buy', '40.01')).toBe('MAX_ASSET_EXPOSURE 1000.2 > 1000')
    // The other way there are 1,200 of room.
    expect(said(SPOT, 'sell', '12')).toBe('approved')
    expect(said(SPOT, 'sell', '12.01')).toBe('MAX_ASSET_EXPOSURE 1001 > 1000')
    expect(said({ ...SPOT, base: asset('ETH') }, 'sell', '5')).toBe('approved')
  })

  test.each([
    ['maxVenueExposure', 'MAX_VENUE_EXPOSURE'],
    ['maxAccountExposure', 'MAX_ACCOUNT_EXPOSURE'],
  ] as const)('of %s is the sum of the worst of each instrument', (name, code) => {
    const said = (quantity: string) => {
      const world = new RiskWorld()
      world.kept.setPosition(MAIN, SPOT, dec(4))
      world.kept.setPosition(MAIN, LINEAR, dec(-4))
      world.goLive(resting('sell', '2', LINEAR))
      const of = terms({ instrument: INVERSE, quantity: dec(quantity) })
      return verdict(only(name, '1000'), world, place(of))
    }
    // 400 + 300, and 15 × 20.
    expect(said('15')).toBe('approved')
    expect(said('15.01')).toBe(`${code} 1000.2 > 1000`)
  })

  test('of a venue counts its other accounts, and no other venue', () => {
    const world = new RiskWorld()
    const second = accountId('second')
    const abroad = { ...SPOT, venue: venueId('play') }
    world.list(abroad)
    world.kept.setPosition(second, SPOT, dec(5))
    world.kept.setPosition(second, abroad, dec(100))
    const said = (name: LimitName, quantity: string) =>
      verdict(only(name, '1000'), world, place(terms({ quantity: dec(quantity) })))
    expect(said('maxVenueExposure', '5')).toBe('approved')
    expect(said('maxVenueExposure', '5.01')).toBe('MAX_VENUE_EXPOSURE 1001 > 1000')
    expect(said('maxInstrumentExposure', '5.01')).toBe('MAX_INSTRUMENT_EXPOSURE 1001 > 1000')
    expect(said('maxAccountExposure', '10')).toBe('approved')
    expect(said('maxAccountExposure', '10.01')).toBe('MAX_ACCOUNT_EXPOSURE 1001 > 1000')
  })

  test('cannot be told where another position of the group has no price', () => {
    const world = new RiskWorld()
    const coin: Instrument = { ...SPOT, symbol: venueSymbol('COINUSDT'), base: asset('COIN') }
    world.kept.setPosition(MAIN, coin, dec(1))
    const said = (side: 'buy' | 'sell') =>
      verdict(only('maxVenueExposure', '1000'), world, place(terms({ side })))
    expect(said('buy')).toBe('NO_REFERENCE_PRICE none > a price and a rate of COINUSDT')
    world.kept.setPosition(MAIN, SPOT, dec(1))
    expect(said('sell')).toBe('approved')
  })

  test('counts what is held where a venue is down at the mid that was known last', () => {
    const world = new RiskWorld()
    const abroad = { ...SPOT, venue: venueId('play') }
    world.list(abroad, { book: { ...liveBook(abroad), state: 'stale' } as never })
    world.kept.setPosition(MAIN, abroad, dec(3))
    const risk = only('maxAssetExposure', '1000')
    const said = (quantity: string) =>
      verdict(risk, world, place(terms({ quantity: dec(quantity) })))
    expect(said('1')).toBe('NO_REFERENCE_PRICE none > a price and a rate of BTCUSDT')
    risk.onMid(abroad, { mid: dec(90), timeUs: NOON_US - 60_000_000 })
    expect(said('7.3')).toBe('approved')
    expect(said('7.31')).toBe('MAX_ASSET_EXPOSURE 1001 > 1000')
  })

  test('is valued at the mark, else at the mid, else at the last price', () => {
    const world = new RiskWorld()
    const risk = new RiskManager({
      reference: 'last',
      limits: [...bare, { name: 'maxInstrumentExposure', scope: GLOBAL, value: '1000' }],
    })
    const said = () => verdict(risk, world, place(terms({ quantity: dec(11) })))
    world.list(SPOT, { mark: dec(200), last: dec(100) })
    expect(said()).toBe('MAX_INSTRUMENT_EXPOSURE 2200 > 1000')
    world.list(SPOT, {
      last: dec(100),
      book: liveBook(SPOT, { bids: [[100, 1]], asks: [[101, 1]] }),
    })
    expect(said()).toBe('MAX_INSTRUMENT_EXPOSURE 1105.5 > 1000')
    world.list(SPOT, { last: dec(100), book: liveBook(SPOT, { bids: [] }) })
    expect(said()).toBe('MAX_INSTRUMENT_EXPOSURE 1100 > 1000')
  })
})

describe('open orders', () => {
  test.each([
    ['maxOpenOrders', 'MAX_OPEN_ORDERS', SPOT],
    ['maxAccountOpenOrders', 'MAX_ACCOUNT_OPEN_ORDERS', LINEAR],
  ] as const)('are counted with the order: %s', (name, code, of) => {
    const world = new RiskWorld()
    const other = strategyId('other')
    world.goLive(terms({ instrument: of, side: 'sell', price: dec(110) }), other)
    const risk = limited(name, '2')
    expect(verdict(risk, world, place(terms()))).toBe('approved')
    const { clientOrderId } = world.goLive(terms({ instrument: of }))
    expect(verdict(risk, world, place(terms()))).toBe(`${code} 3 > 2`)
    // A change adds none.
    const change = { type: 'amend', strategy: MAKER, clientOrderId, price: dec(99) } as const
    expect(verdict(limited(name, '1'), world, change)).toBe('approved')
  })

  test('of one instrument leave room in another', () => {
    const world = new RiskWorld()
    world.goLive(terms({ instrument: LINEAR }))
    expect(verdict(limited('maxOpenOrders', '1'), world, place(terms()))).toBe('approved')
  })
})

describe('the order rate', () => {
  const pass = (risk: RiskManager, world: RiskWorld): string =>
    verdict(risk, world, place(terms({ quantity: dec('0.1') })))

  test.each([
    ['maxOrdersPerSecond', 'MAX_ORDERS_PER_SECOND', 1_000_000],
    ['maxOrdersPerMinute', 'MAX_ORDERS_PER_MINUTE', 60_000_000],
  ] as const)('%s slides: an order counts until it is that old', (name, code, spanUs) => {
    const risk = limited(name, '2')
    const world = new RiskWorld()
    expect(pass(risk, world)).toBe('approved')
    world.at(NOON_US + spanUs / 2)
    expect(pass(risk, world)).toBe('approved')
    for (const afterUs of [0, spanUs / 2 - 1]) {
      world.at(NOON_US + spanUs / 2 + afterUs)
      expect(pass(risk, world)).toBe(`${code} 3 > 2`)
    }
    world.at(NOON_US + spanUs)
    expect(pass(risk, world)).toBe('approved')
    expect(pass(risk, world)).toBe(`${code} 3 > 2`)
  })

  test('counts changes, and neither cancels nor what was denied', () => {
    const world = new RiskWorld()
    const risk = limited('maxOrdersPerSecond', '2')
    const { clientOrderId } = world.goLive(terms())
    const cancel = { type: 'cancel', strategy: MAKER, clientOrderId } as const
    const amend = { type: 'amend', strategy: MAKER, clientOrderId, price: dec(99) } as const
    for (let i = 0; i < 5; i += 1) {
      expect(verdict(risk, world, cancel)).toBe('approved')
      expect(reason(risk, world, place(terms({ quantity: dec(0) })))).toBe('INVALID_TERMS')
    }
    expect(verdict(risk, world, amend)).toBe('approved')
    expect(pass(risk, world)).toBe('approved')
    expect(verdict(risk, world, amend)).toBe('MAX_ORDERS_PER_SECOND 3 > 2')
    expect(verdict(risk, world, cancel)).toBe('approved')
  })

  test('is one of each account', () => {
    const world = new RiskWorld()
    const second = accountId('second')
    world.accounts.set(second, TOY)
    const risk = limited('maxOrdersPerSecond', '1')
    expect(pass(risk, world)).toBe('approved')
    expect(verdict(risk, world, place(terms({ account: second })))).toBe('approved')
    expect(reason(risk, world, place(terms({ account: second })))).toBe('MAX_ORDERS_PER_SECOND')
  })
})

describe('reduce-only', () => {
  test.each<[string, Instrument, number, 'buy' | 'sell', string, string]>([
    ['one that reduces', LINEAR, 5, 'sell', '5', 'approved'],
    ['one that turns the position', LINEAR, 5, 'sell', '5.01', 'NOT_REDUCING 5.01 > 5'],
    ['one that adds', LINEAR, 5, 'buy', '1', 'NOT_REDUCING 1 > 0'],
    ['of a short', LINEAR, -5, 'buy', '5', 'approved'],
    ['of a short, too much', LINEAR, -5, 'buy', '5.01', 'NOT_REDUCING 5.01 > 5'],
    ['without a position', LINEAR, 0, 'sell', '1', 'NOT_REDUCING 1 > 0'],
    ['of spot', SPOT, 5, 'sell', '5.01', 'NOT_REDUCING 5.01 > 5'],
    ['of inverse', INVERSE, -5, 'buy', '5.01', 'NOT_REDUCING 5.01 > 5'],
  ])('%s', (_, of, position, side, quantity, said) => {
    const world = new RiskWorld()
    world.kept.setPosition(MAIN, of, dec(position))
    const asked = terms({ instrument: of, side, quantity: dec(quantity), reduceOnly: true })
    expect(verdict(new RiskManager(), world, place(asked))).toBe(said)
  })

  test('counts open reducing orders; on spot, where nobody holds them to it, all of the side', () => {
    for (const [of, marked, plain] of [
      [LINEAR, 'NOT_REDUCING 5.01 > 5', 'approved'],
      [SPOT, 'NOT_REDUCING 5.01 > 5', 'NOT_REDUCING 5.01 > 5'],
    ] as const) {
      const said = (reduceOnly: boolean, quantity: string) => {
        const world = new RiskWorld()
        world.kept.setPosition(MAIN, of, dec(5))
        world.goLive(terms({ instrument: of, side: 'sell', quantity: dec(2), reduceOnly }))
        const asked = { instrument: of, side: 'sell', reduceOnly: true } as const
        return verdict(
          new RiskManager(),
          world,
          place(terms({ ...asked, quantity: dec(quantity) })),
        )
      }
      expect(said(true, '3')).toBe('approved')
      expect(said(true, '3.01')).toBe(marked)
      expect(said(false, '3.01')).toBe(plain)
    }
  })
})

describe('a change of an order counts as the worse of both versions', () => {
  const changed = (name: LimitName, value: string, change: object): string => {
    const world = new RiskWorld()
    const { clientOrderId } = world.goLive(terms({ quantity: dec(5) }))
    const amend = { type: 'amend', strategy: MAKER, clientOrderId, ...change } as const
    return verdict(limited(name, value), world, amend)
  }

  test.each([
    ['maxQuantity', '4', { quantity: dec(1) }, 'MAX_QUANTITY 5 > 4'],
    ['maxQuantity', '5', { quantity: dec(1) }, 'approved'],
    ['maxQuantity', '5', { quantity: dec(6) }, 'MAX_QUANTITY 6 > 5'],
    ['maxNotional', '499', { price: dec(90) }, 'MAX_NOTIONAL 500 > 499'],
    ['maxInstrumentExposure', '600', { quantity: dec(6) }, 'approved'],
    [
      'maxInstrumentExposure',
      '600',
      { quantity: dec('6.01') },
      'MAX_INSTRUMENT_EXPOSURE 601 > 600',
    ],
    ['maxInstrumentExposure', '400', { quantity: dec(1) }, 'approved'],
  ] as const)('%s of %s', (name, value, change, said) => {
    expect(changed(name, value, change)).toBe(said)
  })

  test('a change in flight stays counted', () => {
    const world = new RiskWorld()
    const risk = limited('maxInstrumentExposure', '600')
    const { clientOrderId } = world.goLive(terms({ quantity: dec(5) }))
    const amend = (quantity: number) =>
      ({ type: 'amend', strategy: MAKER, clientOrderId, quantity: dec(quantity) }) as const
    expect(verdict(risk, world, amend(6))).toBe('approved')
    world.carryOut(amend(6))
    expect(verdict(risk, world, amend(2))).toBe('approved')
    world.carryOut(amend(2))
    expect(verdict(risk, world, place(terms({ quantity: dec('0.1') })))).toBe(
      'MAX_INSTRUMENT_EXPOSURE 610 > 600',
    )
  })
})

describe('scopes of limits', () => {
  const scopes: readonly RiskScope[] = [
    { type: 'global' },
    { type: 'venue', venue: TOY },
    { type: 'account', account: MAIN },
    { type: 'instrument', instrument: instrumentKey(SPOT) },
    { type: 'strategy', strategy: MAKER },
  ]
  const quantity = (from: number, to: number): RiskManager =>
    new RiskManager({
      limits: scopes
        .map((scope, i) => ({ name: 'maxQuantity', scope, value: String(5 - i) }) as const)
        .slice(from, to),
    })

  test.each([1, 2, 3, 4, 5])(
    'of the first %s, the narrowest wins, in whichever order they are set',
    (count) => {
      const said = verdict(quantity(0, count), new RiskWorld(), place(terms({ quantity: dec(6) })))
      expect(said).toBe(`MAX_QUANTITY 6 > ${6 - count}`)
      const risk = new RiskManager()
      for (const [i, scope] of [...scopes.slice(0, count).entries()].reverse())
        risk.setLimit({ name: 'maxQuantity', scope, value: String(5 - i), by: 'ann', nowUs: 1 })
      expect(verdict(risk, new RiskWorld(), place(terms({ quantity: dec(6) })))).toBe(said)
    },
  )

  test('a narrow scope may allow more, and may switch a limit off', () => {
    const risk = quantity(0, 1)
    const world = new RiskWorld()
    const narrow = scopes[3] ?? GLOBAL
    risk.setLimit({ name: 'maxQuantity', scope: narrow, value: '50', by: 'ann', nowUs: 1 })
    expect(verdict(risk, world, place(terms({ quantity: dec(6) })))).toBe('approved')
    expect(reason(risk, world, place(terms({ instrument: LINEAR, quantity: dec(6) })))).toBe(
      'MAX_QUANTITY',
    )
    const by = 'ann'
    risk.setLimit({ name: 'maxQuantity', scope: narrow, value: false, by, nowUs: 2 })
    expect(verdict(risk, world, place(terms({ quantity: dec(49) })))).toBe('approved')
    expect(risk.limit('maxQuantity', { instrument: instrumentKey(SPOT) })).toBe(false)
    expect(risk.limit('maxQuantity', {})).toEqual(dec(5))
  })
})

describe('setting a limit', () => {
  test('holds from the next order on, and leaves a record', () => {
    const risk = new RiskManager()
    const world = new RiskWorld()
    const order = place(terms({ quantity: dec(2) }))
    expect(verdict(risk, world, order)).toBe('approved')
    const scope: RiskScope = { type: 'account', account: MAIN }
    const set = (value: string | false, nowUs: number) =>
      risk.setLimit({ name: 'maxQuantity', scope, value, by: 'ann', nowUs })
    const record = { type: 'limitChanged', name: 'maxQuantity', scope, by: 'ann' }
    expect(set('1', 7)).toEqual({ ...record, value: '1', timeUs: 7 })
    expect(verdict(risk, world, order)).toBe('MAX_QUANTITY 2 > 1')
    expect(set('2', 8)).toEqual({ ...record, old: '1', value: '2', timeUs: 8 })
    expect(verdict(risk, world, order)).toBe('approved')
    expect(set(false, 9)).toEqual({ ...record, old: '2', value: false, timeUs: 9 })
    expect(set('3', 10)).toEqual({ ...record, old: false, value: '3', timeUs: 10 })
  })

  test.each<[object, RegExp]>([
    [{ by: ' ' }, /by: expected a non-empty text/],
    [{ value: '-1' }, /maxQuantity: expected decimal text of at least 0, or false, was -1/],
    [{ value: '1e3' }, /maxQuantity: expected decimal text/],
    [{ value: 5 }, /maxQuantity: expected decimal text/],
    [{ name: 'maxFun' }, /maxFun: there is no such limit/],
    [{ name: 'maxOpenOrders', value: '1.5' }, /maxOpenOrders: expected a whole number/],
    [{ scope: { type: 'venue' } }, /maxQuantity: scope.venue: expected a non-empty text/],
    [{ scope: { type: 'planet' } }, /scope.type: expected one of global, venue/],
    [
      { name: 'maxDailyLoss', scope: { type: 'strategy', strategy: 'maker' } },
      /maxDailyLoss: expected a scope of global, venue, account, was strategy/,
    ],
  ])('refuses %j, and changes nothing', (wrong, message) => {
    const risk = new RiskManager()
    const before = risk.snapshot()
    const right = { name: 'maxQuantity', scope: GLOBAL, value: '1', by: 'ann', nowUs: 1 } as const
    expect(() => risk.setLimit({ ...right, ...wrong })).toThrow(message)
    expect(risk.snapshot()).toEqual(before)
  })
})

test('options list every problem at once', () => {
  const options = {
    limits: [{ name: 'maxNotional', scope: { type: 'global' }, value: 'much' }],
    reference: 'bid',
    moveWindowMs: 0,
    dayStartMs: 86_400_000,
    breakers: {
      volatility: { reset: { quietMs: -1 }, lets: 'reduceOnly' },
      drawdown: { reset: 'never', lets: 'all' },
      fuse: { reset: 'manual', lets: 'nothing' },
    },
  }
  expect(() => new RiskManager(options as never)).toThrow(
    /moveWindowMs.*dayStartMs.*reference.*maxNotional.*volatility.reset.quietMs.*drawdown.lets.*drawdown.reset.*breakers.fuse/,
  )
})
