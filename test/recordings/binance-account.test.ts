import { expect, test } from 'vitest'
import {
  type AccountEvent,
  type AccountProtocol,
  accountId,
  clientOrderId,
  Decimal,
  type ExchangeDriver,
  type Instrument,
  type InstrumentTable,
  type Market,
  type OrderTerms,
  type RestCall,
  Secret,
  venueOrderId,
} from '../../src/core/index.ts'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'
import { loadDriver } from '../../src/drivers/registry.ts'
import {
  exchangesOf,
  messagesOf,
  type RecordedExchange,
  restFilesOf,
  venueFolders,
} from './folder.ts'

const VENUE = 'binance'
const isThere = venueFolders().includes(VENUE)
const MAIN = accountId('main')

async function open(): Promise<{ driver: ExchangeDriver; protocol: AccountProtocol }> {
  const driver = await loadDriver(VENUE)
  const protocol = await driver.account?.({
    account: MAIN,
    credentials: { key: 'key', secret: new Secret('secret') },
  })
  if (protocol === undefined) throw new Error('no account')
  return { driver, protocol }
}

const tableOf = (driver: ExchangeDriver): InstrumentTable =>
  createInstrumentTable({ infer: (market, symbol) => driver.inferInstrument(market, symbol) })

/** Messages whose numbers a template has yet to fill in: no JSON. */
const isTemplate = (raw: string): boolean => /:\|\d\||: \|\d\|/.test(raw)

test.runIf(isThere)(
  'every recorded private message has an outcome, and none is a fault',
  async () => {
    const { driver, protocol } = await open()
    const faults: string[] = []
    const counts: Record<string, number> = {}
    for (const message of messagesOf(VENUE)) {
      const isWanted = message.private === true && message.dir === 'in' && message.b64 !== true
      if (!isWanted || isTemplate(message.raw)) continue
      const endpoint = message.market === 'spot' ? 'spot-account' : 'usdm-account'
      const decoder = protocol.createDecoder(tableOf(driver), endpoint)
      const events: AccountEvent[] = []
      const bytes = Buffer.from(message.raw)
      const outcome = decoder.decode(bytes, 1, (event) => events.push(event))
      const found = outcome === 'event' ? events.map(({ type }) => type).join('+') : outcome
      counts[found] = (counts[found] ?? 0) + 1
      if (outcome === 'fault') faults.push(`${message.name}: ${decoder.fault?.message ?? ''}`)
      if (outcome === 'control') protocol.session.readControl(bytes, endpoint)
      const isOfOrder = /"e"\s*:\s*"(?:executionReport|ORDER_TRADE_UPDATE)"/.test(message.raw)
      if (isOfOrder) expect([message.name, outcome]).not.toEqual([message.name, 'control'])
    }
    console.log(JSON.stringify({ venue: VENUE, private: counts }))
    expect(faults).toEqual([])
    expect(counts['fill']).toBeGreaterThan(5)
  },
)

interface Reader {
  readonly path: RegExp
  readonly market: Market
  readonly call: (protocol: AccountProtocol, instrument: Instrument) => RestCall<unknown>
}

const ID = clientOrderId(1, 1)
const termsOf = (instrument: Instrument, isStop = false): OrderTerms => ({
  account: MAIN,
  instrument,
  side: 'buy',
  type: isStop ? 'stopMarket' : 'limit',
  quantity: new Decimal(1),
  ...(isStop ? { triggerPrice: new Decimal(1) } : { price: new Decimal(1) }),
  timeInForce: 'gtc',
  postOnly: false,
  reduceOnly: false,
})
const base = (instrument: Instrument, isStop = false) => ({
  clientOrderId: ID,
  request: 1,
  terms: termsOf(instrument, isStop),
  deadlineUs: 1,
})
const place =
  (isStop = false): Reader['call'] =>
  ({ orders }, instrument) =>
    orders.call({ ...base(instrument, isStop), type: 'place' })
const cancel =
  (isStop = false): Reader['call'] =>
  ({ orders }, instrument) =>
    orders.call({ ...base(instrument, isStop), type: 'cancel', venueOrderId: undefined })
const amend: Reader['call'] = ({ orders }, instrument) =>
  orders.call({
    ...base(instrument),
    type: 'amend',
    venueOrderId: venueOrderId('1'),
    price: new Decimal(1),
    quantity: new Decimal(1),
  })
