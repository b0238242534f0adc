import { expect, test } from 'vitest'
import { type FrameSink, type Market, unknownFeatures } from '../../src/core/index.ts'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'
import { KNOWN_VENUES, type KnownVenue, loadDriver } from '../../src/drivers/registry.ts'
import { DRIFT_EXCEPTIONS } from './drift-exceptions.ts'
import { frameBytes, linesOf, marketOf, messagesOf, streamsOf, venueFolders } from './folder.ts'

const venues = KNOWN_VENUES.filter((venue) => venueFolders().includes(venue))
const SINK: FrameSink = { book() {}, bbo() {}, trade() {}, event() {}, lost() {} }

/** What a venue's frames have that its driver does not know; nothing of what is no frame of today. */
async function watchOf(venue: KnownVenue) {
  const driver = await loadDriver(venue)
  const known = await driver.knownMessages?.()
  if (known === undefined) throw new Error(`${venue}: the driver names no known messages`)
  const decoderOf = (market: Market) =>
    driver.createDecoder(
      createInstrumentTable({ infer: (of, symbol) => driver.inferInstrument(of, symbol) }),
      market,
    )
  const decoders = { spot: decoderOf('spot'), futures: decoderOf('futures') }
  return (market: Market, frame: Uint8Array): readonly string[] => {
    const outcome = decoders[market].decode(frame, 1, SINK)
    return outcome === 'fault' ? [] : unknownFeatures(known, frame, outcome)
  }
}

test.each(venues)('no recorded message of today shows %s changed', async (venue) => {
  const drift = await watchOf(venue)
  const found = new Map<string, string>()
  const messages = messagesOf(venue).filter(
    ({ dir, api, private: isPrivate }) => dir === 'in' && api === 'current' && isPrivate !== true,
  )
  for (const message of messages) {
    const features = drift(marketOf(message.market), frameBytes(message, message.raw))
    for (const feature of features) found.set(feature, message.name)
  }
  const reviewed = DRIFT_EXCEPTIONS[venue] ?? []
  const unexpected = [...found].filter(
    ([feature]) => !reviewed.some(([pattern]) => pattern.test(feature)),
  )
  expect(unexpected).toEqual([])
  // What is no longer found must leave the list.
  const idle = reviewed.filter(([pattern]) => ![...found.keys()].some((each) => pattern.test(each)))
  expect(idle).toEqual([])
})

const streams = venues.flatMap((venue) => streamsOf(venue)).filter(({ api }) => api === 'current')

test.each(streams)('no frame of $venue/$name shows the venue changed', async (stream) => {
  const drift = await watchOf(stream.venue as KnownVenue)
  const found = new Set<string>()
  for (const line of linesOf(stream)) {
    if (line.dir !== 'in' || line.kind === 'rest') continue
    for (const feature of drift(stream.market, frameBytes(line, line.frame))) found.add(feature)
  }
  expect([...found]).toEqual([])
})
