import { describe, expect, it } from 'vitest'
import { createMetrics, prometheusText } from '../../src/runtime/index.ts'

describe('createMetrics', () => {
  it('gives the same instrument for the same name and labels, in whatever order they stand', () => {
    const metrics = createMetrics()
    metrics.counter('frames', { venue: 'x', stream: 'y' }).add()
    metrics.counter('frames', { stream: 'y', venue: 'x' }).add(2)
    metrics.counter('frames', { venue: 'z' }).add()
    expect(metrics.snapshot().map((each) => 'value' in each && each.value)).toEqual([3, 1])
  })

  it('refuses a name as two types', () => {
    const metrics = createMetrics()
    metrics.counter('frames')
    expect(() => metrics.gauge('frames', { a: 'b' })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    )
  })
})

describe('prometheusText', () => {
  it('writes one family per name, with escaped labels', () => {
    const metrics = createMetrics()
    metrics.counter('socket.frames', { url: 'a"b\\c\nd' }).add(5)
    metrics.counter('socket.frames').add()
    metrics.gauge('books').set(-1.5)
    const latency = metrics.histogram('latency_us')
    for (let i = 1; i <= 4; i += 1) latency.record(2)
    expect(prometheusText(metrics.snapshot())).toBe(
      [
        '# TYPE socket_frames_total counter',
        'socket_frames_total{url="a\\"b\\\\c\\nd"} 5',
        'socket_frames_total 1',
        '# TYPE books gauge',
        'books -1.5',
        '# TYPE latency_us summary',
        'latency_us{quantile="0.5"} 2',
        'latency_us{quantile="0.9"} 2',
        'latency_us{quantile="0.99"} 2',
        'latency_us{quantile="0.999"} 2',
        'latency_us_sum 8',
        'latency_us_count 4',
        '',
      ].join('\n'),
    )
  })
})
