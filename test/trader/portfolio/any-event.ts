import fc from 'fast-check'
import { asset, type Instrument } from '../../../src/core/index.ts'
import type { PortfolioEvent } from '../../../src/trader/index.ts'
import { ACCOUNT, dec, fill, GRID, INVERSE, LINEAR, mark, SPOT } from './events-of.ts'

/** Decimal text with some fraction digits. */
function digits(most: number, places: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.integer({ min: 1, max: most * 10 ** places }), fc.integer({ min: 0, max: places }))
    .map(([value, scale]) =>
      dec(value)
        .div(10 ** scale)
        .toFixed(),
    )
}

const price = digits(90_000, 3)
const amount = fc
  .tuple(fc.boolean(), digits(5_000, 6))
  .map(([isOut, text]) => (isOut ? `-${text}` : text))
const assetName = fc.constantFrom('USDT', 'BTC', 'BNB')
const instrument: fc.Arbitrary<Instrument> = fc.constantFrom(SPOT, LINEAR, INVERSE)
const fee = fc.option(
  fc.tuple(
    amount.map((text) => dec(text).div(1_000).toFixed()),
    assetName,
  ),
  { nil: undefined },
)

/** A fill; a few quantities only, so that positions become flat and turn. */
export const anyFill: fc.Arbitrary<PortfolioEvent & { readonly type: 'fill' }> = fc
  .record({
    instrument,
    quantity: fc.oneof(fc.constantFrom('1', '2', '3', '-1', '-2', '-3', '-7'), amount),
    price: fc.oneof(fc.constantFrom('100', '30000.5'), price),
    fee,
    strategy: fc.constantFrom('grid', 'maker', ''),
    side: fc.constantFrom('net', 'long', 'short'),
  })
  .map(({ instrument: of, quantity, price: at, fee: cost, strategy, side }) =>
    fill(of, quantity, at, {
      strategy,
      ...(cost !== undefined && { fee: cost }),
      ...(of !== SPOT && side !== 'net' && { positionSide: side as 'long' }),
    }),
  )

const anyPayment: fc.Arbitrary<PortfolioEvent> = fc
  .record({
    type: fc.constantFrom('funding', 'transfer', 'balanceAdjust'),
    name: assetName,
    amount,
  })
  .map(({ type, name, amount: text }): PortfolioEvent => {
    const what = { account: ACCOUNT, asset: asset(name), amount: dec(text), timeUs: 2 }
    if (type === 'funding') return { type, ...what, strategy: GRID }
    return type === 'transfer'
      ? { type, ...what }
      : { type: 'balanceAdjust', ...what, reason: 'test' }
  })

const anyCorrection: fc.Arbitrary<PortfolioEvent> = fc
  .record({ of: instrument, quantity: fc.constantFrom('1', '-1', '3', '-4'), price })
  .map(({ of, quantity, price: at }) => ({
    type: 'positionAdjust',
    account: ACCOUNT,
    instrument: of,
    quantity: dec(quantity),
    price: dec(at),
    reason: 'test',
    timeUs: 2,
  }))

const anyMark: fc.Arbitrary<PortfolioEvent> = fc.oneof(
  fc.tuple(fc.constantFrom('BTC', 'BNB'), price).map(([name, at]) => mark(name, at, 2)),
  fc.tuple(fc.constantFrom(LINEAR, INVERSE, SPOT), price).map(([of, at]) => mark(of, at, 2)),
)

/** Whatever may come, in an order in which it may come, each once. */
export const anyEvents: fc.Arbitrary<readonly PortfolioEvent[]> = fc.array(
  fc.oneof({ weight: 4, arbitrary: anyFill }, anyPayment, anyCorrection, anyMark),
  { maxLength: 60 },
)

/** Marks for everything. */
export const ALL_MARKS: readonly PortfolioEvent[] = [
  mark('BTC', '61234.567', 2),
  mark('BNB', '345.6', 2),
  mark(LINEAR, '61299.9', 2),
  mark(INVERSE, '61170.3', 2),
  mark(SPOT, '61111.1', 2),
]

/** Other ways in which the same fills may come: doubled, without their fees at first, and told again late. */
export function retold(
  events: readonly PortfolioEvent[],
  random: readonly number[],
): PortfolioEvent[] {
  const told: PortfolioEvent[] = []
  const again: PortfolioEvent[] = []
  for (const [place, event] of events.entries()) {
    const choice = random[place % random.length] ?? 0
    told.push(event)
    if (event.type === 'fill') again.push(event, { ...event, strategy: GRID })
    for (let i = 0; i < choice % 3 && again.length > 0; i += 1) {
      const one = again[(choice * 31 + i * 17) % again.length]
      if (one !== undefined) told.push(one)
    }
  }
  return told
}
