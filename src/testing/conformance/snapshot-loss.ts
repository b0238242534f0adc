import type { ExchangeDriver, FrameSink, Instrument, Market } from '../../core/index.ts'
import { createInstrumentTable } from '../../drivers/kit/instrument-table.ts'

/** Whether a frame from a URL has a whole book of an instrument in it, read by itself. */
export function hasWholeBook(
  driver: ExchangeDriver,
  { market, symbol }: Instrument,
  instruments: readonly Instrument[],
  frame: Uint8Array,
  url: string,
): boolean {
  let isFound = false
  const ignore = (): void => {}
  const sink: FrameSink = {
    book({ isSnapshot, slot: { instrument } }) {
      const isIts = instrument.market === market && instrument.symbol === symbol
      isFound ||= isIts && isSnapshot
    },
    bbo: ignore,
    trade: ignore,
    event: ignore,
    lost: ignore,
  }
  for (const of of marketsOf(driver, url)) {
    const table = createInstrumentTable()
    for (const instrument of instruments) table.add(instrument)
    driver.createDecoder(table, of).decode(frame, 0, sink)
  }
  return isFound
}

/** The market whose endpoint is at a URL; both where none is, or where it carries both. */
function marketsOf({ facts }: ExchangeDriver, url: string): readonly Market[] {
  const streams = facts.urls.production?.['default']?.streams ?? {}
  const known = facts.streams.find(({ id }) => streams[id] === url)
  return known?.market === undefined ? ['spot', 'futures'] : [known.market]
}
