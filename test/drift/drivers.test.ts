import { describe, expect, test } from 'vitest'
import { unknownFeatures } from '../../src/core/index.ts'
import { loadDriver } from '../../src/drivers/registry.ts'
import { knownFixtures, WATCHED_VENUES } from './known-fields.ts'

describe.each(WATCHED_VENUES)('%s', (venue) => {
  test('no fixture that shows what the venue sends has anything unknown', async () => {
    const known = await (await loadDriver(venue)).knownMessages?.()
    if (known === undefined) throw new Error('the driver names no known messages')
    const found = knownFixtures(venue).flatMap(([name, { bytes, outcome }]) =>
      unknownFeatures(known, bytes, outcome).map((feature) => `${name}: ${feature}`),
    )
    expect(found).toEqual([])
  })
})
