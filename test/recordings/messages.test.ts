import { expect, test } from 'vitest'
import type { Market } from '../../src/core/index.ts'
import { KNOWN_VENUES, loadDriver } from '../../src/drivers/registry.ts'
import { EXCEPTIONS } from './exceptions.ts'
import { frameBytes, marketOf, messagesOf, type RecordedMessage, venueFolders } from './folder.ts'
import { frameHash, replay } from './replay.ts'

const venues = KNOWN_VENUES.filter((venue) => venueFolders().includes(venue))

const line = (message: RecordedMessage) => ({
  recv: null,
  url: '',
  dir: 'in' as const,
  frame: message.raw,
  ...(message.b64 === undefined ? {} : { b64: message.b64 }),
})

test.each(venues)(
  'every recorded message of %s has an outcome, and none of today is a fault',
  async (venue) => {
    const driver = await loadDriver(venue)
    const messages = messagesOf(venue).filter(({ dir, api }) => dir === 'in' && api !== 'legacy')
    const unexpected: string[] = []
    const outcomes = { event: 0, control: 0, ignored: 0, fault: 0 }
    const reasons: Record<string, number> = {}
    for (const message of messages) {
      const market: Market = marketOf(message.market)
      const report = replay([line(message)], { driver, market })
      for (const outcome of ['event', 'control', 'ignored', 'fault'] as const)
        outcomes[outcome] += report.outcomes[outcome]
      for (const reason of Object.keys(report.ignored)) reasons[reason] = (reasons[reason] ?? 0) + 1
      const hash = frameHash(frameBytes(line(message), message.raw))
      if (report.outcomes.fault > 0 && EXCEPTIONS[hash] === undefined) {
        unexpected.push(`${message.name} [${message.channel}] ${report.faults.join()}`)
      }
    }
    console.log(JSON.stringify({ venue, messages: messages.length, ...outcomes, ignored: reasons }))
    if (messages.length === 0) console.log(`left aside: ${venue} has no single messages here`)
    expect(unexpected).toEqual([])
  },
)

test.each(venues)(
  'legacy messages of %s are refused or left aside, never read as data of today',
  async (venue) => {
    const driver = await loadDriver(venue)
    for (const message of messagesOf(venue).filter(
      ({ dir, api }) => dir === 'in' && api === 'legacy',
    )) {
      if (EXCEPTIONS[frameHash(frameBytes(line(message), message.raw))] !== undefined) continue
      const report = replay([line(message)], { driver, market: marketOf(message.market) })
      const isRefused =
        report.faultCodes.has('LEGACY_FRAME') ||
        report.outcomes.ignored + report.outcomes.control > 0
      expect({ name: message.name, raw: message.raw.slice(0, 200), isRefused }).toMatchObject({
        isRefused: true,
      })
    }
  },
)
