import type { Instrument, InstrumentEvent } from '../../core/index.ts'

/** What every event of an instrument says. */
export function eventHead(
  instrument: Instrument,
  venueTimeUs: number | undefined,
  localTimeUs: number,
): InstrumentEvent {
  const { venue, market, pair, symbol } = instrument
  return venueTimeUs === undefined
    ? { venue, market, pair, symbol, localTimeUs }
    : { venue, market, pair, symbol, venueTimeUs, localTimeUs }
}
