import {
  accountId,
  type ChannelKind,
  type ContinuityRule,
  type Environment,
  type ExchangeDriver,
  type Instrument,
  type ProductFacts,
  Secret,
  type VenueFacts,
} from '../../src/core/index.ts'
import { KNOWN_VENUES, type KnownVenue, loadDriver } from '../../src/drivers/registry.ts'
import { ConformanceBench } from '../../src/testing/conformance/bench.ts'
import { checksOf } from '../support/conformance.ts'
import { simulatorOf } from '../support/simulator-of.ts'

const GENERATED =
  '<!-- Generated from the facts of the drivers by `npm run docs:venues`; a change by hand fails. -->'

const CHANNELS: readonly (readonly [kind: ChannelKind, title: string])[] = [
  ['bbo', 'BBO'],
  ['trade', 'trades'],
  ['ticker', 'ticker'],
  ['candle', 'bars'],
  ['funding', 'funding'],
  ['markPrice', 'mark'],
  ['indexPrice', 'index'],
  ['openInterest', 'open interest'],
  ['liquidation', 'liquidations'],
  ['instrument', 'listing'],
  ['status', 'status'],
]

/** `docs/venues/README.md`: what each venue offers, and what proves it. */
export async function capabilityPage(): Promise<string> {
  const sorted = await Promise.all([...KNOWN_VENUES].sort().map(listedOf))
  const proof = await Promise.all(sorted.map(({ venue }) => proofRow(venue)))
  return [
    GENERATED,
    '# Venues',
    '',
    'One page a venue: what is documented, what was seen in recorded frames, what could not be verified.',
    'This page is what the drivers say of themselves; the conformance kit (`crossbook/testing`) holds them to it.',
    '',
    '## Books',
    '',
    table(
      [
        'venue',
        'product',
        'depth asked for → levels a side',
        'snapshot',
        'evidence of a whole book',
      ],
      sorted.flatMap((each) => each.driver.facts.products.map((product) => bookRow(each, product))),
    ),
    '',
    '## Channels',
    '',
    '`stream` is pushed, `poll` is a REST call repeated, `–` does not exist there or is not carried.',
    '',
    table(
      ['venue', 'product', ...CHANNELS.map(([, title]) => title)],
      sorted.flatMap(({ driver }) =>
        driver.facts.products.map((product) => channelRow(driver, product)),
      ),
    ),
    '',
    '## History by REST',
    '',
    table(
      ['venue', 'bars', 'trades', 'funding', 'clock'],
      sorted.map(({ venue, driver: { facts, rest } }) => [
        link(venue, facts.name),
        ...[rest.candles, rest.trades, rest.funding, rest.serverTime].map((call) =>
          yes(call !== undefined),
        ),
      ]),
    ),
    '',
    '## Conformance',
    '',
    table(['venue', 'clauses kept', 'clauses that do not apply'], proof),
    '',
  ].join('\n')
}

/** `docs/egress.md`: every host that a driver may dial. */
export async function egressPage(): Promise<string> {
  const rows: string[][] = []
  for (const venue of [...KNOWN_VENUES].sort()) {
    const driver = await loadDriver(venue)
    const { facts } = driver
    const accounts = await accountUrlsOf(driver)
    for (const [environment, regions] of Object.entries(facts.urls)) {
      for (const [region, of] of Object.entries(regions ?? {})) {
        const hosts = new Map<string, Set<string>>()
        const note = (url: string, what: string): void => {
          const { host } = new URL(url.replace(/^ws/, 'http'))
          hosts.set(host, (hosts.get(host) ?? new Set()).add(what))
        }
        const own = accounts[environment as Environment]?.[region]
        for (const url of Object.values({ ...of.streams, ...own?.streams })) note(url, 'sockets')
        for (const url of Object.values({ ...of.rest, ...own?.rest })) note(url, 'REST')
        for (const [host, uses] of hosts)
          rows.push([facts.name, environment, region, `\`${host}\``, [...uses].join(', ')])
      }
    }
  }
  return [
    GENERATED,
    '# Egress',
    '',
    'Every host that crossbook may dial, from the facts of its drivers and of their accounts: nothing else is dialled. No telemetry, no update',
    'check, no broker id, referral or builder fee. The conformance kit fails a driver that dials anything else (N4) or',
    'carries an attribution word in an address or a header (F5). A venue that is asked where to connect to (KuCoin) may',
    'name another host of its own.',
    '',
    table(['venue', 'environment', 'region', 'host', 'for'], rows),
    '',
  ].join('\n')
}

