import type { Result } from '../../bench/kit/results.ts'

/** A kept result, of which a test says what matters to it. */
export function result(facts: Partial<Result>): Result {
  return {
    id: 'book-1000',
    order: 1,
    title: 'Bytes to book: 1,000 levels a side',
    text: '5000 frames, 664 B on average.',
    columns: ['', 'k frames/s', 'crossbook is faster by'],
    rows: [
      ['crossbook', '713', '1'],
      ['`JSON.parse`', '1,770.5', '4.1×'],
      ['ccxt', 'none', '10.6×'],
    ],
    date: '2026-11-27',
    node: 'v20.20.2',
    machine: '2 cores, linux',
    ...facts,
  }
}
