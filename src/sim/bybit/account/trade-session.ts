import type { TimerHandle } from '../../../runtime/ports.ts'
import type { HostConnection } from '../../../runtime/virtual/host.ts'
import { deskReply } from '../../account/desk-reply.ts'
import type { FoundKey } from '../../account/sim-accounts.ts'
import type { SimPeer } from '../../fault-link.ts'
import { repeat } from '../../sim-ports.ts'
import { RestRefusal } from '../rest-error.ts'
import { timeMs } from '../wire-text.ts'
import { checkTime, loginRefusal, USUAL_WINDOW_MS } from './doorkeeper.ts'
import { ORDER_ENDPOINTS, resultOf, runOrders } from './order-endpoints.ts'
import type { PrivateParts } from './private-parts.ts'
import { type BodyObject, INVALID, readBody, textAt } from './request-body.ts'

const IDLE_CHECK_MS = 30_000
const MOST_ID_CHARACTERS = 36

/** What a message asks for, by its `op`: the endpoint that does the same over REST. */
const PATHS: ReadonlyMap<string, string> = new Map([
  ['order.create', '/v5/order/create'],
  ['order.amend', '/v5/order/amend'],
  ['order.cancel', '/v5/order/cancel'],
  ['order.create-batch', '/v5/order/create-batch'],
  ['order.amend-batch', '/v5/order/amend-batch'],
  ['order.cancel-batch', '/v5/order/cancel-batch'],
])

/** What every answer has. */
interface Reply {
  readonly retCode: number
  readonly retMsg: string
  readonly result?: object
  readonly retExtInfo?: object
}

/** One connection that takes orders: a login, then requests that are not signed but timed. Dossier section 8. */
export class TradeSession implements HostConnection {
  readonly #parts: PrivateParts
  readonly #peer: SimPeer
  readonly #connId: string
  readonly #idle: TimerHandle
  readonly #ids = new Set<string>()
  #found: FoundKey | undefined
  #passedUs: number

  /** Starts the session. */
  constructor(parts: PrivateParts, peer: SimPeer, connId: string) {
    this.#parts = parts
    this.#peer = peer
    this.#connId = connId
    const { state, limits } = parts
    this.#passedUs = state.clock.nowUs()
    this.#idle = repeat(state.ports.timers, IDLE_CHECK_MS, () => {
      const silentMs = (state.clock.nowUs() - this.#passedUs) / 1000
      if (silentMs >= limits.idleMs) peer.close(1000, 'idle')
    })
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    this.#passedUs = this.#parts.state.clock.nowUs()
    let message: BodyObject = {}
    try {
      message = readBody(new TextDecoder().decode(data))
      this.#take(message)
    } catch (error) {
      if (!(error instanceof RestRefusal)) throw error
      this.#refuse(message, error)
    }
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    // Protocol frames are answered, and are no keep-alive to the venue.
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    this.#idle.cancel()
  }

  #take(message: BodyObject): void {
    const op = textAt(message, 'op') ?? ''
    if (op === 'auth') return this.#login(message)
    if (op === 'ping') {
      const data = [String(this.#nowMs())]
      return this.#peer.control(this.#text({ op: 'pong' }, { retCode: 0, retMsg: 'OK' }, { data }))
    }
    const path = PATHS.get(op)
    const endpoint = ORDER_ENDPOINTS.get(path ?? '')
    if (path === undefined || endpoint === undefined)
      throw new RestRefusal('10404', 'op or category is not correct')
    if (this.#found === undefined)
      throw new RestRefusal('10004', 'the connection is not authorized')
    this.#checkId(message)
    this.#checkTime(message)
    const body = onlyArgument(message)
    const from = { host: 'ws', name: op }
    const found = this.#found
    const reply = runOrders(this.#parts, { found, path, endpoint, body, from })
    const { timers } = this.#parts.state.ports
    deskReply(
      reply.plan,
      { peer: this.#peer, timers },
      {
        write: (results) => this.#text(message, resultOf(results, reply), {}, reply.headers),
        failure: (status) => this.#text(message, failureOf(status)),
        maintenance: () =>
          this.#text(message, { retCode: 10019, retMsg: 'ws trade service is restarting' }),
      },
    )
  }

  #login(message: BodyObject): void {
    const { args } = message
    const texts = Array.isArray(args) ? args.map(String) : []
    if (texts.length !== 3) throw new RestRefusal(INVALID, 'Request parameter error.')
    if (this.#found !== undefined) throw new RestRefusal('20001', 'Repeat auth')
    const refusal = loginRefusal(this.#parts.accounts, texts, this.#nowMs())
    if (refusal !== undefined) throw new RestRefusal('10004', refusal)
    this.#found = this.#parts.accounts.byKey(texts[0] ?? '')
    this.#peer.control(this.#text(message, { retCode: 0, retMsg: 'OK' }))
  }

  #checkId(message: BodyObject): void {
    const id = textAt(message, 'reqId')
    if (id === undefined) return
    if (id.length > MOST_ID_CHARACTERS) throw new RestRefusal(INVALID, 'reqId is too long')
    if (this.#ids.has(id)) throw new RestRefusal('20006', 'duplicate reqId')
    this.#ids.add(id)
  }

  #checkTime({ header }: BodyObject): void {
    const texts: BodyObject = typeof header === 'object' && header !== null ? { ...header } : {}
    const timestamp = textAt(texts, 'X-BAPI-TIMESTAMP') ?? ''
    checkTime(timestamp, textAt(texts, 'X-BAPI-RECV-WINDOW') ?? USUAL_WINDOW_MS, this.#nowMs())
  }

  #refuse(message: BodyObject, { venueCode, message: retMsg, headers }: RestRefusal): void {
    const retCode = Number(venueCode)
    this.#peer.control(this.#text(message, { retCode, retMsg }, {}, headers))
  }

  #text(
    { reqId, op }: BodyObject,
    { retCode, retMsg, result = {}, retExtInfo = {} }: Reply,
    over: object = {},
    limits: Readonly<Record<string, string>> = {},
  ): string {
    const named = typeof reqId === 'string' ? { reqId } : {}
    const isOrder = PATHS.has(String(op))
    const header = { ...headerNames(limits), Timenow: String(this.#nowMs()) }
    const more = isOrder ? { data: result, retExtInfo, header } : {}
    return JSON.stringify({ ...named, retCode, retMsg, op, ...more, ...over, connId: this.#connId })
  }

  #nowMs(): number {
    return timeMs(this.#parts.state.clock.nowUs())
  }
}

/** A request is about one object; a batch has its list inside. */
function onlyArgument({ args }: BodyObject): BodyObject {
  const [only, ...more] = Array.isArray(args) ? (args as readonly unknown[]) : []
  if (typeof only === 'object' && only !== null && more.length === 0) return { ...only }
  throw new RestRefusal(INVALID, 'params error: args has one object')
}

/** What REST says in headers is in the answer here, and written otherwise: `X-Bapi-Limit`. */
function headerNames(limits: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(limits).map(([name, value]) => [
      name.replaceAll(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()),
      value,
    ]),
  )
}

/** There is no status here: a failure has a code of its own. */
function failureOf(status: number): Reply {
  switch (status) {
    case 403:
      return { retCode: 10403, retMsg: 'exceed IP rate limit' }
    case 429:
      return { retCode: 10429, retMsg: 'System level frequency protection' }
    default:
      return { retCode: 10016, retMsg: 'Internal System Error.' }
  }
}
