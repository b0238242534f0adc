import {
  ConfigError,
  CrossbookError,
  type ErrorContext,
  type HttpRequest,
  type HttpResponse,
  type RestCall,
  type RestFacts,
  type Stamp,
  type VenueError,
} from '../core/index.ts'
import type { BudgetLane } from '../runtime/call-budget.ts'
import type { Waterfall } from '../runtime/latency-steps.ts'
import type { Counter, Histogram, Ports } from '../runtime/ports.ts'
import {
  type HttpClientOptions,
  type HttpClientTuning,
  resolveHttpClientTuning,
} from './http-client-options.ts'
import {
  callerError,
  readingError,
  type StopOrder,
  stopOrder,
  withRetryAfter,
} from './http-outcome.ts'
import { httpUrl } from './http-url.ts'
import { SharedBudget, type StopReach } from './shared-budget.ts'
import { localStamps } from './stamps.ts'
import { resolveUrls } from './urls.ts'
import { wait } from './wait.ts'
import { type ServiceBudget, WeightBudget } from './weight-budget.ts'

/** How often a call is sent again that another overtook: each time fewer are under way. */
const MOST_AGAIN = 3

/** Of what holds bans alone: calls weigh nothing there. */
const NO_LIMIT = { count: 1, perMs: 1 } as const

/** How one call is sent. */
export interface SendOptions {
  /** How urgent it is. @defaultValue `normal` */
  readonly lane?: BudgetLane
  /** Gives up when aborted; a call that was sent may have been carried out all the same. */
  readonly signal?: AbortSignal
  /** How long one exchange may take, in ms. @defaultValue the client's */
  readonly timeoutMs?: number
  /** Asked right before the request is signed: what it throws is thrown, and nothing was sent. */
  readonly guard?: () => void
  /** An order's: `signed` and `written` are marked in it. Other calls may be made while an event is timed, and are no step of it. */
  readonly waterfall?: Waterfall | undefined
}

interface Service {
  readonly facts: RestFacts
  readonly baseUrl: string
  readonly budget: SharedBudget
  readonly requests: Counter
  readonly retries: Counter
  readonly failures: Counter
  readonly weight: Counter
  readonly latencyUs: Histogram
  /** Stop orders in a row that named no time. */
  stops: number
}

/**
 * Sends a driver's REST calls: keeps each service's weight budget, stops when the venue says so, repeats what may be
 * repeated, and reads the answers. What the venue counts by address it spends together with every client of the same ports.
 *
 * A call fails with one error, the last: VenueError from the driver, ProtocolError from reading the answer,
 * TransportError `HTTP_TIMEOUT`, `HTTP_FAILED` or `BUDGET_EXHAUSTED`, ConfigError `ABORTED`, `CLOSED` or
 * `UNSUPPORTED`. Where a call that may not be repeated could have been carried out, `retry` is `afterReconcile`.
 *
 * @example
 * ```ts
 * const http = new HttpClient({ driver, environment: 'production', ports })
 * const lists = await Promise.all(driver.rest.instruments(['spot']).map((call) => http.send(call)))
 * ```
 */
export class HttpClient implements AsyncDisposable {
  readonly #options: HttpClientOptions
  readonly #ports: Ports
  readonly #tuning: HttpClientTuning
  readonly #headers: Readonly<Record<string, string>>
  readonly #hasHeaders: boolean
  readonly #stamp: () => Stamp
  readonly #services = new Map<string, Service>()
  readonly #budgets = new Map<string, SharedBudget>()
  readonly #bans = new Map<string, WeightBudget>()
  /** What is under way, each with what gives it up: one signal for all would gather a listener per call. */
  readonly #pending = new Map<Promise<unknown>, AbortController>()
  /** Those that gave nothing up, for the calls to come: making a signal takes as long as the rest of a call here. */
  readonly #unused: AbortController[] = []
  #isClosed = false

  /**
   * Checks the options; sends nothing.
   *
   * @throws ConfigError `INVALID_OPTIONS`, `UNKNOWN_ENVIRONMENT`.
   */
  constructor(options: HttpClientOptions) {
    this.#options = options
    this.#ports = options.ports
    this.#tuning = resolveHttpClientTuning(options)
    const urls = resolveUrls(options)
    this.#headers = urls.headers ?? {}
    this.#hasHeaders = Object.keys(this.#headers).length > 0
    this.#stamp = options.stamp ?? localStamps(options.ports.wallClock)
    for (const facts of options.driver.facts.rest) {
      const baseUrl = urls.rest[facts.id]
      if (baseUrl !== undefined) this.#services.set(facts.id, this.#createService(facts, baseUrl))
    }
  }

