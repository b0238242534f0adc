import { judgeUnnumbered } from '../../book/index.ts'
import type { ContinuityRule, FrameDecoder, SessionProtocol, Topic } from '../../core/index.ts'

/** There is no socket: nothing to say, and nothing to hear. */
export const session: SessionProtocol = {
  hello: () => [],
  subscribe: (_topics: readonly Topic[]) => [],
  unsubscribe: (_topics: readonly Topic[]) => [],
  readControl: () => [],
}

/** Reads no frame: none is sent. */
export function createDecoder(): FrameDecoder {
  return {
    decode: () => 'ignored',
    ignoredReason: 'the venue has no stream',
    fault: undefined,
  }
}

/** Quotes are whole; there is no book to keep. */
export function continuity(): ContinuityRule {
  return { snapshot: 'every', judge: judgeUnnumbered, crossed: 'corruptWhileTrading' }
}
