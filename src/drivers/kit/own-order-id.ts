import { type ClientOrderId, clientOrderId, clientOrderIdParts } from '../../core/index.ts'

/** The client order id of a venue's message, where it is one of ours by its form; any other is somebody else's order. */
export function ownOrderId(text: string | undefined): ClientOrderId | undefined {
  const parts = text === undefined ? undefined : clientOrderIdParts(text)
  return parts && clientOrderId(parts.epoch, parts.sequence)
}
