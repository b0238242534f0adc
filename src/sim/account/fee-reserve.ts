import type { SimFees } from './account-rules.ts'
import { moneyOf } from './money.ts'
import type { SimOrder } from './sim-order.ts'

// A basis point is a ten-thousandth; moneyOf has made it 10^18.
const BPS = 10_000n * 10n ** 18n

/**
 * What is kept aside for the fees of an order that gives so much: at the higher of both rates, rounded up. Nothing where
 * they are taken from what it receives.
 */
export function feeReserve(
  { instrument, side, feeAsset }: Pick<SimOrder, 'instrument' | 'side' | 'feeAsset'>,
  given: bigint,
  { makerBps, takerBps }: SimFees,
): bigint {
  const { kind, base, quote } = instrument.spec
  if (kind !== 'spot' || feeAsset !== (side === 'buy' ? quote : base)) return 0n
  const [maker, taker] = [moneyOf(makerBps), moneyOf(takerBps)]
  const bps = maker > taker ? maker : taker
  return bps <= 0n ? 0n : (given * bps + BPS - 1n) / BPS
}
