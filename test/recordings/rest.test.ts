import { expect, test } from 'vitest'
import type { Instrument, RestCall } from '../../src/core/index.ts'
import { KNOWN_VENUES, loadDriver } from '../../src/drivers/registry.ts'
import { exchangesOf, type RecordedExchange, restFilesOf, venueFolders } from './folder.ts'

const venues = KNOWN_VENUES.filter((venue) => venueFolders().includes(venue))

/** The listing call that a recorded exchange answers, by its path. */
function listingFor(
  calls: readonly RestCall<readonly Instrument[]>[],
  { path, url, name }: RecordedExchange,
): RestCall<readonly Instrument[]> | undefined {
  const target = `${url ?? ''} ${path ?? ''} ${name}`
  return calls.find(({ request }) => {
    const query = Object.entries(request.query ?? {}).map(([key, value]) => `${key}=${value}`)
    return (
      target.includes(request.path.replace(/^\//, '')) &&
      query.every((part) => target.includes(part))
    )
  })
}

test.each(venues)('every recorded full listing of %s is read in full', async (venue) => {
  const driver = await loadDriver(venue)
  const calls = driver.rest.instruments(driver.facts.products.map(({ id }) => id))
  let listings = 0
  for (const file of restFilesOf(venue).filter((name) => name.startsWith('instruments-'))) {
    for (const exchange of exchangesOf(venue, file)) {
      const call = listingFor(calls, exchange)
      if (call === undefined) {
        console.log(
          `left aside: ${venue}/${file} ${exchange.name}: no product of the driver lists it`,
        )
        continue
      }
      const body = Buffer.from(exchange.body)
      const instruments = call.parse({ status: 200, headers: {}, body }, 1)
      console.log(
        JSON.stringify({ venue, file, name: exchange.name, instruments: instruments.length }),
      )
      expect(instruments.length).toBeGreaterThan(0)
      expect(new Set(instruments.map(({ symbol }) => symbol)).size).toBe(instruments.length)
      listings += 1
    }
  }
  if (listings === 0) console.log(`left aside: ${venue} has no full listing here`)
})
