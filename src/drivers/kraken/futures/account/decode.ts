import type {
  AccountDecoder,
  AccountEvent,
  AccountId,
  FrameFault,
  FrameOutcome,
  InstrumentTable,
} from '../../../../core/index.ts'
import type { JsonObject } from '../../../../wire/index.ts'
import { given, optionalMsTimeAt, optionalTextAt } from '../../../kit/fields.ts'
import { KnownOrders } from '../../account/known-orders.ts'
import { aside, eventsOr, type PrivateRead, PrivateVerdict } from '../../account/private-verdict.ts'
import { type FeedContext, Positions, readFills, readLogEntry } from './feeds.ts'
import { readOpenOrder, readOpenSnapshot } from './open-orders.ts'
import { Wallets } from './wallets.ts'

/** Reads the frames of one connection to derivatives' private feeds. docs/venues/kraken.md §Trading. */
export class FuturesAccountDecoder implements AccountDecoder {
  readonly #account: AccountId
  readonly #table: InstrumentTable
  readonly #orders = new KnownOrders()
  readonly #positions = new Positions()
  readonly #wallets = new Wallets()
  readonly #verdict = new PrivateVerdict()

  /** A decoder that has seen nothing. */
  constructor(account: AccountId, table: InstrumentTable) {
    this.#account = account
    this.#table = table
  }

  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  get fault(): FrameFault | undefined {
    return this.#verdict.fault
  }

  decode(
    frame: Uint8Array,
    localTimeUs: number,
    tell: (event: AccountEvent) => void,
  ): FrameOutcome {
    const context = { account: this.#account, table: this.#table, localTimeUs }
    return this.#verdict.take(frame, (message) => this.#read(message, context), tell)
  }

  #read(message: JsonObject, context: FeedContext): PrivateRead {
    if (optionalTextAt(message, 'event') !== undefined) return { outcome: 'control' }
    const feed = optionalTextAt(message, 'feed')
    switch (feed) {
      case 'heartbeat':
        return { outcome: 'control' }
      case 'open_orders_snapshot':
        return ofFeed(readOpenSnapshot(message, this.#orders, context))
      case 'open_orders':
        return ofFeed(readOpenOrder(message, this.#orders, context))
      case 'fills_snapshot':
      case 'fills':
        return ofFeed(readFills(message, context))
      case 'open_positions':
        return ofFeed(this.#positions.take(message, context))
      case 'balances_snapshot':
      case 'balances':
        return ofFeed(this.#wallets.take(message, balanceHead(message, context)))
      case 'account_log':
        return ofFeed(readLogEntry(message, context))
      case 'account_log_snapshot':
        return aside('entries of the log from before the connection')
      case undefined:
        return aside('message names no feed')
      default:
        return aside(`feed ${feed.slice(0, 40)} is not carried`)
    }
  }
}

function ofFeed(events: readonly AccountEvent[]): PrivateRead {
  return eventsOr('nothing of it is traded here', events)
}

function balanceHead(
  message: JsonObject,
  { account, localTimeUs }: FeedContext,
): Parameters<Wallets['take']>[1] {
  const venueTime = given('venueTimeUs', optionalMsTimeAt(message, 'timestamp'))
  return { type: 'balance', account, timeUs: localTimeUs, ...venueTime }
}
