interface Head<T> {
  readonly source: AsyncIterator<readonly T[], void, undefined>
  rows: readonly T[]
  at: number
}

/**
 * Merges streams that come in chunks into one by time, the earlier head first, ties in the order of the streams.
 *
 * The order within a stream is kept even where its times go backwards.
 */
export async function* mergeStreams<T>(
  streams: readonly AsyncIterable<readonly T[], void, undefined>[],
  timeOf: (row: T) => number,
): AsyncGenerator<T, void, undefined> {
  const heads: Head<T>[] = []
  try {
    for (const stream of streams) {
      const head: Head<T> = { source: stream[Symbol.asyncIterator](), rows: [], at: 0 }
      heads.push(head)
      if (!(await refill(head))) heads.pop()
    }
    while (heads.length > 0) {
      let earliest = 0
      let best: T | undefined
      for (const [index, head] of heads.entries()) {
        const row = head.rows[head.at]
        if (row === undefined) continue
        if (best !== undefined && timeOf(row) >= timeOf(best)) continue
        best = row
        earliest = index
      }
      const head = heads[earliest]
      if (head === undefined || best === undefined) return
      yield best
      head.at += 1
      if (head.at >= head.rows.length && !(await refill(head))) heads.splice(earliest, 1)
    }
  } finally {
    // A reader that leaves early must not keep files open.
    for (const head of heads) await head.source.return?.()
  }
}

async function refill<T>(head: Head<T>): Promise<boolean> {
  for (;;) {
    const next = await head.source.next()
    if (next.done === true) return false
    if (next.value.length === 0) continue
    head.rows = next.value
    head.at = 0
    return true
  }
}
