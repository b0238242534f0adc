import { expect, test } from 'vitest'
import { type KnownMessages, unknownFeatures } from '../../src/core/index.ts'
import { KNOWN_VENUES, type KnownVenue, loadDriver } from '../../src/drivers/registry.ts'
import { frameBytes, linesOf, messagesOf, streamsOf, venueFolders } from './folder.ts'
import { writeFileSync } from 'node:fs'

const venues = KNOWN_VENUES.filter((venue) => venueFolders().includes(venue))
test.each(venues)('%s', async (venue) => {
  const known = await (await loadDriver(venue)).knownMessages!()
  const found = new Map<string, string>()
  for (const m of messagesOf(venue)) {
    if (m.dir !== 'in' || m.api === 'legacy' || (m as any).private) continue
    for (const f of unknownFeatures(known, frameBytes(m, m.raw))) if (!found.has(f)) found.set(f, `${m.name} [${m.channel}] ${m.raw.slice(0, 150)}`)
  }
  for (const s of streamsOf(venue)) {
    if (s.api === 'legacy') continue
    for (const l of linesOf(s)) {
      if (l.dir !== 'in' || l.kind === 'rest') continue
      for (const f of unknownFeatures(known, frameBytes(l, l.frame))) if (!found.has(f)) found.set(f, `STREAM ${s.name} ${l.frame.slice(0, 150)}`)
    }
  }
  writeFileSync(`/tmp/dr/rec-${venue}.txt`, [...found].map(([a, b]) => `${a}\t${b}`).join('\n') + '\n')
})
