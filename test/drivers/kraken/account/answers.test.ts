import { beforeAll, describe, expect, test } from 'vitest'
import {
  type AccountProtocol,
  Decimal,
  type OrderEvent,
  type VenueRequest,
  venueOrderId,
} from '../../../../src/core/index.ts'
import { answer, ID, NOW_US, open, PERPETUAL, place, SPOT } from './support.ts'

let protocol: AccountProtocol
beforeAll(async () => {
  protocol = await open()
})

const id = venueOrderId('OUF4EM-FRGI2-MQMWZD')
const uuid = 'c8a35168-8d52-4609-944f-3f32bb0d5c77'
const cancel: VenueRequest = { ...place(SPOT), type: 'cancel', request: 3, venueOrderId: id }
const amend: VenueRequest = {
  ...place(SPOT),
  type: 'amend',
  request: 2,
  venueOrderId: id,
  price: new Decimal(1),
  quantity: new Decimal(1),
}
const onFutures = <T extends VenueRequest>(request: T): T => ({
  ...request,
  terms: place(PERPETUAL).terms,
})

const read = (request: VenueRequest, body: unknown, status = 200): readonly OrderEvent[] =>
  protocol.orders.call(request).parse(answer(body, status), NOW_US)

const head = { order: { clientOrderId: ID }, timeUs: NOW_US }

