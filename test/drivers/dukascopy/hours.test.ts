import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hoursOf, isWeekend } from '../../../src/drivers/dukascopy/index.ts'
import { us } from './support.ts'

const HOUR_US = 3_600_000_000
const shown = (hours: Iterable<number>): string[] =>
  [...hours].map((hourUs) => new Date(hourUs / 1000).toISOString().slice(0, 13))

describe('the hours of a span', () => {
  test('are all that it touches, both ends included', () => {
    const span = {
      fromTimeUs: us('2026-07-13T11:59:59.999Z'),
      toTimeUs: us('2026-07-13T13:00:00Z'),
    }
    expect(shown(hoursOf(span))).toEqual(['2026-07-13T11', '2026-07-13T12', '2026-07-13T13'])
    expect(shown(hoursOf({ ...span, toTimeUs: span.fromTimeUs - 1 }))).toEqual(['2026-07-13T11'])
    expect(shown(hoursOf({ ...span, toTimeUs: 0 }))).toEqual([])
  })

  test('leave out the weekend of FX, from Friday 22:00 to Sunday 19:00 UTC', () => {
    const span = { fromTimeUs: us('2026-07-10T20:00:00Z'), toTimeUs: us('2026-07-12T20:00:00Z') }
    expect(shown(hoursOf(span))).toEqual([
      '2026-07-10T20',
      '2026-07-10T21',
      '2026-07-12T19',
      '2026-07-12T20',
    ])
    expect([...hoursOf(span, 'always')]).toHaveLength(49)
  })

  test('have the first hour of the oldest history, a Sunday at 19:00', () => {
    expect(isWeekend(us('2003-05-04T19:00:00.048Z'))).toBe(false)
    expect(isWeekend(us('2003-05-04T18:59:59Z'))).toBe(true)
  })

  test('of every week are 123 of 168, by the calendar of the machine', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 600_000 }), (hour) => {
        const date = new Date(hour * 3_600_000)
        const at = (date.getUTCDay() + 6) % 7 // Monday is 0
        const ofWeek = at * 24 + date.getUTCHours()
        expect(isWeekend(hour * HOUR_US)).toBe(ofWeek >= 4 * 24 + 22 && ofWeek < 6 * 24 + 19)
      }),
    )
    const span = { fromTimeUs: 0, toTimeUs: 168 * HOUR_US - 1 }
    expect([...hoursOf(span)]).toHaveLength(123)
  })

  test('that no end is known of are refused', () => {
    expect(() => [...hoursOf({ fromTimeUs: 0, toTimeUs: Number.POSITIVE_INFINITY })]).toThrow(
      expect.objectContaining({ code: 'INVALID_NUMBER' }),
    )
  })
})