/** Where accounts are reached; nothing where the driver does not trade. */
async function accountUrlsOf({ account }: ExchangeDriver): Promise<VenueFacts['urls']> {
  const secret = new Secret('c2VjcmV0')
  const credentials = { key: 'key', secret, passphrase: secret }
  return (await account?.({ account: accountId('main'), credentials }))?.facts.urls ?? {}
}

/** A driver and what its simulated venue lists. */
interface Listed {
  readonly venue: KnownVenue
  readonly driver: ExchangeDriver
  readonly listed: readonly Instrument[]
}

async function listedOf(venue: KnownVenue): Promise<Listed> {
  const driver = await loadDriver(venue)
  const simulate = await simulatorOf(venue)
  return { venue, driver, listed: await new ConformanceBench({ driver, simulate }).listed() }
}

function bookRow(venue: Listed, product: ProductFacts): readonly string[] {
  const { facts } = venue.driver
  const book = facts.channels.find(
    ({ product: id, channel }) => id === product.id && channel === 'book',
  )
  const depths = Object.entries(book?.depths ?? {}).map(([asked, levels]) => `${asked} → ${levels}`)
  const rule = book && ruleOf(venue, product)
  return [
    link(facts.venue, facts.name),
    product.title,
    depths.length > 0 ? depths.join(', ') : '–',
    rule === undefined ? '–' : SNAPSHOTS[rule.snapshot],
    rule === undefined ? '–' : evidenceOf(rule),
  ]
}

const SNAPSHOTS: Readonly<Record<ContinuityRule['snapshot'], string>> = {
  rest: 'REST, joined',
  request: 'asked for on the socket, joined',
  stream: 'on the stream',
  every: 'every message is a whole book',
}

function evidenceOf({ snapshot, checksum, crossed }: ContinuityRule): string {
  const uncrossed = crossed === 'uncross' ? ', uncrossed by rule' : ''
  if (checksum !== undefined) return `checksum${uncrossed}`
  return `${snapshot === 'every' ? 'none needed' : 'sequence'}${uncrossed}`
}

/** The rule of the deepest feed of a product. */
function ruleOf(
  { driver, listed }: Listed,
  { id, market }: ProductFacts,
): ContinuityRule | undefined {
  const instrument = listed.find(({ product }) => product === id)
  const topics = instrument && driver.topics(instrument, { channel: 'book', depth: 'full' })
  const feed = topics?.find((topic) => topic.feed !== undefined)?.feed
  return feed === undefined ? undefined : driver.continuity(market, feed)
}

function channelRow({ facts }: ExchangeDriver, product: ProductFacts): readonly string[] {
  const own = facts.channels.filter(({ product: id }) => id === product.id)
  return [
    link(facts.venue, facts.name),
    product.title,
    ...CHANNELS.map(([kind]) => own.find(({ channel }) => channel === kind)?.via ?? '–'),
  ]
}

async function proofRow(venue: KnownVenue): Promise<readonly string[]> {
  const { facts } = await loadDriver(venue)
  const checks = await checksOf(venue)
  const skipped = checks.filter(({ skip }) => skip !== undefined)
  const closed = facts.closedSince === undefined ? '' : ` (closed since ${facts.closedSince})`
  return [
    `${link(venue, facts.name)}${closed}`,
    `${checks.length - skipped.length} of ${checks.length}`,
    byReason(skipped).join('; ') || '–',
  ]
}

/** Clauses that do not apply, those of one reason together. */
function byReason(
  skipped: readonly { readonly id: string; readonly skip?: string | undefined }[],
): readonly string[] {
  const reasons = new Map<string, string[]>()
  for (const { id, skip = '' } of skipped) reasons.set(skip, [...(reasons.get(skip) ?? []), id])
  return [...reasons].map(([reason, ids]) => `${ids.join(' ')}: ${reason}`)
}

const link = (venue: string, name: string): string => `[${name}](${venue}.md)`
const yes = (is: boolean): string => (is ? 'yes' : '–')

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
