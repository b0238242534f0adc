import type { CrossbookError, Fault, Topic, VenueId } from '../core/index.ts'

/** How a subscription that the venue refused for good is told to those who listen to faults. */
export function refusedFault(
  venue: VenueId,
  topic: Topic,
  error: CrossbookError,
  localTimeUs: number,
): Fault {
  const { code, message } = error
  const of = topic.symbol === undefined ? {} : { symbol: topic.symbol }
  return Object.freeze({
    type: 'fault',
    venue,
    code,
    message,
    offsetBytes: 0,
    sample: '',
    ...of,
    localTimeUs,
  })
}
