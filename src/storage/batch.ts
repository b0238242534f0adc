import type { Row, RowStream } from './row.ts'

/**
 * Rows that are written together. Immutable, and owned by whoever holds it.
 *
 * The rows stand in it as NDJSON text; a store that wants objects asks for {@link Batch.rows}.
 */
export interface Batch<R extends object = Row> {
  /** Names this batch for ever: a sink that has it already accepts it again and stores nothing. */
  readonly id: string
  /** The stream that the rows belong to; its batches come in order. */
  readonly stream: RowStream
  /** How many rows there are. */
  readonly rowCount: number
  /** `localTimeUs` of the earliest row, epoch µs. */
  readonly fromTimeUs: number
  /** `localTimeUs` of the latest row, epoch µs. */
  readonly toTimeUs: number
  /** The rows as UTF-8 NDJSON, a newline after each. Not to be changed. */
  readonly ndjson: Uint8Array
  /** The rows as objects; parsed at the first call, the same array after that. */
  rows(): readonly R[]
}

/** A batch without its methods: what {@link createBatch} is given. */
export type BatchContent = Omit<Batch, 'rows'>

const decoder = new TextDecoder()

/** Makes a batch of NDJSON text. `ndjson` becomes the batch's own. */
export function createBatch<R extends object = Row>(content: BatchContent): Batch<R> {
  let parsed: readonly R[] | undefined
  return Object.freeze({
    ...content,
    rows: () => {
      parsed ??= parseRows<R>(content.ndjson)
      return parsed
    },
  })
}

/** Reads NDJSON into objects. The text is crossbook's own, so its shape is not checked. */
export function parseRows<R extends object>(ndjson: Uint8Array): readonly R[] {
  const lines = decoder.decode(ndjson).split('\n')
  const rows: R[] = []
  // The cast: only writers of rows of this type make this text.
  for (const line of lines) if (line !== '') rows.push(JSON.parse(line) as R)
  return rows
}

/** The text by which a stream is told from others: `venue/part`. */
export function streamKey(stream: RowStream): string {
  return `${stream.venue}/${stream.part}`
}
