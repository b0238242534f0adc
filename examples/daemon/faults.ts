import type { FaultScript } from 'crossbook/sim'

/** Frames lost, a connection cut, a connection that goes silent: each book must notice, and come back by itself. */
export const MARKET_FAULTS: FaultScript = [
  { fault: { kind: 'drop' }, when: { fromMs: 3_000, most: 3, probability: 0.05 } },
  {
    fault: { kind: 'corrupt', how: 'syntax' },
    when: { fromMs: 4_000, most: 1, probability: 0.02 },
  },
  { fault: { kind: 'cutMidFrame' }, when: { fromMs: 6_000, most: 1, probability: 0.05 } },
]

const PLACING = { contains: 'place' }

/**
 * The venue takes orders, and three times nobody hears of it: silence, an error in place of the answer, a cut connection. From
 * then on the private stream does not tell of orders that were taken either, so that nothing but questions can find them. A
 * fill is lost too.
 */
export const ORDER_FAULTS: FaultScript = [
  { fault: { kind: 'drop' }, when: { fromMs: 5_000 }, where: { contains: 'private/accepted' } },
  { fault: { kind: 'acceptThenSilence' }, when: { fromMs: 5_000, most: 1 }, where: PLACING },
  { fault: { kind: 'acceptThenStatus' }, when: { fromMs: 6_000, most: 1 }, where: PLACING },
  { fault: { kind: 'acceptThenCut' }, when: { fromMs: 7_000, most: 1 }, where: PLACING },
  {
    fault: { kind: 'drop' },
    when: { fromMs: 8_000, most: 1 },
    where: { contains: 'private/filled' },
  },
]
