import { describe, expect, it } from 'vitest'
import {
  type HttpRequest,
  type HttpResponse,
  ProtocolError,
  type RestCall,
  type RestFacts,
  type Stamp,
  VenueError,
} from '../../src/core/index.ts'
import { createMetrics, createWaterfall } from '../../src/runtime/index.ts'
import { HttpClient, type HttpClientOptions } from '../../src/transport/index.ts'
import { mostWithin } from './pool-world.ts'
import { ToyVenue, toyAnswer, toyDriver } from './toy-venue.ts'
import { createWorld, type World } from './world.ts'

interface HttpWorld extends World {
  readonly venue: ToyVenue
  readonly http: HttpClient
  readonly atMs: () => readonly number[]
}

function createHttpWorld(
  rest: Partial<RestFacts> = {},
  options: Partial<HttpClientOptions> = {},
): HttpWorld {
  const world = createWorld()
  const venue = new ToyVenue(world.nowMs)
  world.listen('http://toy.test', venue)
  const facts: RestFacts = { id: 'main', budget: { count: 10, perMs: 1_000 }, ...rest }
  const driver = toyDriver([], [facts])
  const http = new HttpClient({ driver, environment: 'production', ports: world.ports, ...options })
  return { ...world, venue, http, atMs: () => venue.requests.map(({ atMs }) => atMs) }
}

function call(request: Partial<HttpRequest> = {}): RestCall<string> {
  return {
    request: {
      service: 'main',
      method: 'GET',
      path: '/thing',
      weight: 1,
      isIdempotent: true,
      ...request,
    },
    parse: (response) => new TextDecoder().decode(response.body),
  }
}

/** What became of a promise, without leaving a rejection unhandled. */
function outcome<T>(promise: Promise<T>): { value?: T; error?: unknown } {
  const found: { value?: T; error?: unknown } = {}
  promise.then(
    (value) => {
      found.value = value
    },
    (error: unknown) => {
      found.error = error
    },
  )
  return found
}

describe('HttpClient: requests', () => {
  it('builds the URL from the base, the path and the encoded query, with the headers of the environment', async () => {
    const { advance, http, venue } = createHttpWorld()
    const query = { symbol: 'BTC/USDT 币', limit: 5 }
    const sent = outcome(http.send(call({ query, headers: { 'x-own': '2' } })))
    await advance(100)
    expect(sent.value).toBe('{}')
    expect(venue.requests[0]).toMatchObject({
      target: '/api/main/thing?symbol=BTC%2FUSDT%20%E5%B8%81&limit=5',
      headers: { 'x-toy': '1', 'x-own': '2' },
    })
  })

  it('uses own URLs in place of those of the venue', async () => {
    const { advance, http, venue } = createHttpWorld(
      {},
      { urls: { rest: { main: 'http://toy.test/proxy' } } },
    )
    outcome(http.send(call()))
    await advance(100)
    expect(venue.requests[0]?.target).toBe('/proxy/thing')
  })

  it('counts requests, retries and weight', async () => {
    const { advance, http, ports, venue } = createHttpWorld()
    venue.answer = () => toyAnswer(venue.requests.length === 1 ? 503 : 200, 'ok')
    outcome(http.send(call({ weight: 2 })))
    await advance(5_000)
    const count = (name: string): number =>
      ports.metrics.counter(name, { venue: 'toy', service: 'main' }).value()
    expect([count('http_requests'), count('http_retries'), count('http_weight')]).toEqual([2, 1, 4])
  })

  it('names the services that exist when asked for another', async () => {
    const { advance, http } = createHttpWorld()
    const sent = outcome(http.send(call({ service: 'moon' })))
    await advance(10)
    expect(sent.error).toMatchObject({ code: 'UNSUPPORTED', message: /there are: main/ })
  })
})

