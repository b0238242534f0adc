import { expect, test } from 'vitest'
import {
  compareSegments,
  hourOf,
  parseSegmentName,
  segmentName,
  segmentPath,
} from '../../../src/storage/file/segment-name.ts'

test('names every hour of two centuries as the calendar does, and reads the names back', () => {
  const first = Date.UTC(1970, 0, 1)
  const last = Date.UTC(2170, 0, 1)
  for (let timeMs = first; timeMs < last; timeMs += 5 * 3_600_000) {
    const hour = hourOf(timeMs * 1_000)
    const name = segmentName(hour, 7, false)
    const iso = new Date(timeMs).toISOString()
    const path = segmentPath(name)
    if (path !== `${iso.slice(0, 10)}/${iso.slice(11, 13)}-0007.ndjson.gz`) expect(path).toBe(iso)
    const [day = '', file = ''] = path.split('/')
    const back = parseSegmentName(day, file)
    if (back === undefined || compareSegments(back, name) !== 0) expect(back).toEqual(name)
  }
})

test('passes over names that are no segments', () => {
  expect(parseSegmentName('2026-01-02', '03-0001.ndjson.gz.part')?.isPart).toBe(true)
  expect(parseSegmentName('2026-01-02', '03-12345.ndjson.gz')?.sequence).toBe(12_345)
  for (const name of ['03-1.ndjson.gz', '03-0001.ndjson', 'notes.txt', '03-0001.ndjson.gz.new']) {
    expect(parseSegmentName('2026-01-02', name)).toBeUndefined()
  }
  expect(parseSegmentName('today', '03-0001.ndjson.gz')).toBeUndefined()
})
