import type {
  BookDelta,
  BookSnapshot,
  BookStateChanged,
  Borrowed,
  InstrumentSlot,
  LiveOrderBook,
  OrderBook,
} from '../core/index.ts'
import { ConfigError } from '../core/index.ts'
import type { EventStream, SlowPolicy } from './event-stream.ts'
import type { Router } from './router.ts'
import type { StreamOptions, SubscribeOptions, Subscription } from './subscription.ts'

/** One user's hold on a book: as long as it is open, the book is fed. */
export interface BookHandle extends AsyncDisposable {
  /** The book; narrow it to `live` before reading prices. */
  readonly view: OrderBook
  /** Levels a side that the venue's feed really gives. */
  readonly depth: number | 'full'
  /** The venue's feed. */
  readonly feed: string
  /** Levels a side that its keeper cuts the book to after each change; absent: the venue removes what leaves. */
  readonly truncateTo?: number | undefined
  /**
   * Calls `handler` after each frame that changed the book or its state, synchronously.
   *
   * `book` is borrowed: read it inside the callback.
   */
  onChange(handler: (book: Borrowed<OrderBook>) => void, options?: SubscribeOptions): Subscription
  /**
   * Changes and states as they come; starts with the whole book where it is live. By default what a slow reader missed
   * is told as one snapshot.
   */
  updates(
    options?: Partial<StreamOptions>,
  ): EventStream<BookSnapshot | BookDelta | BookStateChanged>
  /**
   * Resolves as soon as the book is live.
   *
   * @throws ConfigError `CLOSED` when it is closed first, `ABORTED` when aborted.
   */
  live(signal?: AbortSignal): Promise<LiveOrderBook>
  /** Lets go of the book. Idempotent. */
  close(): Promise<void>
}

/** What a {@link BookHandle} is made of. */
export interface BookHandleParts {
  /** The instrument. */
  readonly slot: InstrumentSlot
  /** The book. */
  readonly view: OrderBook
  /** Levels a side that its keeper cuts it to; absent: it does not. */
  readonly truncateTo?: number | undefined
  /** Where its events pass. */
  readonly router: Router
  /** Called once when it is closed. */
  readonly onClose: () => void
}

const CONFLATE: SlowPolicy = 'conflate'

/** Makes a handle. */
export function createBookHandle({
  slot,
  view,
  truncateTo,
  router,
  onClose,
}: BookHandleParts): BookHandle {
  const filter = { instruments: [slot.index], feed: view.feed }
  const own = new Set<{ close(): Promise<void> }>()
  let isOpen = true

  const onChange: BookHandle['onChange'] = (handler, options = {}) => {
    const name = options.name ?? `book of ${slot.instrument.pair}`
    // The three kinds of event all mean "look again", once per frame, however many of them it had.
    let isDue = false
    const look = () => {
      isDue = true
    }
    const onBatchEnd = () => {
      if (!isDue) return
      isDue = false
      try {
        handler(view)
      } catch (error) {
        if (options.onThrow !== 'continue') void close()
        throw error
      }
    }
    const parts = (['bookSnapshot', 'bookDelta', 'bookState'] as const).map((kind) =>
      router.subscribe(kind, filter, look, { ...options, name, onBatchEnd }),
    )
    const close = async () => {
      for (const part of parts) void part.close()
      own.delete(subscription)
    }
    const subscription: Subscription = {
      get isOpen() {
        return parts.every((part) => part.isOpen)
      },
      close,
      [Symbol.asyncDispose]: close,
    }
    own.add(subscription)
    return subscription
  }

  const updates: BookHandle['updates'] = (options = {}) => {
    const name = options.name ?? `book of ${slot.instrument.pair}`
    const kinds = ['bookSnapshot', 'bookDelta', 'bookState'] as const
    const stream = router.stream(kinds, filter, { slow: CONFLATE, ...options, name })
    const whole = router.wholeBook(slot.index, view.feed)
    // A snapshot's own type says which of the two it is; here it is always whole.
    if (whole !== undefined) stream.push(whole.asEvent() as BookSnapshot, 'first')
    own.add(stream)
    return stream
  }

  const live: BookHandle['live'] = (signal) =>
    new Promise((resolve, reject) => {
      const settle = (state: string | undefined): boolean => {
        if (view.state === 'live') resolve(view)
        else if (state === 'closed' || view.state === 'closed') reject(closedError(view))
        else if (signal?.aborted === true) reject(abortedError(view))
        else return false
        signal?.removeEventListener('abort', onAbort)
        for (const part of waiting) void part.close()
        return true
      }
      const onAbort = () => settle(undefined)
      const waiting: Subscription[] = []
      if (settle(undefined)) return
      signal?.addEventListener('abort', onAbort, { once: true })
      waiting.push(router.subscribe('bookState', filter, (event) => settle(event.state)))
    })

  const close = async () => {
    if (!isOpen) return
    isOpen = false
    for (const part of own) void part.close()
    onClose()
  }

  return {
    view,
    depth: view.depth,
    feed: view.feed,
    truncateTo,
    onChange,
    updates,
    live,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function closedError(view: OrderBook): ConfigError {
  return new ConfigError(
    'CLOSED',
    `Waiting for the book of ${view.instrument.pair}: it was closed; open it again`,
  )
}

function abortedError(view: OrderBook): ConfigError {
  return new ConfigError(
    'ABORTED',
    `Waiting for the book of ${view.instrument.pair}: the signal was aborted`,
  )
}
