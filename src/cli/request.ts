import {
  type AccountOptions,
  type AccountProtocol,
  accountId,
  ConfigError,
  type ExchangeDriver,
  type HttpRequest,
  Secret,
  type Stamp,
} from '../core/index.ts'
import { httpUrl, resolveUrls } from '../transport/index.ts'
import { environmentOption } from './environment.ts'
import { RequestArguments } from './request-arguments.ts'
import { type Asked, callFor, frameFor, METHODS } from './request-methods.ts'
import { LineWriter, type Terminal } from './terminal.ts'
import { type CommandSpec, type Given, requiredText, textOption, UsageError } from './usage.ts'
import { driverNamed } from './venue-options.ts'

/** How long a request is of force that `crossbook request` prints. */
const DEADLINE_US = 5_000_000

/** `crossbook request`. */
export const spec: CommandSpec = {
  name: 'request',
  summary: 'prints the signed request that an account method would send; sends nothing',
  options: {
    venue: { type: 'string', value: 'V', about: 'the venue', isRequired: true },
    method: {
      type: 'string',
      value: 'NAME',
      about: `${Object.keys(METHODS).join(', ')}, or login and subscribe for the frames of private sockets`,
      isRequired: true,
    },
    json: {
      type: 'string',
      value: 'ARGS',
      about: 'the arguments, a JSON object ({}); one that the method does not know is refused',
    },
    key: { type: 'string', value: 'K', about: 'the public part of the keys', isRequired: true },
    secret: { type: 'string', value: 'S', about: 'the part that signs', isRequired: true },
    passphrase: { type: 'string', value: 'P', about: 'the third part, where the venue wants one' },
    'time-ms': {
      type: 'string',
      value: 'T',
      about: "the time in the signature, epoch ms of the venue's clock",
      isRequired: true,
    },
    over: {
      type: 'string',
      value: 'WAY',
      about: 'rest, or socket for the frame that the venue takes instead of the call (rest)',
    },
    environment: { type: 'string', value: 'E', about: 'production, testnet or demo (production)' },
  },
  examples: [
    `crossbook request --venue V --method balances --json '{"product":"spot"}' --key K --secret S --time-ms 1763700000000`,
    `crossbook request --venue V --method setLeverage --json '{"product":"linear","symbol":"BTCUSDT","leverage":5,"marginMode":"cross"}' …`,
    `crossbook request --venue V --method deadMansSwitch --json '{"product":"linear","symbol":"BTCUSDT","timeoutMs":60000}' …  (0 disarms)`,
  ],
}

/** Runs the command; resolves to the exit code. */
export async function run(given: Given, terminal: Terminal): Promise<number> {
  const driver = await driverNamed(requiredText(given, 'venue'))
  if (driver.account === undefined)
    throw new UsageError([`--venue: crossbook does not trade at ${driver.facts.name}`])
  const problems: string[] = []
  const environment = await noted(problems, () => environmentOption(given))
  const stamp = await noted(problems, () => stampOf(requiredText(given, 'time-ms')))
  const way = await noted(problems, () => wayOf(given))
  const protocol = await noted(problems, () => driver.account?.(accountOptions(given)))
  const lines = await noted(problems, () => linesOf(driver, given))
  if (!environment || !stamp || !way || !protocol || !lines) throw new UsageError(problems)
  const urls = resolveUrls({ driver: protocol, environment })
  const writer = new LineWriter(terminal.out)
  for (const line of lines({ protocol, stamp, way, urls })) await writer.json(line)
  await writer.flush()
  return 0
}

/** Where and when a request is printed for. */
interface Printing {
  readonly protocol: AccountProtocol
  readonly stamp: Stamp
  readonly way: 'rest' | 'socket'
  readonly urls: Urls
}

interface Urls {
  readonly rest: Readonly<Record<string, string>>
  readonly streams: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

/** What a step makes; what it finds wrong is kept, to be told together with what the others do. */
async function noted<T>(
  problems: string[],
  step: () => T | Promise<T>,
): Promise<Awaited<T> | undefined> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof UsageError) problems.push(...error.problems)
    // What a driver says of keys that it cannot read.
    else if (error instanceof ConfigError && error.code === 'INVALID_OPTIONS')
      problems.push(error.message)
    else throw error
    return undefined
  }
}

