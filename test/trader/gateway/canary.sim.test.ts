import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Decimal } from '../../../src/core/index.ts'
import { prometheusText } from '../../../src/runtime/index.ts'
import type { HttpExchange, Ports } from '../../../src/runtime/ports.ts'
import type { FaultScript } from '../../../src/sim/index.ts'
import { openAccountWorld } from './support/account-world.ts'
import { WALLET_NAMES, walletKit } from './support/wallet-kits.ts'

/** Words under which venues take signatures, tokens, keys of streams and passphrases. */
const SIGNED_WORDS =
  /(?:signature|sign|authent|api-sign|ok-access-sign|ok-access-passphrase|x-bapi-sign|signed_challenge|passphrase|token|listenKey)$/i

/** Notes whatever secret thing leaves or arrives: these texts may be seen nowhere else. */
class Canary {
  readonly seen = new Set<string>()

  readonly wrap = (ports: Ports): Ports => ({
    ...ports,
    http: {
      exchange: async (request) => {
        this.#ofRequest(request)
        const response = await ports.http.exchange(request)
        this.#ofText(new TextDecoder().decode(response.body))
        return response
      },
      close: () => ports.http.close(),
    },
    sockets: {
      open: (request, handlers) => {
        // Binance's address of a stream ends in its key.
        const [, listenKey] = /\/private\/ws\/(.+)$/.exec(request.url) ?? []
        if (listenKey !== undefined) this.seen.add(listenKey)
        const socket = ports.sockets.open(request, handlers)
        return Object.create(socket, {
          send: {
            value: (data: string | Uint8Array) => {
              this.#ofText(typeof data === 'string' ? data : new TextDecoder().decode(data))
              socket.send(data)
            },
          },
          ping: { value: () => socket.ping() },
          close: { value: (code?: number, reason?: string) => socket.close(code, reason) },
          terminate: { value: () => socket.terminate() },
          bufferedBytes: { value: () => socket.bufferedBytes() },
        })
      },
    },
  })

  #ofRequest({ url, headers, body = '' }: HttpExchange): void {
    for (const [name, value] of [
      ...Object.entries(headers),
      ...new URL(url).searchParams,
      ...new URLSearchParams(body),
    ])
      if (SIGNED_WORDS.test(name)) this.#note(value)
  }

  #ofText(text: string): void {
    try {
      this.#walk('', JSON.parse(text))
    } catch {
      // A page of HTML has no secret of ours.
    }
  }

  #walk(key: string, value: unknown): void {
    if (typeof value === 'string') {
      // Bybit logs in with a list: key, time, signature.
      if (SIGNED_WORDS.test(key) || /^[0-9a-f]{64}$/.test(value)) this.#note(value)
    } else if (typeof value === 'object' && value !== null)
      for (const [name, member] of Object.entries(value)) this.#walk(name, member)
  }

  #note(value: string): void {
    if (value.length >= 8) this.seen.add(value)
  }
}

const when = { fromMs: 3_000, probability: 0.5 }
const FAULTS: FaultScript = [
  { fault: { kind: 'htmlAnswer' }, when: { ...when, most: 3 } },
  { fault: { kind: 'cut' }, when: { ...when, most: 3 } },
  { fault: { kind: 'silence' }, when: { ...when, most: 2 } },
  { fault: { kind: 'status', status: 503 }, when: { ...when, most: 3 } },
  { fault: { kind: 'corrupt', how: 'syntax' }, when },
  { fault: { kind: 'cutMidFrame' }, when: { ...when, probability: 0.05 } },
  { fault: { kind: 'refuse', status: 403 }, when: { ...when, most: 2 } },
  { fault: { kind: 'acceptThenCut' }, when: { ...when, most: 2 } },
]

/** Everything of an object that a program may come to print. */
const shown = (value: unknown) => [
  inspect(value, { depth: 12, showHidden: true, getters: true, maxArrayLength: null }),
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'bigint' ? String(inner) : inner,
  ) ?? '',
  String(value),
]

describe.each(WALLET_NAMES)('at %s', (name) => {
  const kit = walletKit(name)
  it.each([
    ['all is well', {}],
    ['everything fails now and then', { faults: FAULTS }],
    [
      'the secret is wrong',
      { typed: { secret: Buffer.from('another-canary-secret-0000').toString('base64') } },
    ],
  ] as const)('where %s, no secret and no signature is seen', async (_case, options) => {
    const canary = new Canary()
    const world = await openAccountWorld(kit, { ...options, wrap: canary.wrap })
    const { runtime, gateway, events, refusals, said, bot, protocol } = world
    const errors: unknown[] = []
    await runtime.run({ forMs: 2_000 })
    for (let round = 0; round < 4; round += 1) {
      await world.place(world.order())
      await world.place(world.order({ quantity: new Decimal('0.000000001') }))
      await world.statement().catch((error: unknown) => errors.push(error))
    }
    const typed: Partial<typeof kit.keys> = 'typed' in options ? options.typed : {}
    const { secret, passphrase } = { ...kit.keys, ...typed }
    const secrets = [secret, ...(passphrase === undefined ? [] : [passphrase]), ...canary.seen]
    // The bird is alive: signatures were seen where they belong.
    expect(canary.seen.size).toBeGreaterThan(3)
    const texts = [
      ...[gateway, protocol, events, refusals, said, errors, bot.log.entries()].flatMap(shown),
      ...errors.map((error) => (error instanceof Error ? (error.stack ?? '') : '')),
      prometheusText(bot.metrics.snapshot()),
    ]
    for (const text of texts) for (const each of secrets) expect(text.includes(each)).toBe(false)
  })
})
