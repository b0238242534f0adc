import type { CrossbookError, Topic } from '../core/index.ts'

/** What to send next. */
export interface LedgerStep {
  /** Which request. */
  readonly type: 'subscribe' | 'unsubscribe'
  /** The topics it is for. */
  readonly topics: readonly Topic[]
}

/** What became of a topic. */
export type LedgerChange =
  /** The venue confirmed the subscription. */
  | { readonly type: 'confirmed'; readonly topic: Topic }
  /** The subscription ended as wanted. */
  | { readonly type: 'gone'; readonly topic: Topic }
  /** It was refused, or nobody answered in time. Without `willRetry` the topic is no longer wanted. */
  | {
      readonly type: 'failed'
      readonly topic: Topic
      readonly error: CrossbookError
      readonly willRetry: boolean
    }
