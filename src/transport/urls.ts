import {
  type AccountSession,
  ConfigError,
  type Environment,
  type RestProtocol,
  type VenueFacts,
  type VenueUrls,
} from '../core/index.ts'

/** URLs of one's own, by stream endpoint and by REST service; they replace the venue's. */
export interface OwnUrls {
  /** Stream endpoint id → WebSocket URL. */
  readonly streams?: Readonly<Record<string, string>>
  /** REST service id → base URL, no slash at the end. */
  readonly rest?: Readonly<Record<string, string>>
}

/** What sockets and REST calls need of a venue; every `ExchangeDriver` has it, and every `AccountProtocol`. */
export interface VenueDialect {
  /** Endpoints and limits. */
  readonly facts: VenueFacts
  /** How sockets are spoken to. */
  readonly session: AccountSession
  /** What refusals mean. */
  readonly rest: Pick<RestProtocol, 'error'>
}

/** Where a venue is to be reached. */
export interface VenueTarget {
  /** The venue. */
  readonly driver: VenueDialect
  /** Which installation of it. */
  readonly environment: Environment
  /** Which region of the installation. @defaultValue `default` */
  readonly region?: string
  /** URLs of one's own: a simulated venue, a proxy. */
  readonly urls?: OwnUrls
}

/**
 * Finds a venue's URLs in an environment and region, with one's own put over them.
 *
 * @throws ConfigError `UNKNOWN_ENVIRONMENT` naming the environments or regions that exist.
 */
export function resolveUrls({
  driver,
  environment,
  region = 'default',
  urls,
}: Omit<VenueTarget, 'driver'> & {
  readonly driver: Pick<VenueDialect, 'facts'>
}): VenueUrls {
  const { facts } = driver
  const regions = facts.urls[environment]
  if (regions === undefined) {
    const known = Object.keys(facts.urls).join(', ')
    throw unknownEnvironment(
      facts.venue,
      `environment "${environment}" does not exist; there are: ${known}`,
    )
  }
  const found = regions[region]
  if (found === undefined) {
    const known = Object.keys(regions).join(', ')
    throw unknownEnvironment(
      facts.venue,
      `environment "${environment}" has no region "${region}"; there are: ${known}`,
    )
  }
  return {
    ...found,
    streams: { ...found.streams, ...urls?.streams },
    rest: { ...found.rest, ...urls?.rest },
  }
}

/** What is wrong with a target's own URLs, one sentence each. */
export function urlProblems({
  driver,
  urls,
}: Omit<VenueTarget, 'driver'> & {
  readonly driver: Pick<VenueDialect, 'facts'>
}): readonly string[] {
  const streams = new Set(driver.facts.streams.map((facts) => facts.id))
  const services = new Set(driver.facts.rest.map((facts) => facts.id))
  return [
    ...problems('urls.streams', urls?.streams, streams, ['ws:', 'wss:']),
    ...problems('urls.rest', urls?.rest, services, ['http:', 'https:']),
  ]
}

function problems(
  where: string,
  urls: Readonly<Record<string, string>> | undefined,
  known: ReadonlySet<string>,
  protocols: readonly string[],
): readonly string[] {
  return Object.entries(urls ?? {}).flatMap(([id, url]) => {
    if (!known.has(id))
      return [`${where}.${id}: there is no such one; there are: ${[...known].join(', ')}`]
    if (!protocols.some((protocol) => url.startsWith(`${protocol}//`))) {
      return [
        `${where}.${id}: expected a URL that starts with ${protocols.join(' or ')}, was "${url}"`,
      ]
    }
    return []
  })
}

function unknownEnvironment(venue: string, found: string): ConfigError {
  return new ConfigError('UNKNOWN_ENVIRONMENT', `Looking up the URLs of ${venue}: ${found}`, {
    context: { venue },
  })
}
