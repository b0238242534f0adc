import type { ClientOrderId } from '../../../core/index.ts'
import { ownOrderId } from '../../kit/own-order-id.ts'

const FORM = /^0x[0-9a-f]{16}$/

/**
 * An id of ours as spot takes it. `cl_ord_id` is a UUID or free text of 18 characters at most, and our ids have up to 19
 * digits: `0x` and 16 hex digits are 18 characters for every id below 2^63.
 */
export function toWire(id: ClientOrderId): string {
  return `0x${BigInt(id).toString(16).padStart(16, '0')}`
}

/** The id that a `cl_ord_id` is the form of; `undefined` where it is none: the order is somebody else's. */
export function fromWire(text: string | undefined): ClientOrderId | undefined {
  return text !== undefined && FORM.test(text) ? ownOrderId(BigInt(text).toString()) : undefined
}
