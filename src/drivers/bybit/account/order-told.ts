import type {
  AccountEvent,
  AccountId,
  Instrument,
  OrderAddress,
  VenueOrderId,
} from '../../../core/index.ts'
import { given } from '../../kit/fields.ts'
import type { OrderRow } from './order-rows.ts'

/** Orders whose terms are remembered; of those told longest ago they are forgotten. */
const MOST_KEPT = 10_000

/**
 * What rows of the topic `order` tell, on one connection. A row has the whole order and does not say what happened to it:
 * that its terms were amended shows in that they differ from those told before.
 */
export class OrderTold {
  readonly #account: AccountId
  readonly #terms = new Map<VenueOrderId, string>()

  /** Nothing was told yet. */
  constructor(account: AccountId) {
    this.#account = account
  }

  /** The events of a row, in order. Fills are told by the topic `execution` alone; here stands only their sum. */
  events(row: OrderRow, instrument: Instrument, timeUs: number): readonly AccountEvent[] {
    const head = { order: this.#address(row, instrument), ...times(row, timeUs) }
    const { filledQuantity, venueOrderId, reason, status } = row
    if (row.state !== 'open') this.#terms.delete(venueOrderId)
    switch (row.state) {
      case 'open': {
        const known = { type: 'acknowledged', ...head, venueOrderId, filledQuantity } as const
        if (!this.#isAmended(row)) return [known]
        const { price, quantity } = row
        return [known, { type: 'amended', ...head, ...given('price', price), quantity }]
      }
      case 'filled':
        // Told a second time where a cancel came too late (`EC_OrigClOrdIDDoesNotExist`): that changes nothing.
        return [{ type: 'acknowledged', ...head, venueOrderId, filledQuantity }]
      case 'cancelled':
        return [{ type: 'cancelled', ...head, filledQuantity }]
      case 'expired':
        return [{ type: 'expired', ...head, filledQuantity }]
      case 'rejected':
        return [{ type: 'rejected', ...head, code: reason || status, text: `${status} ${reason}` }]
      case undefined: {
        const detail = `order ${venueOrderId} has the status ${status.slice(0, 40)}`
        return [{ type: 'missed', account: this.#account, detail, timeUs }]
      }
    }
  }

  /** An order that was made before this connection heard of it may have been amended meanwhile: its terms are told. */
  #isAmended({ venueOrderId, price, quantity, createdTimeUs, updatedTimeUs }: OrderRow): boolean {
    const terms = `${price?.toFixed() ?? ''} ${quantity.toFixed()}`
    const before = this.#terms.get(venueOrderId)
    this.#terms.delete(venueOrderId)
    this.#terms.set(venueOrderId, terms)
    if (this.#terms.size > MOST_KEPT) this.#forgetOldest()
    return before === undefined ? createdTimeUs !== updatedTimeUs : before !== terms
  }

  #forgetOldest(): void {
    const [oldest] = this.#terms.keys()
    if (oldest !== undefined) this.#terms.delete(oldest)
  }

  #address({ clientOrderId, venueOrderId }: OrderRow, instrument: Instrument): OrderAddress {
    const address = { venueOrderId, account: this.#account, instrument }
    return clientOrderId === undefined ? address : { clientOrderId, ...address }
  }
}

function times(
  { updatedTimeUs }: OrderRow,
  timeUs: number,
): { readonly timeUs: number; readonly venueTimeUs?: number } {
  return { timeUs, ...given('venueTimeUs', updatedTimeUs) }
}
