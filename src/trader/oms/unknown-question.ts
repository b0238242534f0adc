import type { AccountId, ClientOrderId, Instrument, VenueOrderId } from '../../core/index.ts'

/** What a venue can be asked about an order: for itself, or for a list that it would be in. */
export type QuestionSubject = 'order' | 'openOrders' | 'fills' | 'history'

/** A question to a venue about one order. */
export interface UnknownQuestion {
  /** Its number among the questions about this order; the answer names it. */
  readonly question: number
  /** What is asked for. */
  readonly subject: QuestionSubject
  /** Which order. */
  readonly clientOrderId: ClientOrderId
  /** The venue's id of it; `undefined` where the venue has told none. */
  readonly venueOrderId: VenueOrderId | undefined
  /** Whose account. */
  readonly account: AccountId
  /** Which instrument. */
  readonly instrument: Instrument
  /** How far back fills and history have to reach, epoch µs of the venue's clock: the answer says whether they did. */
  readonly sinceUs: number
}

/**
 * What came of a question. What a venue does tell about an order goes to the order first, as events; then `answered` says
 * that it came.
 */
export type UnknownAnswer =
  | {
      /** The venue told something about the order. */
      readonly type: 'answered'
      /** Which question. */
      readonly question: number
      /** Now, epoch µs of our clock. */
      readonly timeUs: number
    }
  | {
      /** The venue answered, and the order was not in the answer. */
      readonly type: 'absent'
      /** Which question. */
      readonly question: number
      /** Now, epoch µs of our clock. */
      readonly timeUs: number
      /** The venue's time when it answered; absent where it does not say: then it proves nothing. */
      readonly venueTimeUs?: number
      /** Whether every page was read, back to `sinceUs`; else it proves nothing. */
      readonly isComplete: boolean
    }
  | {
      /** There was no answer, or none that can be read. */
      readonly type: 'failed'
      /** Which question. */
      readonly question: number
      /** Now, epoch µs of our clock. */
      readonly timeUs: number
    }
