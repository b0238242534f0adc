import fc from 'fast-check'
import { asset, clientOrderId, type OrderIntent } from '../../../../src/core/index.ts'
import {
  type MarketPort,
  TradingCore,
  type TradingCoreOptions,
  type TradingEffect,
  type TradingRecord,
  type TradingSnapshot,
} from '../../../../src/trader/engine/index.ts'
import { plainText } from '../../../../src/trader/oms/plain-text.ts'
import { eventOf, MAKER } from '../../oms/support/oms-script.ts'
import { ACCOUNT, BTC, decimal, fillOf, GRID, intent } from '../../oms/support/small-orders.ts'
import { liveBook, NOON_US } from '../../risk/support/risk-world.ts'

const market: MarketPort = {
  market: (instrument) => ({ instrument, book: liveBook(instrument, { localTimeUs: NOON_US }) }),
}

const OPTIONS: TradingCoreOptions = {
  oms: { epoch: 1 },
  risk: {
    limits: [
      { name: 'maxQuantity', scope: { type: 'global' }, value: '11' },
      { name: 'maxNotional', scope: { type: 'global' }, value: '100000' },
      { name: 'maxInstrumentExposure', scope: { type: 'global' }, value: '9000' },
      { name: 'maxBookAgeMs', scope: { type: 'global' }, value: '60000' },
      { name: 'maxOrderErrors', scope: { type: 'global' }, value: '3' },
      { name: 'maxDailyLoss', scope: { type: 'global' }, value: '40' },
    ],
  },
  portfolio: { reportingAsset: asset('USDT') },
  accounts: new Map([[ACCOUNT, BTC.venue]]),
  market,
}

/** A writer in a small world: one account, one instrument at 100, tight limits. */
export function smallCore(snapshot?: TradingSnapshot, epoch = 1): TradingCore {
  return new TradingCore({ ...OPTIONS, oms: { epoch } }, snapshot)
}

/** One input of a writer. */
export interface Step {
  readonly kind: string
  readonly order: number
  readonly number: number
  readonly waitUs: number
}

const KINDS = [
  ...['place', 'place', 'place', 'amend', 'cancel', 'cancelAll', 'placeTwo', 'placeBig'],
  ...['acknowledged', 'rejected', 'outcomeUnknown', 'notSent', 'fill', 'fill', 'foreignFill'],
  ...['amended', 'amendRejected', 'cancelled', 'expired', 'foundOpen', 'foundEnded'],
  ...['transfer', 'mark', 'mid', 'setLimit', 'halt', 'kill', 'release', 'reset', 'restarted'],
] as const

/** Any script. */
export const scripts: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    order: fc.nat(9),
    number: fc.integer({ min: 1, max: 6 }),
    waitUs: fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.constant(90_000_000)),
  }),
  { minLength: 10, maxLength: 80 },
)

/** Plays a script; the effects of each step. */
export function play(
  core: TradingCore,
  script: readonly Step[],
  startUs: number = NOON_US,
): readonly (readonly TradingEffect[])[] {
  let timeUs = startUs
  return script.map((step) => {
    timeUs += step.waitUs
    return stepOf(core, step, timeUs)
  })
}

/** The records among effects, as a journal gives them back. */
export function recordsOf(effects: readonly TradingEffect[]): readonly TradingRecord[] {
  return effects.flatMap((effect) =>
    effect.type === 'record' ? [JSON.parse(plainText(effect.record)) as TradingRecord] : [],
  )
}

function stepOf(
  core: TradingCore,
  { kind, order, number }: Step,
  timeUs: number,
): readonly TradingEffect[] {
  const id = clientOrderId(1, order)
  const strategy = order % 2 === 0 ? GRID : MAKER
  const by = { by: 'somebody', why: 'because', scope: { type: 'global' } as const, timeUs }
  const place = (quantity: number): OrderIntent => ({
    ...intent({ quantity: decimal(quantity), side: order % 3 === 0 ? 'sell' : 'buy' }),
    strategy,
  })
  switch (kind) {
    case 'place':
      return core.submit([place(number)], timeUs)
    case 'placeTwo':
      return core.submit([place(number), place(number)], timeUs)
    case 'placeBig':
      return core.submit([place(12)], timeUs)
    case 'amend':
      return core.submit(
        [{ type: 'amend', strategy, clientOrderId: id, quantity: decimal(number) }],
        timeUs,
      )
    case 'cancel':
      return core.submit([{ type: 'cancel', strategy, clientOrderId: id }], timeUs)
    case 'cancelAll':
      return core.submit([{ type: 'cancelAll', strategy }], timeUs)
    case 'foreignFill': {
      const { clientOrderId: _, ...fill } = fillOf(`f${order}-${number}`, number)
      const address = { venueOrderId: fill.venueOrderId, account: ACCOUNT, instrument: BTC }
      return core.receive({ type: 'fill', order: address, timeUs, fill })
    }
    case 'transfer':
      return core.book({
        type: 'transfer',
        account: ACCOUNT,
        asset: asset('USDT'),
        amount: decimal(1000 * number),
        timeUs,
      })
    case 'mark':
      return core.book({
        type: 'assetMark',
        asset: asset('BTC'),
        price: decimal(90 + number),
        timeUs,
      })
    case 'mid':
      return core.command({ type: 'mid', instrument: BTC, price: decimal(100 + number), timeUs })
    case 'setLimit':
      return core.command({
        type: 'setLimit',
        name: 'maxQuantity',
        scope: { type: 'global' },
        value: String(number + 4),
        by: 'somebody',
        timeUs,
      })
    case 'halt':
      return core.command({
        type: 'setTradingState',
        state: number > 3 ? 'active' : 'reduceOnly',
        ...by,
      })
    case 'kill':
      return core.command({ type: 'kill', ...by })
    case 'release':
      return core.command({ type: 'release', ...by })
    case 'reset': {
      const breaker = number > 3 ? 'errorRate' : 'dailyLoss'
      return core.command({ type: 'resetBreaker', breaker, subject: ACCOUNT, ...by })
    }
    case 'restarted':
      return core.restarted(timeUs)
    default:
      return core.receive(eventOf(kind, id, number, timeUs))
  }
}
