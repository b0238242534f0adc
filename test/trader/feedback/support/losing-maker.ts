import { strategyId } from '../../../../src/core/index.ts'
import { marketMaking } from '../../../../src/strategies/index.ts'
import type { AdaptorRule, FeedbackOptions } from '../../../../src/trader/index.ts'
import type { WorldOptions } from '../../paper/support/paper-world.ts'

export const MAKER = strategyId('maker')
export const CONFIGURED_BPS = 0

/** Whoever lost since the last review quotes wider, and for less. */
const widen: AdaptorRule = {
  name: 'widen',
  strategy: MAKER,
  knobs: [
    {
      name: 'spread',
      target: { type: 'param', strategy: MAKER, name: 'halfSpreadBps' },
      min: '0',
      max: '0.003',
      maxStep: '0.001',
      coolDownMs: 3_000,
    },
    {
      name: 'notional',
      target: { type: 'limit', name: 'maxNotional', scope: { type: 'strategy', strategy: MAKER } },
      min: '400',
      max: '1000',
      maxStep: '100',
      coolDownMs: 5_000,
    },
  ],
  propose: ({ report, before, values }) => {
    const [now, then] = [report.performance?.profit, before?.performance?.profit]
    if (now === undefined || then === undefined || now.gte(then)) return []
    const why = `lost ${then.minus(now).toFixed()}`
    const [spread, notional] = [values.get('spread'), values.get('notional')]
    return [
      ...(spread ? [{ knob: 'spread', value: spread.plus(100), why }] : []),
      ...(notional ? [{ knob: 'notional', value: notional.minus(100), why }] : []),
    ]
  },
}

export const FEEDBACK: FeedbackOptions = { rules: [widen], reviewEveryMs: 1_000 }

/** A market maker that pays more for its fills than its spread brings, and an adaptor that sees it. */
export function losingMaker(seed: number, feedback: FeedbackOptions = FEEDBACK): WorldOptions {
  return {
    seed,
    definition: marketMaking,
    paper: { fees: { makerBps: '5', takerBps: '5' } },
    setup: {
      strategy: MAKER,
      events: ['book'],
      params: {
        amount: '0.005',
        maxPosition: '0.05',
        halfSpreadBps: CONFIGURED_BPS,
        toleranceBps: 0.05,
      },
    },
    trader: {
      journal: { folder: 'journal', retainedSnapshots: false },
      ordersOnClose: 'cancel',
      feedback,
      risk: {
        limits: [
          { name: 'maxNotional', scope: { type: 'strategy', strategy: MAKER }, value: '1000' },
        ],
      },
    },
  }
}
