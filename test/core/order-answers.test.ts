import { describe, expect, it } from 'vitest'
import { notSent, refused, unanswered, type VenueRequest } from '../../src/core/index.ts'
import { decimal, ID, intent } from '../trader/oms/support/small-orders.ts'

const base = { clientOrderId: ID, request: 3, terms: intent().terms, deadlineUs: 9 }
const requests: readonly VenueRequest[] = [
  { ...base, type: 'place' },
  { ...base, type: 'amend', venueOrderId: undefined, price: undefined, quantity: decimal(1) },
  { ...base, type: 'cancel', venueOrderId: undefined },
]

describe('answers to order requests', () => {
  it('are refusals of the kind of the request, with the venue’s code', () => {
    const told = requests.map((request) => refused(request, { code: '-1', text: 'no' }, 7))
    expect(told).toMatchObject([
      { type: 'rejected', code: '-1', text: 'no', timeUs: 7, order: { clientOrderId: ID } },
      { type: 'amendRejected', request: 3 },
      { type: 'cancelRejected', request: 3 },
    ])
  })

  it('cut the venue’s words at 200 characters', () => {
    const [place] = requests
    expect(place && refused(place, { code: '-1', text: 'x'.repeat(300) }, 7)).toMatchObject({
      text: 'x'.repeat(200),
    })
  })

  it('are unknowns of the kind of the request, with the cause', () => {
    const told = requests.map((request) => unanswered(request, 'timeout', 7))
    expect(told).toMatchObject([
      { type: 'outcomeUnknown', cause: 'timeout', timeUs: 7 },
      { type: 'amendUnknown', request: 3 },
      { type: 'cancelUnknown', request: 3 },
    ])
  })

  it('say by its number that a request was not sent', () => {
    const [place] = requests
    expect(place && notSent(place, 7)).toEqual({
      type: 'notSent',
      order: { clientOrderId: ID },
      request: 3,
      timeUs: 7,
    })
  })
})
