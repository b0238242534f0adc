import type { AccountFacts, VenueRequest } from '../../core/index.ts'

/** Whether a request is an amend that the venue cannot carry out, by its facts. */
export function isImpossibleAmend(request: VenueRequest, { trading }: AccountFacts): boolean {
  if (request.type !== 'amend') return false
  const { price, quantity, terms } = request
  switch (trading.find(({ product }) => product === terms.instrument.product)?.amend) {
    case 'none':
      return true
    case 'quantityDown':
      return quantity.gt(terms.quantity) || (price !== undefined && terms.price?.eq(price) !== true)
    case 'priceAndQuantity':
    case undefined:
      return false
  }
}
