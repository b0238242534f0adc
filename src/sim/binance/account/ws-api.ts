import type { HttpResponse } from '../../../core/index.ts'
import type { HostConnection } from '../../../runtime/virtual/host.ts'
import { privateStream } from '../../account/account-log.ts'
import { deskReply } from '../../account/desk-reply.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { FoundKey, SimAccounts } from '../../account/sim-accounts.ts'
import { ConnectionGuard, type ConnectionRules } from '../../connection-guard.ts'
import type { SimPeer } from '../../fault-link.ts'
import { type Dialect, jsonResponse, respond } from '../../venue-host.ts'
import type { BinanceState } from '../binance-state.ts'
import { failureResponse, RestRefusal } from '../rest-error.ts'
import { msOf } from './order-rows.ts'
import { checkTime, findKey, notPermitted } from './private-call.ts'
import type { PrivateRest } from './private-rest.ts'
import { type AccountProduct, badParameter } from './refusals.ts'
import { isSignedBy } from './sign.ts'
import { spotFrame } from './spot-frames.ts'

/** Methods about orders, and the endpoints that do the same over REST. */
const METHODS: Readonly<Record<AccountProduct, ReadonlyMap<string, string>>> = {
  spot: new Map([
    ['order.place', 'POST /api/v3/order'],
    ['order.cancel', 'DELETE /api/v3/order'],
    ['order.amend.keepPriority', 'PUT /api/v3/order/amend/keepPriority'],
  ]),
  usdm: new Map([
    ['order.place', 'POST /fapi/v1/order'],
    ['order.modify', 'PUT /fapi/v1/order'],
    ['order.cancel', 'DELETE /fapi/v1/order'],
    ['algoOrder.place', 'POST /fapi/v1/algoOrder'],
    ['algoOrder.cancel', 'DELETE /fapi/v1/algoOrder'],
  ]),
}

/** What a WebSocket API is made of. */
export interface WsApiParts {
  /** What the hosts share. */
  readonly state: BinanceState
  /** Who trades. */
  readonly accounts: SimAccounts
  /** What orders go through. */
  readonly rest: PrivateRest
  /** Which product line. */
  readonly product: AccountProduct
  /** Its path. */
  readonly path: string
  /** The rules of its connections. */
  readonly rules: ConnectionRules
}

interface Request {
  readonly id?: unknown
  readonly method?: unknown
  readonly params?: unknown
}

/** A WebSocket API: orders, each signed; on spot user data too, by subscriptions that are signed one by one. Dossier section 8. */
export function wsApiHost(parts: WsApiParts): Dialect {
  return {
    accept: (target, _headers, peer) =>
      target.split('?', 1)[0] === parts.path ? new WsApiSession(parts, peer) : { refuse: 404 },
    request: () => respond(jsonResponse(404, {})),
    failure: (status) => jsonResponse(status, {}),
  }
}

class WsApiSession implements HostConnection {
  readonly #parts: WsApiParts
  readonly #state: BinanceState
  readonly #peer: SimPeer
  readonly #guard: ConnectionGuard
  readonly #stopShutdown: () => void
  readonly #subscribed = new Map<SimAccount, () => void>()
  #nextSubscription = 0

