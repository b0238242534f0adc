import type { VenueRequest } from '../../../core/index.ts'
import { type Product, productOf } from './operations.ts'
import { writeSpot } from './spot/orders.ts'
import { writeUsdm } from './usdm/orders.ts'
import type { WrittenOrder } from './written-order.ts'

/** A request in the words of its product. @throws ConfigError `UNSUPPORTED` where the product has none */
export function writeOrder(request: VenueRequest): WrittenOrder & { readonly product: Product } {
  const product = productOf(request.terms.instrument.product)
  const { operation, query, spends } = product === 'spot' ? writeSpot(request) : writeUsdm(request)
  return { product, operation, query, spends }
}