  /** Sends a call and reads its answer; the class says how it may fail. */
  send<T>(call: RestCall<T>, options: SendOptions = {}): Promise<T> {
    if (this.#isClosed) return Promise.reject(this.#closedError(call.request))
    const giveUp = this.#unused.pop() ?? new AbortController()
    const sending = this.#send(call, options, giveUp.signal)
    this.#pending.set(sending, giveUp)
    const forget = (): void => {
      this.#pending.delete(sending)
      if (!giveUp.signal.aborted) this.#unused.push(giveUp)
    }
    sending.then(forget, forget)
    return sending
  }

  /**
   * The budget of a service, for what goes out by another way and is counted in it by the venue.
   *
   * @throws ConfigError `UNSUPPORTED` where there is no such service.
   */
  budget(service: string): ServiceBudget {
    return this.#service({ service, path: 'a budget' }).budget
  }

  /** Gives up what is under way with `CLOSED`; resolves when nothing is. The HTTP port stays open. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const giveUp of this.#pending.values()) giveUp.abort()
    await Promise.allSettled(this.#pending.keys())
  }

  /** Same as {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #send<T>(call: RestCall<T>, options: SendOptions, giveUp: AbortSignal): Promise<T> {
    const { request } = call
    const service = this.#service(request)
    const signal = options.signal === undefined ? giveUp : AbortSignal.any([giveUp, options.signal])
    try {
      for (let attempt = 0; ; attempt++) {
        const turn = service.budget.acquire(request.weight, options.lane ?? 'normal', signal)
        // Up to here, and on to the socket, nothing waits where nothing has to: an order leaves in the turn that made it.
        if (turn !== undefined) await turn
        try {
          return await this.#attempt(service, call, signal, options)
        } catch (error) {
          service.failures.add()
          if (!this.#mayRepeat(service, request, error, attempt)) throw callerError(error, request)
        }
        service.retries.add()
        await wait(this.#ports.timers, this.#retryDelayMs(attempt), signal)
      }
    } catch (error) {
      throw giveUp.aborted ? this.#closedError(request, error) : error
    }
  }

  async #attempt<T>(
    service: Service,
    call: RestCall<T>,
    signal: AbortSignal,
    options: SendOptions,
  ): Promise<T> {
    let response = await this.#exchange(service, call, signal, options)
    for (let again = 0; again < MOST_AGAIN && call.isOvertaken?.(response) === true; again++) {
      service.retries.add()
      await service.budget.acquire(call.request.weight, options.lane ?? 'normal', signal)
      response = await this.#exchange(service, call, signal, options)
    }
    const { request } = call
    const localTimeUs = this.#ports.wallClock.nowUs()
    try {
      const refusal = this.#refusal(call, response)
      if (refusal !== undefined && call.refusal === undefined) throw refusal
      if (refusal !== undefined) this.#heed(service, refusal, response, localTimeUs)
      const answer = call.parse(response, localTimeUs)
      if (refusal === undefined) service.stops = 0
      return answer
    } catch (error) {
      throw this.#heed(service, readingError(error, request), response, localTimeUs)
    }
  }

  async #exchange<T>(
    service: Service,
    call: RestCall<T>,
    signal: AbortSignal,
    { timeoutMs = this.#tuning.timeoutMs, guard, waterfall }: SendOptions,
  ): Promise<HttpResponse> {
    guard?.()
    // The time in a signature is that of sending, not of waiting for it.
    const request = call.request.sign?.(call.request, this.#stamp()) ?? call.request
    waterfall?.mark('signed')
    service.requests.add()
    service.weight.add(request.weight)
    const startNs = this.#ports.monotonicClock.nowNs()
    const exchange = this.#ports.http.exchange({
      url: httpUrl(service.baseUrl, request),
      method: request.method,
      headers: this.#headersOf(request),
      body: request.body,
      timeoutMs,
      maxResponseBytes: this.#tuning.maxResponseBytes,
      signal,
    })
    waterfall?.mark('written')
    const response = await exchange
    service.latencyUs.record((this.#ports.monotonicClock.nowNs() - startNs) / 1000)
    this.#observe(service, response)
    return response
  }

  #headersOf({ headers }: HttpRequest): Readonly<Record<string, string>> {
    if (headers === undefined) return this.#headers
    return this.#hasHeaders ? { ...this.#headers, ...headers } : headers
  }

  #refusal<T>({ request, refusal }: RestCall<T>, response: HttpResponse): VenueError | undefined {
    if (refusal !== undefined) return refusal(response)
    const isGood = response.status >= 200 && response.status <= 299
    return isGood ? undefined : this.#options.driver.rest.error(response, request.service)
  }

  #observe(service: Service, response: HttpResponse): void {
    const { usedWeightHeader } = service.facts
    if (usedWeightHeader === undefined) return
    const used = Number(response.headers[usedWeightHeader.toLowerCase()])
    if (Number.isSafeInteger(used)) service.budget.observe(used)
  }

  /** Stops the service where the answer says so; returns the error with the time to wait. */
  #heed(
    service: Service,
    error: CrossbookError,
    response: HttpResponse,
    nowUs: number,
  ): CrossbookError {
    const order = stopOrder(error, response, nowUs)
    if (order === undefined) return error
    const { limitedPauseMs, bannedPauseMs, maxWaitMs } = this.#tuning
    const doubled = Math.min(
      Math.max(maxWaitMs, limitedPauseMs),
      limitedPauseMs * 2 ** Math.min(service.stops, 20),
    )
    // A call that was under way when we were stopped says nothing of whether that is long enough.
    const pausedMs = Math.ceil(service.budget.pausedMs())
    const limitedMs = pausedMs > 0 ? pausedMs : doubled
    const forMs = order.forMs ?? (order.isBan ? (service.facts.banMs ?? bannedPauseMs) : limitedMs)
    if (order.forMs === undefined && pausedMs === 0) service.stops++
    service.budget.pause(forMs, error, reachOf(order, response))
    this.#ports.log.warn('A venue told us to stop sending requests', () => ({
      ...this.#context(service.facts.id),
      status: response.status,
      code: error.code,
      pauseMs: forMs,
    }))
    return withRetryAfter(error, forMs)
  }

  #mayRepeat(service: Service, request: HttpRequest, error: unknown, attempt: number): boolean {
    if (!request.isIdempotent || attempt >= this.#tuning.maxRetries) return false
    if (!(error instanceof CrossbookError) || error.retry !== 'safe') return false
    return service.budget.pausedMs() <= this.#tuning.maxWaitMs
  }

  #retryDelayMs(attempt: number): number {
    const { retryBaseMs, retryCapMs } = this.#tuning
    return this.#ports.random.next() * Math.min(retryCapMs, retryBaseMs * 2 ** attempt)
  }

  #service(request: Pick<HttpRequest, 'service' | 'path'>): Service {
    const service = this.#services.get(request.service)
    if (service !== undefined) return service
    const known = [...this.#services.keys()].join(', ')
    throw new ConfigError(
      'UNSUPPORTED',
      `Calling ${request.path}: service "${request.service}" does not exist here; there are: ${known}`,
      { context: this.#context(request.service) },
    )
  }

  #createService(facts: RestFacts, baseUrl: string): Service {
    const { metrics } = this.#ports
    const { venue } = this.#options.driver.facts
    const labels = { venue, service: facts.id }
    return {
      facts,
      baseUrl,
      budget: this.#budgetOf(facts),
      requests: metrics.counter('http_requests', labels),
      retries: metrics.counter('http_retries', labels),
      failures: metrics.counter('http_failures', labels),
      weight: metrics.counter('http_weight', labels),
      latencyUs: metrics.histogram('http_latency_us', labels),
      stops: 0,
    }
  }

  /** Services of one group spend from one budget: a venue counts their calls together, and so stops them together. */
  #budgetOf(facts: RestFacts): SharedBudget {
    const group = facts.budgetGroup ?? facts.id
    const known = this.#budgets.get(group)
    if (known !== undefined) return known
    const { driver, environment } = this.#options
    const { venue } = driver.facts
    const limit = facts.budget
    const address = `${venue} ${environment} ${group}`
    const budget = new SharedBudget({
      name: `${venue} ${group}`,
      limit,
      ports: this.#ports,
      ...(facts.countedBy !== 'account' && {
        address: this.#ports.addressLimits.budget(address, limit),
      }),
      maxWaitMs: this.#tuning.maxWaitMs,
      maxQueued: this.#tuning.maxQueued,
      bans: this.#bansOf(facts),
    })
    this.#budgets.set(group, budget)
    return budget
  }

  /** What holds the bans of services that are shut out together, by whomever of the address they were learned. */
  #bansOf({ banGroup }: RestFacts): WeightBudget | undefined {
    const known = this.#bans.get(banGroup ?? '')
    if (banGroup === undefined || known !== undefined) return known
    const { driver, environment, ports } = this.#options
    const { venue } = driver.facts
    const bans = new WeightBudget({
      name: `${venue} ${banGroup}`,
      limit: NO_LIMIT,
      ports,
      shared: ports.addressLimits.budget(`${venue} ${environment} bans of ${banGroup}`, NO_LIMIT),
      maxWaitMs: this.#tuning.maxWaitMs,
      maxQueued: this.#tuning.maxQueued,
    })
    this.#bans.set(banGroup, bans)
    return bans
  }

  #closedError(request: HttpRequest, cause?: unknown): ConfigError {
    return new ConfigError(
      'CLOSED',
      `Calling ${request.path}: the client is closed; make a new one`,
      {
        cause,
        context: this.#context(request.service),
      },
    )
  }

  #context(service: string): ErrorContext {
    return { venue: this.#options.driver.facts.venue, service }
  }
}

/** In an answer that is good by its status, a venue speaks of the keys; who asks too often from an address gets no such one. */
function reachOf({ isBan }: StopOrder, { status }: HttpResponse): StopReach {
  if (isBan) return 'banGroup'
  return status >= 200 && status <= 299 ? 'client' : 'address'
}
