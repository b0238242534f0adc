/**
 * What an event means to an order: a column of the transition table. One event may mean two things, such as `cancelled` and
 * `hole`; the table is asked for each.
 */
export type OrderMeaning =
  | 'acknowledged'
  | 'rejected'
  | 'rejectedAfterFill'
  | 'outcomeUnknown'
  | 'notSent'
  | 'fill'
  | 'fillAgain'
  | 'fillDiffers'
  | 'feeTold'
  | 'fillBeyond'
  | 'complete'
  | 'hole'
  | 'surplus'
  | 'otherVenueId'
  | 'amendSent'
  | 'amended'
  | 'amendRejected'
  | 'amendUnknown'
  | 'amendLate'
  | 'cancelSent'
  | 'cancelled'
  | 'cancelRejected'
  | 'cancelUnknown'
  | 'cancelLate'
  | 'expired'
  | 'foundOpen'
  | 'foundOpenLate'
  | 'foundFilled'
  | 'missing'
  | 'provenAbsent'
  | 'vanished'
  | 'vanishedAgain'
  | 'vanishedForGood'

/** The columns of the transition table, in words. */
export const ORDER_MEANINGS: Readonly<Record<OrderMeaning, string>> = {
  acknowledged: 'the venue has the order',
  rejected: 'the venue refused the order, and no fill of it is known',
  rejectedAfterFill: 'the venue says that it refused the order, and that some of it was filled',
  outcomeUnknown: 'the placing had no answer that says whether the order is there',
  notSent: 'no byte of the placing left us',
  fill: 'a fill that we did not have',
  fillAgain: 'a fill that we have',
  fillDiffers: 'the id of a fill that we have, with another price or quantity',
  feeTold: 'the fee of a fill that we have without one',
  fillBeyond: 'a fill that makes more than the largest quantity ever in force; it is counted',
  complete: 'after what was just learned nothing is left to be filled',
  hole: 'the venue says that more was filled than the fills we have',
  surplus: "we have more fills than the venue's last word about the order says",
  otherVenueId: 'the venue gives the order another id, without an amend',
  amendSent: 'we ask for other terms',
  amended: 'other terms are in force',
  amendRejected: 'the change that we asked for was refused, or did not leave us',
  amendUnknown: 'the change that we asked for had no answer',
  amendLate: 'it is about a change that is settled',
  cancelSent: 'we ask for the end of the order',
  cancelled: 'the order was cancelled, by a push, an answer or in history',
  cancelRejected: 'the newest request to cancel was refused, or did not leave us',
  cancelUnknown: 'the newest request to cancel had no answer',
  cancelLate: 'it is about an earlier request to cancel',
  expired: "the order's time was over, by a push, an answer or in history",
  foundOpen: 'it is among the open orders, by a question asked after all that we know',
  foundOpenLate: 'it is among the open orders, by a question older than what we know',
  foundFilled: 'history says that it was filled',
  missing: 'it was at the venue, and is neither among the open orders nor known by its name',
  provenAbsent:
    'after its deadline it is neither among the open orders nor in history, and nothing ever said that it was there',
  vanished:
    'after its deadline it is neither among the open orders nor in history, though it was there',
  vanishedAgain: 'the same, and it was told',
  vanishedForGood:
    'the same, and no fill is missing; by the policy for what differs (`adopt`) that is the end',
}
