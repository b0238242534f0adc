import { expect, test } from 'vitest'
import type { Decimal, Instrument } from '../../../src/core/index.ts'
import { Portfolio } from '../../../src/trader/index.ts'
import { ACCOUNT, dec, fill, INVERSE, LINEAR, USDT } from './events-of.ts'

/** A tenth, as part of every run; the whole with `CROSSBOOK_FILLS=1000000`, in half a minute. */
const FILLS = Number(process.env['CROSSBOOK_FILLS'] ?? 100_000)

/** Numbers that repeat in every run. */
function* numbers(): Generator<number, never> {
  for (let seed = 1; ; seed = (seed * 48_271) % 2_147_483_647) yield seed
}

/** Prices from 59,000.00 to 61,000.00, contracts from −9 to 9. */
test.each([
  // 0.01 BTC a contract: no value has more than 4 places, and a share 24.
  ['linear', LINEAR, 24],
  // 1 ÷ 59,000.00 has 24 digits behind 4 zeros, of a value of 100 at least.
  ['inverse', INVERSE, 28],
] as const)('%s: no digit is lost over all fills, and none is added', (_, instrument, places) => {
  const portfolio = new Portfolio({ reportingAsset: USDT, maxSeenIds: 1_000 })
  const random = numbers()
  let [held, cash] = [0, dec(0)]
  for (let i = 0; i < FILLS; i += 1) {
    const quantity = (random.next().value % 19) - 9 || 4
    const cents = 5_900_000 + (random.next().value % 200_001)
    held += quantity
    cash = cash.minus(valueOf(instrument, quantity, cents))
    trade(portfolio, instrument, { quantity, cents, i })
    if (i % 10_000 === 0) check()
  }
  check()
  // Flat: what was rounded in shares is gone, and all profit is the cash that came.
  if (held !== 0) trade(portfolio, instrument, { quantity: -held, cents: 6_000_000, i: FILLS })
  if (held !== 0) cash = cash.minus(valueOf(instrument, -held, 6_000_000))
  const position = portfolio.position(ACCOUNT, instrument)
  expect(position?.realised.toFixed()).toBe(cash.toFixed())
  expect(position?.cost.toFixed()).toBe('0')
  const [holding] = portfolio.netted().holdings
  expect(holding?.amount.toFixed()).toBe(cash.toFixed())

  function check(): void {
    const now = portfolio.position(ACCOUNT, instrument)
    expect(now?.quantity.toFixed()).toBe(String(held))
    expect(now?.realised.minus(now.cost).toFixed()).toBe(cash.toFixed())
    for (const value of [now?.cost, now?.realised, cash]) {
      expect(value?.scale).toBeLessThanOrEqual(places)
      expect(value?.precision()).toBeLessThanOrEqual(places + 9)
    }
  }
})

function trade(
  portfolio: Portfolio,
  instrument: Instrument,
  { quantity, cents, i }: { quantity: number; cents: number; i: number },
): void {
  const price = dec(cents).div(100).toFixed()
  portfolio.apply(fill(instrument, String(quantity), price, { timeUs: i * 100_000 }))
}

function valueOf(instrument: Instrument, quantity: number, cents: number): Decimal {
  if (instrument === LINEAR) return dec(quantity).times(cents).div(10_000)
  return dec(100)
    .divRounded(cents, { digits: 24 }, 'halfUp')
    .times(quantity * -100)
}