describe('an answer of spot', () => {
  test.each<[string, VenueRequest, unknown, object]>([
    [
      'placed',
      place(SPOT),
      { error: [], result: { descr: { order: 'buy' }, txid: ['OUF4EM-FRGI2-MQMWZD'] } },
      { type: 'acknowledged', ...head, venueOrderId: id },
    ],
    [
      'placed, with a warning',
      place(SPOT),
      { error: ['WGeneral:Danger'], result: { txid: ['OUF4EM-FRGI2-MQMWZD'] } },
      { type: 'acknowledged', ...head, venueOrderId: id },
    ],
    [
      'amended',
      amend,
      { error: [], result: { amend_id: 'TA1' } },
      { type: 'amended', ...head, request: 2 },
    ],
    ['cancelled', cancel, { error: [], result: { count: 1 } }, { type: 'cancelled', ...head }],
    [
      'to be cancelled',
      cancel,
      { error: [], result: { count: 1, pending: true } },
      { type: 'cancelUnknown', ...head, request: 3, cause: 'unreadable' },
    ],
    [
      'not cancelled',
      cancel,
      { error: [], result: { count: 0 } },
      { type: 'cancelUnknown', ...head, request: 3, cause: 'unreadable' },
    ],
  ])('that says %s is told as that', (_name, request, body, event) => {
    expect(read(request, body)).toEqual([event])
  })

  // Each text of the dossier, with what it says of a placing, an amend and a cancel.
  const rejected = 'rejected amendRejected cancelRejected'
  const unknown = 'outcomeUnknown amendUnknown cancelUnknown'
  const gone = 'outcomeUnknown amendRejected cancelRejected'
  test.each([
    ['EAPI:Rate limit exceeded', rejected],
    ['EOrder:Rate limit exceeded', rejected],
    ['EOrder:Domain rate limit exceeded', rejected],
    ['EGeneral:Temporary lockout', rejected],
    ['EAPI:Invalid key', rejected],
    ['EAPI:Invalid signature', rejected],
    ['EAPI:Invalid nonce', rejected],
    ['EGeneral:Permission denied', rejected],
    ['EOrder:Insufficient funds', rejected],
    ['EOrder:Insufficient margin', rejected],
    ['EOrder:Invalid price', rejected],
    ['EOrder:Order minimum not met', rejected],
    ['EOrder:Cost minimum not met', rejected],
    ['EOrder:Tick size check failed', rejected],
    ['EOrder:Post only order', rejected],
    ['EOrder:Orders limit exceeded', rejected],
    ['EGeneral:Invalid arguments:volume', rejected],
    ['EQuery:Unknown asset pair', rejected],
    ['EService:Market in cancel_only mode', rejected],
    ['EService:Deadline elapsed', rejected],
    ['EOrder:Unknown order', gone],
    ['EOrder:Invalid order', gone],
    ['EService:Unavailable', unknown],
    ['EService:Busy', unknown],
    ['EService:Timeout', unknown],
    ['EGeneral:Internal error', unknown],
    ['EDatabase:Internal error', unknown],
    ['EGeneral:Too many requests', unknown],
    ['EService:Throttled: 1763683260', unknown],
    ['EGeneral:Invalid arguments:cl_ord_id', unknown],
    ['EOrder:A text of tomorrow', unknown],
  ])('that refuses with %s is worth %s', (text, expected) => {
    const types = [place(SPOT), amend, cancel].map((request) => {
      const [event] = read(request, { error: [text] })
      return event?.type
    })
    expect(types.join(' ')).toBe(expected)
  })

  test('keeps the venue’s words in a rejection', () => {
    expect(read(place(SPOT), { error: ['EOrder:Insufficient funds'] })).toEqual([
      {
        type: 'rejected',
        ...head,
        code: 'EOrder:Insufficient funds',
        text: 'EOrder:Insufficient funds',
        reason: 'INSUFFICIENT_FUNDS',
      },
    ])
  })

  test.each<[string, unknown, number, string]>([
    ['a gateway’s page', '<html>502</html>', 502, 'serverError'],
    ['a refusal behind a 5xx', { error: ['EOrder:Insufficient funds'] }, 503, 'serverError'],
    ['too many requests', '<html>', 429, 'rateLimited'],
    ['nothing', '', 200, 'unreadable'],
    ['no result', { error: [] }, 200, 'unreadable'],
    ['no id', { error: [], result: { txid: [] } }, 200, 'unreadable'],
    ['a result of another kind', { error: [], result: 7 }, 200, 'unreadable'],
    ['a bare list', [], 200, 'unreadable'],
  ])('that is %s leaves the order unknown', (_name, body, status, cause) => {
    expect(read(place(SPOT), body, status)).toEqual([{ type: 'outcomeUnknown', ...head, cause }])
  })

  test('stops what is sent where the key or the address is limited, and not for one pair', () => {
    const { refusal } = protocol.orders.call(place(SPOT))
    const code = (text: string, status = 200) => refusal?.(answer({ error: [text] }, status))?.code
    expect(code('EAPI:Rate limit exceeded')).toBe('RATE_LIMITED')
    expect(code('EGeneral:Temporary lockout')).toBe('BANNED')
    expect(code('', 429)).toBe('RATE_LIMITED')
    expect(code('EOrder:Rate limit exceeded')).toBeUndefined()
    expect(code('EOrder:Insufficient funds')).toBeUndefined()
    expect(refusal?.(answer({ error: [], result: { txid: ['O'] } }))).toBeUndefined()
  })

  test('to a batch has a row for each order', () => {
    const requests = [place(SPOT), place(SPOT), place(SPOT)]
    const parse = (body: unknown) => protocol.orders.batch!(requests).parse(answer(body), NOW_US)
    const rows = [{ txid: 'O1' }, { error: 'EOrder:Invalid price' }, { error: ['EService:Busy'] }]
    expect(parse({ error: [], result: { orders: rows } }).map(({ type }) => type)).toEqual([
      'acknowledged',
      'rejected',
      'outcomeUnknown',
    ])
    expect(parse({ error: [], result: { orders: rows.slice(1) } }).map(({ type }) => type)).toEqual(
      ['outcomeUnknown', 'outcomeUnknown', 'outcomeUnknown'],
    )
    expect(parse({ error: ['EAPI:Invalid key'] }).map(({ type }) => type)).toEqual([
      'rejected',
      'rejected',
      'rejected',
    ])
  })

  test('to cancels together counts: all of them, or nobody can say which', () => {
    const parse = (count: number) =>
      protocol.orders.batch!([cancel, cancel])
        .parse(answer({ error: [], result: { count } }), NOW_US)
        .map(({ type }) => type)
    expect(parse(2)).toEqual(['cancelled', 'cancelled'])
    expect(parse(1)).toEqual(['cancelUnknown', 'cancelUnknown'])
  })
})

