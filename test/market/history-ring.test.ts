import { describe, expect, it } from 'vitest'
import { BboUpdate, TradeUpdate } from '../../src/core/index.ts'
import { BboRing, TradeRing } from '../../src/market/index.ts'
import { makeSlot } from './scripted-venue.ts'

function trade(slot: ReturnType<typeof makeSlot>, price: number, size: number, timeUs: number) {
  const update = new TradeUpdate(slot)
  update.begin(slot, timeUs)
  update.takerSide = price % 2 === 0 ? 'sell' : 'buy'
  update.level.prices[0] = price
  update.level.sizes[0] = size
  return update
}

describe('TradeRing', () => {
  it('keeps the newest trades and gives up the oldest', () => {
    const slot = makeSlot()
    const ring = new TradeRing(slot, 3)
    for (let i = 1; i <= 5; i += 1) ring.push(trade(slot, i, 10 * i, i))
    expect([0, 1, 2].map((ago) => ring.at(ago))).toMatchObject([
      { price: 5, sizeText: '50', takerSide: 'buy', localTimeUs: 5, venueTimeUs: undefined },
      { price: 4, sizeText: '40', takerSide: 'sell' },
      { price: 3 },
    ])
    expect([ring.count, ring.at(3), ring.at(-1), ring.at(0.5)]).toEqual([
      3,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('brings what it holds to the scale of what comes', () => {
    const slot = makeSlot()
    const ring = new TradeRing(slot, 3)
    ring.push(trade(slot, 7, 2, 1))
    slot.priceScale = 2
    slot.sizeScale = 1
    ring.push(trade(slot, 705, 25, 2))
    expect([ring.at(1)?.priceText, ring.at(1)?.sizeText]).toEqual(['7', '2'])
    expect([ring.at(0)?.priceText, ring.at(0)?.sizeText, ring.at(1)?.price]).toEqual([
      '7.05',
      '2.5',
      700,
    ])
  })

  it('says NaN of what no longer fits', () => {
    const slot = makeSlot()
    const ring = new TradeRing(slot, 2)
    ring.push(trade(slot, Number.MAX_SAFE_INTEGER, 1, 1))
    slot.priceScale = 1
    ring.push(trade(slot, 1, 1, 2))
    expect(ring.at(1)).toMatchObject({ price: Number.NaN, priceText: undefined, sizeText: '1' })
  })
})

describe('BboRing', () => {
  it('keeps best prices with empty sides as NaN', () => {
    const slot = makeSlot()
    const ring = new BboRing(slot, 2)
    const update = new BboUpdate(slot)
    update.begin(slot, 9)
    update.levels.prices[0] = 99
    update.levels.sizes[0] = 1
    ring.push(update)
    expect(ring.at(0)).toEqual({
      bidPrice: 99,
      bidSize: 1,
      askPrice: Number.NaN,
      askSize: Number.NaN,
      venueTimeUs: undefined,
      localTimeUs: 9,
    })
  })
})