function accountOptions(given: Given): AccountOptions {
  const passphrase = textOption(given, 'passphrase')
  return {
    account: accountId('request'),
    credentials: {
      key: requiredText(given, 'key'),
      secret: new Secret(requiredText(given, 'secret')),
      ...(passphrase !== undefined && { passphrase: new Secret(passphrase) }),
    },
  }
}

/** Reads the method and all its arguments. @throws UsageError listing what is wrong with them */
function linesOf(driver: ExchangeDriver, given: Given): (to: Printing) => readonly object[] {
  const name = requiredText(given, 'method')
  const args = RequestArguments.read(driver, textOption(given, 'json') ?? '{}')
  if (name === 'login') {
    args.demand()
    return loginFrames
  }
  if (name === 'subscribe') {
    const product = args.product()
    const grant = args.optionalText('grant')
    args.demand()
    return (to) => subscribeFrames(to, product, grant)
  }
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
  if (method === undefined) {
    const known = [...Object.keys(METHODS), 'login', 'subscribe'].join(', ')
    throw new UsageError([`--method: there is no "${name}"; there are ${known}`])
  }
  const make = method(args)
  args.demand()
  return ({ protocol, stamp, way, urls }) =>
    make(protocol, stamp.venueTimeUs + DEADLINE_US).map((asked) =>
      way === 'socket'
        ? printedFrame(protocol, asked, stamp, urls.streams)
        : printed(callFor(protocol, asked), stamp, urls),
    )
}

function printed(request: HttpRequest, stamp: Stamp, urls: Urls): object {
  const signed = request.sign?.(request, stamp) ?? request
  const { method, service, headers, body } = signed
  return {
    method,
    url: httpUrl(urls.rest[service] ?? '', signed),
    headers: { ...urls.headers, ...headers },
    ...(body !== undefined && { body }),
  }
}

/** A frame as it would leave; the token of a connection is not known here, and stands as nothing. */
function printedFrame(
  protocol: AccountProtocol,
  asked: Asked,
  stamp: Stamp,
  streams: Readonly<Record<string, string>>,
): object {
  const { endpoint, frame } = frameFor(protocol, asked)
  return { endpoint, url: streams[endpoint] ?? '', frame: frame.write(stamp) }
}

function wayOf(given: Given): 'rest' | 'socket' {
  const way = textOption(given, 'over') ?? 'rest'
  if (way === 'rest' || way === 'socket') return way
  throw new UsageError([`--over: expected rest or socket, was "${way}"`])
}

function loginFrames({ protocol, stamp, urls }: Printing): readonly object[] {
  return protocol.facts.streams.flatMap(({ id }) =>
    protocol.session
      .hello(id, stamp)
      .map(({ data }) => ({ endpoint: id, url: urls.streams[id] ?? '', frame: data })),
  )
}

/** The frames that subscribe a product's topics; `grant` is what the venue gave the connection: a token, a challenge. */
function subscribeFrames(
  { protocol, stamp, urls }: Printing,
  product: string,
  grant: string | undefined,
): readonly object[] {
  const topics = protocol.topics([product])
  return protocol.facts.streams.flatMap(({ id }) => {
    const own = topics.filter(({ endpoint }) => endpoint === id)
    const shown = grant === undefined ? stamp : { ...stamp, grant }
    const frames = own.length === 0 ? [] : protocol.session.subscribe(own, 1, shown)
    return frames.map(({ data }) => ({ endpoint: id, url: urls.streams[id] ?? '', frame: data }))
  })
}

function stampOf(text: string): Stamp {
  const timeMs = Number(text)
  if (!Number.isSafeInteger(timeMs) || timeMs <= 0)
    throw new UsageError([`--time-ms: expected epoch ms, was "${text}"`])
  return { venueTimeUs: timeMs * 1000, nonce: timeMs }
}
