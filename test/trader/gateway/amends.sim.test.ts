import { describe, expect, test } from 'vitest'
import { Decimal, type PlaceRequest } from '../../../src/core/index.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { openGatewayWorld } from './gateway-world.ts'

describe.each(['rest', 'socket'] as const)('an amend that cannot be written, by %s', (orders) => {
  test('of a price on Binance spot has not left, and leaves the order as it is', async () => {
    const world = await openGatewayWorld(tradingKit('binance spot'), { orders })
    const { send, place, amend, of, sent, account } = world
    const order = place()
    await send([order])
    sent.calls.length = 0
    sent.frames.length = 0
    await send([{ ...amend(order), price: order.terms.price?.minus(1) }])
    expect(of(order)).toContain('notSent')
    expect(of(order)).not.toContain('amendUnknown')
    expect([sent.calls, sent.frames]).toEqual([[], []])
    expect(account.openOrders()).toHaveLength(1)
  })

  test('of a larger quantity on Binance spot has not left, beside others that have', async () => {
    const world = await openGatewayWorld(tradingKit('binance spot'), { orders })
    const { send, place, amend, of, sent } = world
    const [larger, smaller] = [place(), place()]
    await send([larger, smaller])
    sent.calls.length = 0
    sent.frames.length = 0
    const quantity = larger.terms.quantity.plus(larger.terms.quantity)
    await send([{ ...amend(larger), quantity }, amend(smaller)])
    expect(of(larger).at(-1)).toBe('notSent')
    expect(of(smaller)).toContain('amended')
    expect(sent.calls.length + sent.frames.length).toBe(1)
  })

  test('of a stop of Binance USDⓈ-M that waits has not left', async () => {
    const world = await openGatewayWorld(tradingKit('binance usdm'), { orders })
    const { send, place, amend, of, sent, events } = world
    const plain = place()
    const { price = new Decimal(1), ...terms } = plain.terms
    const triggerPrice = price.times('0.9').toDecimalPlaces(0)
    const stop: PlaceRequest = {
      ...plain,
      terms: { ...terms, type: 'stopMarket', side: 'sell', triggerPrice },
    }
    await send([stop])
    expect(of(stop)).toContain('acknowledged')
    const told = events.find((event) => event.type === 'acknowledged')
    sent.calls.length = 0
    await send([amend(stop, told?.venueOrderId)])
    expect(of(stop).at(-1)).toBe('notSent')
    expect(sent.calls).toEqual([])
  })
})
