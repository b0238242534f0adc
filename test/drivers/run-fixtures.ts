import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { ExchangeDriver, FrameSink, Market } from '../../src/core/index.ts'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'

/** One documented frame and what it must become. Written by hand from the venue's documentation. */
export interface Fixture {
  /** Where the layout is documented, and when it was read. */
  readonly doc: string
  readonly market: Market
  readonly frame: unknown
  readonly outcome: 'event' | 'control' | 'ignored' | 'fault'
  /** Events in order, as JSON; `localTimeUs` is 1. Only for `event`. */
  readonly events?: readonly unknown[]
  /** Only for `ignored`. */
  readonly reason?: string
}

/** All fixtures of a venue by file name: `<channel>.<variant>.json`. */
export function fixturesOf(venue: string): readonly (readonly [string, Fixture])[] {
  const folder = new URL(`../fixtures/${venue}/`, import.meta.url)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Fixture])
}

/** Decodes one frame with inferred instruments and returns what came out. */
export function decodeOne(driver: ExchangeDriver, market: Market, frame: string | Uint8Array) {
  const events: unknown[] = []
  const push = (event: unknown): void => void events.push(JSON.parse(JSON.stringify(event)))
  const sink: FrameSink = { book: push, bbo: push, trade: push, event: push, lost: () => {} }
  const decoder = driver.createDecoder(
    createInstrumentTable({ infer: (of, symbol) => driver.inferInstrument(of, symbol) }),
    market,
  )
  const outcome = decoder.decode(typeof frame === 'string' ? Buffer.from(frame) : frame, 1, sink)
  return { outcome, events, reason: decoder.ignoredReason, fault: decoder.fault }
}

/** A fixture's frame as it comes off the wire, where it is text. */
export function frameOf({ frame }: Fixture): string | Uint8Array {
  return typeof frame === 'string' ? frame : JSON.stringify(frame)
}

/**
 * One test per fixture of the venue. `instrumentChanged` events (scales growing from 0) are left out. `toFrame` makes the
 * bytes where the wire is not text.
 */
export function runFixtures(
  venue: string,
  driver: ExchangeDriver,
  toFrame: (fixture: Fixture) => string | Uint8Array = frameOf,
): void {
  test.each(fixturesOf(venue))(
    `${venue} %s becomes what the documentation says`,
    (_name, fixture) => {
      const { outcome, events, reason } = decodeOne(driver, fixture.market, toFrame(fixture))
      const told = events.filter(
        (event) => (event as { type: string }).type !== 'instrumentChanged',
      )
      expect({
        outcome,
        ...(outcome === 'event' ? { events: told } : {}),
        ...(outcome === 'ignored' ? { reason } : {}),
      }).toEqual({
        outcome: fixture.outcome,
        ...(fixture.events === undefined ? {} : { events: fixture.events }),
        ...(fixture.reason === undefined ? {} : { reason: fixture.reason }),
      })
    },
  )
}
