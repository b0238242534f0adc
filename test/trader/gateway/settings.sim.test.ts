import { describe, expect, it } from 'vitest'
import { openAccountWorld } from './support/account-world.ts'
import { WALLET_NAMES, walletKit } from './support/wallet-kits.ts'

describe.each(WALLET_NAMES)('at %s', (name) => {
  const kit = walletKit(name)

  it('the account tells what it pays, or says that its venue does not', async () => {
    const { gateway, instrument, runtime, venue, protocol } = await openAccountWorld(kit)
    const facts = protocol.facts.trading.find(({ product }) => product === kit.product)
    const asked = runtime.settle(gateway.feeRates(instrument))
    if (facts?.feeRates !== true) {
      await expect(asked).rejects.toMatchObject({ code: 'UNSUPPORTED' })
      return
    }
    const rates = await asked
    const { makerBps, takerBps } = venue.accounts?.find('main')?.book.fees ?? {}
    expect([rates.maker.times(10_000).toFixed(), rates.taker.times(10_000).toFixed()]).toEqual([
      makerBps,
      takerBps,
    ])
    expect(rates.instrument).toBe(instrument)
  })

  it('leverage is set where the facts say so, and setting it again is no error', async () => {
    const { instrument, runtime, venue, protocol, live, http } = await openAccountWorld(kit)
    const facts = protocol.facts.trading.find(({ product }) => product === kit.product)
    if (facts?.leverage !== true) {
      expect(kit.market).toBe('spot')
      return
    }
    for (const leverage of [3, 7, 7]) {
      const call = protocol.margin?.setLeverage(instrument, leverage, 'isolated')
      if (call === undefined) throw new Error('the facts say that there is leverage')
      await runtime.settle(http.send(call))
      expect(venue.accounts?.find('main')?.book.leverage(live)).toBe(leverage)
    }
    const call = protocol.margin?.setMarginMode?.(instrument, 'cross')
    expect(call === undefined).toBe(facts.marginMode === 'order')
    if (call !== undefined) await runtime.settle(http.send(call))
  })

  it('a leverage that the venue does not take is refused by type', async () => {
    const { instrument, runtime, protocol, http } = await openAccountWorld(kit)
    if (kit.market === 'spot' || kit.venue === 'kraken') return
    const call = protocol.margin?.setLeverage(instrument, 5_000, 'isolated')
    if (call === undefined) throw new Error('there is leverage')
    await expect(runtime.settle(http.send(call))).rejects.toMatchObject({
      name: 'VenueError',
      context: { venueCode: expect.stringMatching(/^-?\d+$/) },
    })
  })
})
