import type { AccountEvent, AccountMissed, OrderEvent } from '../../core/index.ts'
import type { TradingCore, TradingEffect } from '../engine/index.ts'

/**
 * Brings what a venue told of an account to orders and money. Balances and positions are hints: statements are compared with
 * them, and fills are what moves them; of a balance only what open orders hold is taken.
 */
export function applyAccountEvent(
  core: TradingCore,
  event: Exclude<AccountEvent, AccountMissed> | OrderEvent,
): readonly TradingEffect[] {
  switch (event.type) {
    case 'balance': {
      const { account, asset, locked, timeUs } = event
      if (locked === undefined) return []
      return core.book({ type: 'lock', account, asset, amount: locked, timeUs })
    }
    case 'position':
      return []
    case 'fundingPaid': {
      const { account, asset, amount, instrument, paymentId, venueTimeUs: timeUs } = event
      const id = paymentId === undefined ? {} : { paymentId }
      const of = instrument === undefined ? {} : { instrument }
      return core.book({ type: 'funding', account, asset, amount, timeUs, ...of, ...id })
    }
    case 'transfer': {
      const { account, asset, amount, transferId, venueTimeUs: timeUs } = event
      const id = transferId === undefined ? {} : { transferId }
      return core.book({ type: 'transfer', account, asset, amount, timeUs, ...id })
    }
    case 'acknowledged':
    case 'rejected':
    case 'outcomeUnknown':
    case 'notSent':
    case 'fill':
    case 'amended':
    case 'amendRejected':
    case 'amendUnknown':
    case 'cancelled':
    case 'cancelRejected':
    case 'cancelUnknown':
    case 'expired':
    case 'foundOpen':
    case 'foundEnded':
    case 'missing':
    case 'provenAbsent':
      return core.receive(event)
  }
}
