import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { configTasks, readTasks } from '../../src/tasks/index.ts'

const paths = (value: unknown) => {
  const read = readTasks(value)
  return read.type === 'problems' ? read.problems.map(({ path }) => path) : []
}

describe('readTasks', () => {
  it('reads each pair with each channel, a book in full unless told', () => {
    const channels = [
      'trade',
      { channel: 'book', depth: 20 },
      'book',
      { channel: 'candle', interval: '1m' },
    ]
    const read = readTasks({
      subscriptions: [{ venue: 'test', pairs: ['BTC/USDT', 'BTC/USDT:USDT'], channels }],
    })
    expect(read.type === 'tasks' && read.tasks.map(({ pair, request }) => [pair, request])).toEqual(
      [
        ['BTC/USDT', { channel: 'trade' }],
        ['BTC/USDT', { channel: 'book', depth: 20 }],
        ['BTC/USDT', { channel: 'book', depth: 'full' }],
        ['BTC/USDT', { channel: 'candle', interval: '1m' }],
        ['BTC/USDT:USDT', { channel: 'trade' }],
        ['BTC/USDT:USDT', { channel: 'book', depth: 20 }],
        ['BTC/USDT:USDT', { channel: 'book', depth: 'full' }],
        ['BTC/USDT:USDT', { channel: 'candle', interval: '1m' }],
      ],
    )
  })

  it('lists every problem at once, each with its place', () => {
    const bad = {
      subscription: [],
      subscriptions: [
        { venue: 'Test!', pair: 'BTCUSDT', channels: ['trades', { channel: 'book', depth: 21 }] },
        { venue: 'test', pair: 'BTC/USDT', channels: [] },
        { venue: 'test', pair: 'BTC/USDT', chanels: ['trade'], channels: [{ channel: 'candle' }] },
        {
          venue: 'test',
          pair: 'BTC/USDT',
          pairs: [7],
          channels: [{ channel: 'trade', depth: 20 }],
        },
        'BTC/USDT',
      ],
    }
    expect(paths(bad)).toEqual([
      'subscription',
      'subscriptions[0].venue',
      'subscriptions[0].pair',
      'subscriptions[0].channels[0].channel',
      'subscriptions[0].channels[1].depth',
      'subscriptions[1].channels',
      'subscriptions[2].chanels',
      'subscriptions[2].channels[0].interval',
      'subscriptions[3]',
      'subscriptions[3].pairs[0]',
      'subscriptions[3].channels[0].depth',
      'subscriptions[4]',
    ])
  })

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(['tasks', 'problems']).toContain(readTasks(value).type)
        expect(['tasks', 'problems']).toContain(readTasks({ subscriptions: [value] }).type)
      }),
    )
  })

  it('refuses a configuration with all its problems in the message', () => {
    expect(() => configTasks('config', { subscriptions: [{}] })).toThrow(
      /subscriptions\[0\]\.venue.*subscriptions\[0\]\.pair.*subscriptions\[0\]\.channels/,
    )
  })
})