  constructor(parts: WsApiParts, peer: SimPeer) {
    const { state, rules } = parts
    this.#parts = parts
    this.#state = state
    this.#peer = peer
    this.#guard = new ConnectionGuard(peer, state.ports, rules, () => peer.close(1008, ''))
    this.#stopShutdown = state.onShutdown(() => {
      const event = { e: 'serverShutdown', E: this.#nowMs() }
      peer.control(JSON.stringify({ event }))
    })
  }

  onMessage(data: Uint8Array): void {
    if (!this.#guard.inbound()) return
    let request: Request
    try {
      request = JSON.parse(new TextDecoder().decode(data)) as Request
    } catch {
      return this.#say(null, 400, { error: { code: -1135, msg: 'Invalid JSON Request' } })
    }
    try {
      const endpoint = METHODS[this.#parts.product].get(String(request.method))
      if (endpoint !== undefined) this.#trade(request, endpoint)
      else this.#say(request.id, 200, { result: this.#answer(request) })
    } catch (error) {
      if (!(error instanceof RestRefusal)) throw error
      this.#say(request.id, error.status, { error: { code: error.venueCode, msg: error.message } })
    }
  }

  onPingPong(): void {
    this.#guard.pong()
  }

  onClose(): void {
    this.#guard.stop()
    this.#stopShutdown()
    this.#unsubscribe()
  }

  #answer({ method, params }: Request): unknown {
    switch (method) {
      case 'ping':
        return {}
      case 'time':
        return { serverTime: this.#nowMs() }
      case 'userDataStream.subscribe.signature':
        if (this.#parts.product !== 'spot') throw new RestRefusal(-1000, 'Invalid request.')
        return this.#subscribe(params)
      case 'userDataStream.unsubscribe':
        this.#unsubscribe()
        return {}
      default:
        throw new RestRefusal(-1000, 'Invalid request.')
    }
  }

  #trade({ id, method, params }: Request, endpoint: string): void {
    const { product, rest, state } = this.#parts
    const { account, apiKey, fields } = this.#signed(params)
    if (!(apiKey.permissions?.includes('trade') ?? true)) throw notPermitted()
    const { market, ports } = state
    const all = new URLSearchParams([...fields])
    const call = { account, product, market, params: all, nowMs: this.#nowMs() }
    const from = { host: `${product}-ws-api`, name: String(method) }
    const text = (response: HttpResponse, retryAfterMs?: number): string =>
      this.#text(id, response.status, bodyOf(response, this.#nowMs(), retryAfterMs))
    deskReply(
      rest.overSocket(call, endpoint, from),
      { peer: this.#peer, timers: ports.timers },
      {
        write: (response) => text(response),
        failure: (status, retryAfterSeconds = 30) =>
          text(failureResponse(status, retryAfterSeconds), retryAfterSeconds * 1000),
      },
    )
  }

  /** Signed is the text of all parameters but the signature, in the order of their names. */
  #signed(params: unknown): FoundKey & { readonly fields: ReadonlyMap<string, string> } {
    const given = typeof params === 'object' && params !== null ? Object.entries(params) : []
    const fields = new Map(given.map(([name, value]) => [name, String(value)]))
    const found = findKey(this.#parts.accounts, fields.get('apiKey'))
    const signature = fields.get('signature')
    if (signature === undefined) throw badParameter('signature')
    const payload = [...fields]
      .filter(([name]) => name !== 'signature')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join('&')
    if (!isSignedBy(found.apiKey.secret, payload, signature))
      throw new RestRefusal(-1022, 'Signature for this request is not valid.')
    checkTime(fields.get('timestamp') ?? null, fields.get('recvWindow') ?? null, this.#nowMs())
    return { ...found, fields }
  }

  #subscribe(params: unknown): unknown {
    const { account } = this.#signed(params)
    if (this.#subscribed.has(account))
      throw new RestRefusal(-2035, 'User Data Stream subscription already active.')
    return { subscriptionId: this.#listen(account) }
  }

  #listen(account: SimAccount): number {
    const subscriptionId = this.#nextSubscription++
    const stop = account.listen((told) => {
      const event = spotFrame(told)
      if (event === undefined) return
      this.#peer.data(JSON.stringify({ subscriptionId, event }), privateStream(told))
    })
    this.#subscribed.set(account, stop)
    return subscriptionId
  }

  #unsubscribe(): void {
    for (const stop of this.#subscribed.values()) stop()
    this.#subscribed.clear()
  }

  #say(id: unknown, status: number, body: object): void {
    this.#peer.control(this.#text(id, status, body))
  }

  #text(id: unknown, status: number, body: object): string {
    return JSON.stringify({ id: id ?? null, status, ...body, rateLimits: [] })
  }

  #nowMs(): number {
    return msOf(this.#state.clock.nowUs())
  }
}

/** What REST says in its body, and in the header that says when to come back. */
function bodyOf({ status, body }: HttpResponse, nowMs: number, retryAfterMs = 0): object {
  const isJson = body[0] === 0x7b || body[0] === 0x5b
  const value: unknown = isJson ? JSON.parse(new TextDecoder().decode(body)) : {}
  if (status === 200) return { result: value }
  const isStop = status === 429 || status === 418
  const data = { serverTime: nowMs, retryAfter: nowMs + retryAfterMs }
  return { error: { ...(value as object), ...(isStop ? { data } : {}) } }
}
