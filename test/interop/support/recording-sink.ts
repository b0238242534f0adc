import type { FrameSink } from '../../../src/core/index.ts'

/** A sink that keeps one line for each event. */
export function createRecordingSink(): { readonly sink: FrameSink; readonly events: string[] } {
  const events: string[] = []
  return {
    events,
    sink: {
      book: (update) => events.push(`book ${update.feed} ${update.last}`),
      bbo: (update) => events.push(`bbo ${update.lastId}`),
      trade: (update) => events.push(`trade ${update.tradeId()}`),
      event: (event) => events.push(event.type),
      lost: (reason) => events.push(`lost ${reason}`),
    },
  }
}
