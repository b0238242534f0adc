import { moneyText } from '../../account/money.ts'
import type { SimPosition } from '../../account/sim-position.ts'
import { markText, sizeText, timeMs } from '../wire-text.ts'

/** A position; the average entry is `entryPrice` on the stream and `avgPrice` in lists. `size` has no sign. */
export function positionRow(
  position: SimPosition,
  entryKey: 'entryPrice' | 'avgPrice',
): Readonly<Record<string, unknown>> {
  const { instrument, quantity, updatedUs, leverage } = position
  const { spec } = instrument
  const time = String(timeMs(updatedUs))
  return {
    category: spec.product,
    symbol: spec.symbol,
    positionIdx: 0,
    side: quantity === 0 ? '' : quantity > 0 ? 'Buy' : 'Sell',
    size: sizeText(spec, Math.abs(quantity)),
    [entryKey]: markText(position.entryPrice),
    leverage: String(leverage),
    positionValue: moneyText(position.openValue),
    markPrice: markText(position.markPrice),
    positionIM: moneyText(position.margin),
    positionMM: '0',
    takeProfit: '0',
    stopLoss: '0',
    trailingStop: '0',
    unrealisedPnl: moneyText(position.unrealisedPnl),
    cumRealisedPnl: moneyText(position.realisedPnl),
    liqPrice: '',
    positionStatus: 'Normal',
    adlRankIndicator: quantity === 0 ? 0 : 2,
    autoAddMargin: 0,
    isReduceOnly: false,
    seq: instrument.updateId,
    createdTime: time,
    updatedTime: time,
  }
}
