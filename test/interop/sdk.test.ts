import { describe, expect, test } from 'vitest'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'
import { loadDriver } from '../../src/drivers/registry.ts'
import type { StreamPayload } from './support/adapter.ts'
import { firstDifference, numberText, plain, truthText } from './support/book-text.ts'
import { createRecordingSink } from './support/recording-sink.ts'
import { SdkSession } from './support/sdk-session.ts'
import { ownBar } from './support/trade-text.ts'
import { adapterOf, VENUES } from './venues.ts'

describe.for(VENUES)('%s', (venue) => {
  test('its SDK receives what crossbook receives, and reads the same over REST', async ({
    skip,
  }) => {
    const adapter = await adapterOf(venue)
    const { sdk } = adapter
    if ('none' in sdk) return skip(sdk.none)
    await using session = await SdkSession.open(adapter, sdk, 'interop-sdk')
    expect([await session.begin(15_000), session.exceptions]).toEqual([true, []])
    const [theirs, ours] = (await session.run(30_000)) ?? []
    expect(theirs?.size).toBe(sdk.streams)
    const told = [...(theirs?.values() ?? [])].reduce((sum, { length }) => sum + length, 0)
    expect(told).toBeGreaterThan(10 * sdk.streams)
    const ordered = (payloads: readonly StreamPayload[]): readonly StreamPayload[] =>
      sdk.isUnordered === true
        ? payloads.toSorted((a, b) => (a.json < b.json ? -1 : Number(a.json > b.json)))
        : payloads
    for (const [key, told] of theirs ?? []) {
      const payloads = ordered(told)
      const own = ordered(ours?.get(key) ?? [])
      expect([key, payloads.length]).toEqual([key, own.length])
      for (const [i, payload] of payloads.entries()) expect(payload).toEqual(own[i])
    }

    const driver = await loadDriver(venue)
    for (const [key, payloads] of theirs ?? []) {
      const endpoint = driver.facts.streams.find(({ id }) => key.startsWith(`${id} `))
      const table = createInstrumentTable()
      for (const instrument of session.market.instruments()) table.add(instrument)
      const decoder = driver.createDecoder(table, endpoint?.market ?? 'spot')
      const { sink, events } = createRecordingSink()
      const outcomes = payloads.map((payload) =>
        decoder.decode(new TextEncoder().encode(sdk.frameOf(payload)), 0, sink),
      )
      expect([key, outcomes]).toEqual([key, payloads.map(() => 'event')])
      expect(events.length).toBeGreaterThanOrEqual(payloads.length)
    }

    if (sdk.rest === undefined) return
    for (const watched of sdk.watched) {
      const { steps, book, bars } = await sdk.rest(session.served, watched)
      const { tickSize, lotSize } = session.market.instrument(watched.pair)
      expect(steps.map(Number)).toEqual([Number(tickSize), Number(lotSize)])
      const truth = session.box.venue.truth(watched.product, watched.symbol)
      const asNumbers = (levels: typeof book.bids): number[][] =>
        levels.map((level) => level.slice(0, 2).map(Number))
      const found = { bids: asNumbers(book.bids), asks: asNumbers(book.asks) }
      expect(
        truth &&
          firstDifference(numberText(found, watched.compared), truthText(truth, watched.compared)),
      ).toBeUndefined()
      const own = await session.market.history.candles(watched.pair, '1m', { limit: 3 })
      expect(bars.map((bar) => bar.map(Number).map(plain).join(' '))).toEqual(
        own.map((bar) => ownBar(bar, true)),
      )
    }
  }, 60_000)
})