describe('an answer of derivatives', () => {
  const success = (key: string, status: object) => ({ result: 'success', [key]: status })

  test.each<[string, VenueRequest, object, object[]]>([
    [
      'placed',
      onFutures(place(SPOT)),
      success('sendStatus', {
        order_id: uuid,
        status: 'placed',
        receivedTime: '2026-01-01T00:00:00.001Z',
      }),
      [{ type: 'acknowledged', venueOrderId: uuid, venueTimeUs: 1_767_225_600_001_000 }],
    ],
    [
      'edited',
      onFutures(amend),
      success('editStatus', { status: 'edited', orderId: uuid }),
      [{ type: 'amended', request: 2 }],
    ],
    [
      'cancelled',
      onFutures(cancel),
      success('cancelStatus', { status: 'cancelled', order_id: uuid }),
      [{ type: 'cancelled' }],
    ],
    [
      'a rejection in a success',
      onFutures(place(SPOT)),
      success('sendStatus', { status: 'insufficientAvailableFunds', orderEvents: [] }),
      [{ type: 'rejected', code: 'insufficientAvailableFunds' }],
    ],
    [
      'an ioc order that found nothing',
      onFutures(place(SPOT)),
      success('sendStatus', { status: 'iocWouldNotExecute' }),
      [{ type: 'expired' }],
    ],
    [
      'an id that was used before',
      onFutures(place(SPOT)),
      success('sendStatus', { status: 'clientOrderIdAlreadyExist' }),
      [{ type: 'outcomeUnknown', cause: 'serverError' }],
    ],
    [
      'an order that is gone',
      onFutures(cancel),
      success('cancelStatus', { status: 'notFound' }),
      [{ type: 'cancelRejected', request: 3, code: 'notFound' }],
    ],
    [
      'an order that was filled',
      onFutures(cancel),
      success('cancelStatus', { status: 'filled' }),
      [{ type: 'cancelRejected', request: 3, code: 'filled' }],
    ],
    [
      'no order to edit',
      onFutures(amend),
      success('editStatus', { status: 'orderForEditNotFound' }),
      [{ type: 'amendRejected', request: 2 }],
    ],
    [
      'a wrong key',
      onFutures(place(SPOT)),
      { result: 'error', error: 'authenticationError' },
      [{ type: 'rejected', code: 'authenticationError' }],
    ],
    [
      'an unavailable service',
      onFutures(place(SPOT)),
      { result: 'error', error: 'unavailable' },
      [{ type: 'outcomeUnknown', cause: 'serverError' }],
    ],
    [
      'too many calls',
      onFutures(place(SPOT)),
      { result: 'error', error: 'apiLimitExceeded' },
      [{ type: 'rejected', code: 'apiLimitExceeded' }],
    ],
    [
      'a status of tomorrow',
      onFutures(place(SPOT)),
      success('sendStatus', { status: 'odd' }),
      [{ type: 'outcomeUnknown' }],
    ],
    [
      'no status',
      onFutures(place(SPOT)),
      { result: 'success' },
      [{ type: 'outcomeUnknown', cause: 'unreadable' }],
    ],
  ])('that says %s is told as that', (_name, request, body, events) => {
    expect(read(request, body)).toMatchObject(events)
  })

  test('says what was executed at once, and that the rest of an order at market is gone', () => {
    const request = onFutures(place(SPOT))
    const market: VenueRequest = { ...request, terms: { ...request.terms, type: 'market' } }
    const executed = (amount: number) => ({ type: 'EXECUTION', executionId: 'e', price: 1, amount })
    const told = (of: VenueRequest, ...orderEvents: object[]) =>
      read(of, success('sendStatus', { order_id: uuid, status: 'placed', orderEvents })).map(
        (event) =>
          'filledQuantity' in event
            ? `${event.type} ${event.filledQuantity?.toFixed()}`
            : event.type,
      )
    expect(told(market, executed(0.25), executed(0.125))).toEqual(['acknowledged 0.375', 'expired'])
    expect(told(market, executed(0.25), executed(0.25))).toEqual(['acknowledged 0.5'])
    expect(told(request, executed(0.25), { type: 'PLACE' })).toEqual(['acknowledged 0.25'])
    expect(told(market)).toEqual(['acknowledged'])
  })

  test('to a batch is read by tag and by id, in whatever order', () => {
    const requests = [onFutures(place(SPOT)), onFutures(cancel), onFutures(amend)]
    const batchStatus = [
      { status: 'cancelled', order_id: id },
      { status: 'placed', order_id: uuid, order_tag: '0' },
    ]
    const events = protocol.orders.batch!(requests).parse(
      answer({ result: 'success', batchStatus }),
      NOW_US,
    )
    expect(events.map(({ type }) => type)).toEqual(['acknowledged', 'cancelled', 'amendUnknown'])
  })
})

test.each([
  ['spot', SPOT, 'EAPI:Invalid nonce', 'EAPI:Invalid key'],
  ['derivatives', PERPETUAL, 'nonceBelowThreshold', 'authenticationError'],
  ['derivatives', PERPETUAL, 'nonceDuplicate', 'apiLimitExceeded'],
] as const)('a request of %s that another one overtook goes again, and no other', (...row) => {
  const [, instrument, overtaken, other] = row
  const { terms } = place(instrument)
  const { call, batch } = protocol.orders
  const requests: VenueRequest[] = [place(instrument), { ...amend, terms }, { ...cancel, terms }]
  const calls = [
    ...requests.map((request) => call(request)),
    batch!([place(instrument), place(instrument)]),
    batch!([
      { ...cancel, terms },
      { ...cancel, terms },
    ]),
  ]
  const refused = (error: string) =>
    calls.map(({ isOvertaken }) => isOvertaken?.(answer({ result: 'error', error: [error] })))
  expect(refused(overtaken)).toEqual(calls.map(() => true))
  expect(refused(other)).toEqual(calls.map(() => false))
})
