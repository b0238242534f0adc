import { CrossbookError, type FrameFault, type OwnedMarketEvent } from '../../core/index.ts'

/** What a cold decoder says of a frame. */
export type ColdResult =
  | { readonly outcome: 'event'; readonly events: readonly OwnedMarketEvent[] }
  | { readonly outcome: 'control' }
  | { readonly outcome: 'ignored'; readonly reason: string }
  | { readonly outcome: 'fault'; readonly fault: FrameFault }

/** A frame that is left aside, with the reason. */
export function ignored(reason: string): ColdResult {
  return { outcome: 'ignored', reason }
}

/** A frame whose fields are not what the venue documents; an error of another kind is a bug of ours, and thrown on. */
export function coldFault(cause: unknown): ColdResult {
  if (!(cause instanceof CrossbookError)) throw cause
  return {
    outcome: 'fault',
    fault: { code: 'MALFORMED_FRAME', message: cause.message, offsetBytes: 0 },
  }
}
