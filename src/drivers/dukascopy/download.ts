import type { InstrumentSlot, RestCall } from '../../core/index.ts'
import { emptyTicks, TickColumns } from '../kit/tick-columns.ts'
import { jsonBackend, type TickBackend } from './backends.ts'
import { isMissing } from './errors.ts'
import { hoursOf, type TickSpan, type TradingWeek } from './hours.ts'

/** Which ticks {@link tickHours} fetches. */
export interface TickQuery extends TickSpan {
  /** The instrument. */
  readonly slot: InstrumentSlot
  /** Whom to ask. @defaultValue the JSON service */
  readonly backend?: TickBackend
  /** When the instrument is quoted. @defaultValue `always` for crypto, else `fx` */
  readonly week?: TradingWeek
}

/** The ticks of one hour within the span. */
export interface TickHour {
  /** Start of the hour, epoch µs. */
  readonly hourUs: number
  /** Its ticks, none where the hour is empty. */
  readonly ticks: TickColumns
  /**
   * Whether there is no such file although the hour may have been open: a holiday, a file that is not there yet (they
   * come late), or an unknown instrument. Worth asking again later.
   */
  readonly isMissing: boolean
}

/**
 * Fetches the ticks of a span hour by hour, oldest first, each when it is asked for.
 *
 * `send` is whatever sends calls within the limits: `(call) => http.send(call)` of an `HttpClient`. What it fails with
 * ends the iteration, but for a file that does not exist.
 */
export async function* tickHours(
  send: <T>(call: RestCall<T>) => Promise<T>,
  query: TickQuery,
): AsyncGenerator<TickHour, void, undefined> {
  const { slot, backend = jsonBackend, fromTimeUs, toTimeUs } = query
  const week = query.week ?? (slot.instrument.product === 'crypto' ? 'always' : 'fx')
  for (const hourUs of hoursOf(query, week)) {
    const found = await orNothing(send(backend.hour(slot, hourUs)))
    const ticks = found?.within(fromTimeUs, toTimeUs) ?? noTicks(slot)
    yield { hourUs, ticks, isMissing: found === undefined }
  }
}

async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function noTicks(slot: InstrumentSlot): TickColumns {
  const { priceScale, sizeScale } = slot
  return new TickColumns({ slot, priceScale, sizeScale, localTimeUs: 0 }, emptyTicks(0))
}