const openOrders: Reader['call'] = ({ queries }, instrument) => {
  const call = queries.openOrders(instrument)
  // On USDⓈ-M the ordinary orders are the second page.
  return call.next?.({ status: 200, headers: {}, body: Buffer.from('[]') }) ?? call
}

const READERS: readonly Reader[] = [
  { path: /^POST \/api\/v3\/order$/, market: 'spot', call: place() },
  { path: /^DELETE \/api\/v3\/order$/, market: 'spot', call: cancel() },
  { path: /^PUT \/api\/v3\/order\/amend\/keepPriority$/, market: 'spot', call: amend },
  {
    path: /^GET \/api\/v3\/order$/,
    market: 'spot',
    call: ({ queries }, instrument) => queries.order({ clientOrderId: ID, instrument }),
  },
  { path: /^GET \/api\/v3\/openOrders$/, market: 'spot', call: openOrders },
  {
    path: /^GET \/api\/v3\/allOrders$/,
    market: 'spot',
    call: ({ queries }, instrument) => queries.history(instrument, 0),
  },
  {
    path: /^GET \/api\/v3\/myTrades$/,
    market: 'spot',
    call: ({ queries }, instrument) => queries.fills(instrument, 0),
  },
  {
    path: /^GET \/api\/v3\/account$/,
    market: 'spot',
    call: ({ queries }) => queries.balances('spot'),
  },
  { path: /^POST \/fapi\/v1\/order$/, market: 'futures', call: place() },
  { path: /^DELETE \/fapi\/v1\/order$/, market: 'futures', call: cancel() },
  { path: /^PUT \/fapi\/v1\/order$/, market: 'futures', call: amend },
  { path: /^POST \/fapi\/v1\/algoOrder$/, market: 'futures', call: place(true) },
  { path: /^DELETE \/fapi\/v1\/algoOrder$/, market: 'futures', call: cancel(true) },
  {
    path: /^GET \/fapi\/v1\/algoOrder$/,
    market: 'futures',
    call: ({ queries }, instrument) =>
      queries.order({ clientOrderId: ID, venueOrderId: venueOrderId('algo-1'), instrument }),
  },
  {
    path: /^GET \/fapi\/v1\/openAlgoOrders$/,
    market: 'futures',
    call: ({ queries }, instrument) => queries.openOrders(instrument),
  },
  {
    path: /^GET \/fapi\/v1\/order$/,
    market: 'futures',
    call: ({ queries }, instrument) => queries.order({ clientOrderId: ID, instrument }),
  },
  { path: /^GET \/fapi\/v1\/openOrders$/, market: 'futures', call: openOrders },
  {
    path: /^GET \/fapi\/v1\/userTrades$/,
    market: 'futures',
    call: ({ queries }, instrument) => queries.fills(instrument, 0),
  },
  {
    path: /^GET \/fapi\/v3\/balance$/,
    market: 'futures',
    call: ({ queries }) => queries.balances('usdm'),
  },
  {
    path: /^GET \/fapi\/v3\/positionRisk$/,
    market: 'futures',
    call: ({ queries }) => queries.positions?.('usdm')[0] ?? queries.balances('usdm'),
  },
]

function readerOf({ method, path }: RecordedExchange): Reader | undefined {
  return READERS.find((reader) => reader.path.test(`${method ?? ''} ${path ?? ''}`))
}

test.runIf(isThere)(
  'every recorded answer to an order or a question about the account is read',
  async () => {
    const { driver, protocol } = await open()
    const read: Record<string, number> = {}
    for (const file of restFilesOf(VENUE).filter((name) => !/^(depth|instruments)-/.test(name))) {
      for (const exchange of exchangesOf(VENUE, file)) {
        const reader = readerOf(exchange)
        const isReal = exchange.body.trim().length > 4
        if (reader === undefined || !isReal) continue
        const instrument = driver.inferInstrument(reader.market, 'BTCUSDT')
        if (instrument === undefined) throw new Error('no instrument')
        const response = { status: 200, headers: {}, body: Buffer.from(exchange.body) }
        const shown = JSON.stringify(reader.call(protocol, instrument).parse(response, 1))
        const path = `${exchange.method ?? ''} ${exchange.path ?? ''}`
        expect([file, exchange.name, /(?:outcome|amend|cancel)Unknown/.test(shown)]).toEqual([
          file,
          exchange.name,
          false,
        ])
        read[path] = (read[path] ?? 0) + 1
      }
    }
    console.log(JSON.stringify({ venue: VENUE, answers: read }))
    expect(Object.keys(read).length).toBeGreaterThan(15)
  },
)