describe('HttpClient: options', () => {
  it('lists every problem at once', () => {
    const options = { timeoutMs: 0, maxRetries: 1.5, urls: { rest: { main: 'toy.test' } } }
    expect(() => createHttpWorld({}, options)).toThrow(/timeoutMs.*maxRetries.*urls\.rest\.main/)
  })

  it('names the environments that exist when asked for another', () => {
    expect(() => createHttpWorld({}, { environment: 'testnet' })).toThrow(/there are: production/)
  })
})

describe('HttpClient: budget', () => {
  it('keeps the budget in any window', async () => {
    const { advance, atMs, http } = createHttpWorld()
    const sent = Array.from({ length: 45 }, () => outcome(http.send(call())))
    await advance(20_000)
    expect(sent.every(({ value }) => value === '{}')).toBe(true)
    expect(mostWithin(atMs(), 1_000)).toBeLessThanOrEqual(10)
  })

  it('lets services of one group spend from one budget', async () => {
    const world = createWorld()
    const venue = new ToyVenue(world.nowMs)
    world.listen('http://toy.test', venue)
    const shared = { budget: { count: 10, perMs: 1_000 }, budgetGroup: 'both' }
    const driver = toyDriver(
      [],
      [
        { id: 'main', ...shared },
        { id: 'other', ...shared },
      ],
    )
    const urls = { rest: { main: 'http://toy.test', other: 'http://toy.test' } }
    const http = new HttpClient({ driver, environment: 'production', ports: world.ports, urls })
    const calls = Array.from({ length: 20 }, (_, i) =>
      http.send(call({ service: i % 2 === 0 ? 'main' : 'other' })),
    )
    await world.advance(20_000)
    await Promise.all(calls)
    const atMs = venue.requests.map((request) => request.atMs)
    expect(atMs).toHaveLength(20)
    expect(mostWithin(atMs, 1_000)).toBeLessThanOrEqual(10)
  })

  it('serves urgent calls first, then normal ones, then the background', async () => {
    const { advance, http, venue } = createHttpWorld()
    for (const lane of ['background', 'normal', 'urgent'] as const) {
      for (let at = 0; at < 15; at++) outcome(http.send(call({ path: `/${lane}` }), { lane }))
    }
    await advance(20_000)
    const order = venue.requests.slice(10).map(({ target }) => target.split('/').at(-1))
    expect(order.lastIndexOf('urgent')).toBeLessThan(order.indexOf('normal'))
    expect(order.lastIndexOf('normal')).toBeLessThan(order.indexOf('background'))
  })

  it('leaves room for urgent calls whatever waits in the background', async () => {
    const { advance, http } = createHttpWorld({ budget: { count: 100, perMs: 1_000 } })
    for (let at = 0; at < 30; at++) outcome(http.send(call({ weight: 10 })))
    await advance(5)
    const urgent = outcome(http.send(call({ weight: 10 }), { lane: 'urgent' }))
    await advance(10)
    expect(urgent.value).toBe('{}')
  })

  it('takes over the weight that the venue counted', async () => {
    const { advance, http, venue } = createHttpWorld({ usedWeightHeader: 'X-Used' })
    venue.answer = () => toyAnswer(200, '{}', { 'x-used': '10' })
    outcome(http.send(call()))
    await advance(10)
    const second = outcome(http.send(call()))
    await advance(500)
    expect(second.value).toBeUndefined()
    await advance(1_000)
    expect(second.value).toBe('{}')
  })

  it('serves a call that fits only the whole budget', async () => {
    const { advance, http } = createHttpWorld({ budget: { count: 100, perMs: 1_000 } })
    const sent = [1, 100, 1].map((weight) => outcome(http.send(call({ weight }))))
    await advance(3_000)
    expect(sent.map(({ value }) => value)).toEqual(['{}', '{}', '{}'])
  })

  it('refuses a call whose turn does not come in time', async () => {
    const { advance, http, venue } = createHttpWorld({}, { maxWaitMs: 1_000 })
    const sent = Array.from({ length: 25 }, () => outcome(http.send(call())))
    await advance(2_500)
    expect(sent.at(-1)?.error).toMatchObject({ code: 'BUDGET_EXHAUSTED', retry: 'safe' })
    expect(venue.requests.length).toBe(10)
  })

  it('refuses at once a call that is heavier than the budget, and one too many', async () => {
    const { advance, http } = createHttpWorld({}, { maxQueued: 2 })
    const sent = [11, 9, 9, 9, 9].map((weight) => outcome(http.send(call({ weight }))))
    await advance(1)
    expect(sent.map(({ error }) => error !== undefined)).toEqual([true, false, false, false, true])
  })
})

describe('HttpClient: stop orders', () => {
  it.each([
    ['seconds', '7', 7_000],
    ['a date', 'Thu, 01 Jan 2026 00:00:07 GMT', 7_000],
  ])('stops everything for the time of Retry-After in %s', async (_form, header, pauseMs) => {
    const { advance, atMs, http, venue } = createHttpWorld()
    venue.answer = () =>
      venue.requests.length === 1
        ? toyAnswer(429, '', { 'retry-after': header })
        : toyAnswer(200, 'ok')
    const first = outcome(http.send(call()))
    await advance(50)
    const second = outcome(http.send(call({ path: '/urgent' }), { lane: 'urgent' }))
    await advance(pauseMs - 200)
    expect(venue.requests.length).toBe(1)
    await advance(3_000)
    expect([first.value, second.value]).toEqual(['ok', 'ok'])
    expect(Math.min(...atMs().slice(1))).toBeGreaterThanOrEqual(pauseMs - 1)
  })

  it('stops for the time that the driver reads out of an answer, whatever the header seems to say', async () => {
    const { advance, atMs, http, venue } = createHttpWorld()
    // Some venues count ms there.
    venue.answer = () =>
      venue.requests.length === 1
        ? toyAnswer(429, '', { 'retry-after': '1500' })
        : toyAnswer(200, 'ok')
    const refusal = ({ status }: HttpResponse): VenueError | undefined =>
      status === 200
        ? undefined
        : new VenueError('RATE_LIMITED', 'Too fast', { retryAfterMs: 1_500, retry: 'safe' })
    const first = outcome(http.send({ ...call(), refusal }))
    await advance(50)
    const second = outcome(http.send({ ...call(), refusal }))
    await advance(3_000)
    expect([first.value, second.value]).toEqual(['', 'ok'])
    expect(Math.floor((atMs()[1] ?? 0) / 100)).toBe(15)
  })

  it('gives up at once under a ban longer than a call may wait, and tells for how long', async () => {
    const { advance, http, venue } = createHttpWorld()
    venue.answer = () => toyAnswer(418, '', { 'retry-after': '300' })
    const first = outcome(http.send(call()))
    await advance(50)
    const second = outcome(http.send(call()))
    await advance(50)
    expect(first.error).toMatchObject({ code: 'BANNED', retryAfterMs: 300_000 })
    expect(second.error).toMatchObject({ code: 'BUDGET_EXHAUSTED', cause: { code: 'BANNED' } })
    expect(venue.requests.length).toBe(1)
    venue.answer = () => toyAnswer(200, 'ok')
    await advance(300_000)
    const third = outcome(http.send(call()))
    await advance(50)
    expect(third.value).toBe('ok')
  })

  it('stops longer each time while the venue names no time', async () => {
    const { advance, atMs, http, venue } = createHttpWorld()
    venue.answer = () => toyAnswer(429, '')
    const sent = outcome(http.send(call()))
    await advance(60_000)
    expect(sent.error).toMatchObject({ code: 'RATE_LIMITED' })
    const waits = atMs().map((at, index) => at - (atMs()[index - 1] ?? at))
    expect([waits[1], waits[2], waits[3]].map((ms) => Math.floor((ms ?? 0) / 1_000))).toEqual([
      1, 2, 4,
    ])
  })

  it('counts answers to calls that were under way when it was stopped as one: they know nothing of the stop', async () => {
    const { advance, http, venue } = createHttpWorld()
    venue.answer = () => toyAnswer(venue.requests.length <= 5 ? 429 : 200, 'ok')
    const sent = Array.from({ length: 5 }, () => outcome(http.send(call())))
    await advance(2_000)
    expect(sent.map(({ value }) => value)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok'])
  })
})

describe('HttpClient: failures', () => {
  it('repeats an idempotent call, then gives the last error', async () => {
    const { advance, http, venue } = createHttpWorld()
    venue.answer = () => toyAnswer(503, '')
    const sent = outcome(http.send(call()))
    await advance(30_000)
    expect(sent.error).toMatchObject({ code: 'VENUE_UNAVAILABLE', retry: 'safe' })
    expect(venue.requests.length).toBe(4)
  })

  it.each([
    ['an error of the venue', () => toyAnswer(503, ''), 'VENUE_UNAVAILABLE'],
    ['silence', () => ({ kind: 'silence' }) as const, 'HTTP_TIMEOUT'],
    ['a cut', () => ({ kind: 'cut' }) as const, 'HTTP_FAILED'],
  ])(
    'never repeats another call after %s, which is to be reconciled',
    async (_what, answer, code) => {
      const { advance, http, venue } = createHttpWorld()
      venue.answer = answer
      const sent = outcome(http.send(call({ method: 'POST', isIdempotent: false })))
      await advance(60_000)
      expect(sent.error).toMatchObject({ code, retry: 'afterReconcile' })
      expect(venue.requests.length).toBe(1)
    },
  )

  it('does not repeat what the venue refused for good', async () => {
    const { advance, http, venue } = createHttpWorld()
    venue.answer = () => toyAnswer(400, '')
    const sent = outcome(http.send(call()))
    await advance(10_000)
    expect(sent.error).toMatchObject({ code: 'VENUE_REJECTED' })
    expect(venue.requests.length).toBe(1)
  })

  it.each([
    ['as its reader says', new ProtocolError('MALFORMED_RESPONSE', 'not JSON')],
    ['even if its reader breaks', new TypeError('x is undefined')],
  ])('gives the error of an answer that cannot be read, %s', async (_how, thrown) => {
    const { advance, http } = createHttpWorld({}, { maxRetries: 0 })
    const parse = (): never => {
      throw thrown
    }
    const sent = outcome(http.send({ ...call(), parse }))
    await advance(10_000)
    expect(sent.error).toMatchObject({ code: 'MALFORMED_RESPONSE' })
  })

  it('times out after the time given with the call', async () => {
    const { advance, http, venue } = createHttpWorld({}, { maxRetries: 0 })
    venue.answer = () => toyAnswer(200, 'late', {}, 900)
    const [short, long] = [
      outcome(http.send(call(), { timeoutMs: 500 })),
      outcome(http.send(call(), { timeoutMs: 2_000 })),
    ]
    await advance(3_000)
    expect(short.error).toMatchObject({ code: 'HTTP_TIMEOUT' })
    expect(long.value).toBe('late')
  })

  it.each([
    ['before it starts', 0],
    ['while it waits for its turn', 200],
    ['under way', 1_500],
    ['between two attempts', 3_250],
  ])('gives up when aborted %s, and leaves no timer', async (_when, afterMs) => {
    const { advance, http, pendingTimers, venue } = createHttpWorld({
      budget: { count: 1, perMs: 1_000 },
    })
    venue.answer = () => toyAnswer(503, '', {}, venue.requests.length === 1 ? 100 : 2_000)
    outcome(http.send(call({ isIdempotent: false })))
    const controller = new AbortController()
    if (afterMs === 0) controller.abort()
    const sent = outcome(http.send(call(), { signal: controller.signal }))
    await advance(afterMs)
    controller.abort()
    await advance(200)
    expect(sent.error).toMatchObject({ code: 'ABORTED' })
    expect(pendingTimers()).toBe(0)
  })

  it('ends everything under way when it is closed, and leaves no timer', async () => {
    const { advance, http, pendingTimers, venue } = createHttpWorld()
    venue.answer = () => ({ kind: 'silence' })
    const sent = Array.from({ length: 20 }, () => outcome(http.send(call())))
    await advance(50)
    const closed = http.close()
    await advance(0)
    await closed
    const late = outcome(http.send(call()))
    await advance(0)
    expect(new Set([...sent, late].map(({ error }) => (error as { code: string }).code))).toEqual(
      new Set(['CLOSED']),
    )
    expect(pendingTimers()).toBe(0)
  })
})

describe('HttpClient: signed calls', () => {
  const sign = (request: HttpRequest, { venueTimeUs, nonce }: Stamp): HttpRequest => ({
    ...request,
    query: { ...request.query, time: venueTimeUs, nonce },
  })

  it('signs at the moment of sending, not of waiting for the budget', async () => {
    const { advance, http, venue, nowMs } = createHttpWorld({ budget: { count: 1, perMs: 500 } })
    const first = outcome(http.send(call({ sign })))
    const second = outcome(http.send(call({ sign })))
    await advance(2_000)
    expect([first.value, second.value]).toEqual(['{}', '{}'])
    const times = venue.requests.map(({ target }) =>
      Number(new URL(target, 'http://toy.test').searchParams.get('time')),
    )
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(500_000)
    expect(nowMs()).toBeGreaterThanOrEqual(2_000)
  })

  it('gives every attempt of an idempotent call a higher nonce, though the clock stands still', async () => {
    const stampTime = 5
    let last = 0
    const { advance, http, venue } = createHttpWorld(
      {},
      { stamp: () => ({ venueTimeUs: stampTime, nonce: ++last }), retryBaseMs: 1 },
    )
    venue.answer = () => (venue.requests.length < 3 ? toyAnswer(503, '') : toyAnswer(200, '{}'))
    const sent = outcome(http.send(call({ sign })))
    await advance(1_000)
    expect(sent.value).toBe('{}')
    const nonces = venue.requests.map(({ target }) =>
      new URL(target, 'http://toy.test').searchParams.get('nonce'),
    )
    expect(nonces).toEqual(['1', '2', '3'])
  })

  it('hands refusals of every status to a call that reads them, and heeds their stop orders', async () => {
    const { advance, http, venue } = createHttpWorld()
    venue.answer = () => toyAnswer(venue.requests.length === 1 ? 429 : 200, '{}')
    const refusal = ({ status }: HttpResponse): VenueError | undefined =>
      status === 200
        ? undefined
        : new VenueError('RATE_LIMITED', 'Too fast', { retryAfterMs: 3_000 })
    const parse = ({ status }: HttpResponse): string => `status ${status}`
    const sent = outcome(http.send({ ...call({ isIdempotent: false }), parse, refusal }))
    await advance(500)
    expect(sent.value).toBe('status 429')
    const next = outcome(http.send(call()))
    await advance(2_000)
    expect(next).toEqual({})
    await advance(1_000)
    expect(next.value).toBe('{}')
  })
})

describe('HttpClient: the waterfall', () => {
  it('counts an order as signed and written, and no request that a frame causes', async () => {
    const world = createWorld()
    world.listen('http://toy.test', new ToyVenue(world.nowMs))
    const waterfall = createWaterfall({ ...world.ports, metrics: createMetrics(), everyFrames: 1 })
    const driver = toyDriver([], [{ id: 'main', budget: { count: 10, perMs: 1_000 } }])
    const ports = { ...world.ports, waterfall }
    const http = new HttpClient({ driver, environment: 'production', ports })
    const steps = () => waterfall.steps().map(({ step, count }) => [step, count])
    waterfall.frame()
    waterfall.mark('decoded')
    // As a book does that finds a gap.
    const snapshot = http.send(call())
    waterfall.end()
    expect(steps()).toEqual([['decoded', 1]])
    waterfall.turn()
    const order = http.send(call(), { waterfall })
    waterfall.end()
    expect(steps().slice(1)).toEqual([
      ['signed', 1],
      ['written', 1],
    ])
    await world.advance(100)
    await Promise.all([snapshot, order])
  })
})
