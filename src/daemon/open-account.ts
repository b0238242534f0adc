import { accountId, ConfigError, type Credentials } from '../core/index.ts'
import type { Ports } from '../runtime/ports.ts'
import { type AccountGateway, openGateway } from '../trader/index.ts'
import type { VenueConfig } from './config.ts'
import type { AccountConfig, LiveAccountConfig, TradingConfig } from './trading-config.ts'
import { ownUrls } from './urls-config.ts'
import type { VenueDesk } from './venue-desk.ts'

/** What an account is opened with. */
export interface AccountParts {
  /** Everything ambient. */
  readonly ports: Ports
  /** What is traded. */
  readonly config: TradingConfig
  /** Its venue, as configured. */
  readonly venue: VenueConfig
  /** Its venue, open. */
  readonly desk: VenueDesk
  /** The keys of live accounts. */
  readonly keys: ReadonlyMap<string, Credentials>
  /** Whether nothing but cancels may leave. */
  readonly isHalted: () => boolean
}

/** Makes the way to an account. Opens nothing. @throws ConfigError as `openGateway` does */
export function openAccount(account: AccountConfig, parts: AccountParts): Promise<AccountGateway> {
  if (account.mode === 'live') return openLive(account, parts)
  const { ports, config, desk } = parts
  const { balances, fees, fills, leverage } = account
  const { makerBps, takerBps } = fees ?? {}
  const { folder, durability } = config.journal
  return openGateway({
    mode: 'paper',
    account: accountId(account.account),
    market: desk.market,
    pairs: pairsOf(account, config),
    balances,
    journal: { folder: `${folder}/paper/${account.account}`, durability },
    ports,
    fees: {
      ...(makerBps !== undefined && { makerBps }),
      ...(takerBps !== undefined && { takerBps }),
    },
    fills,
    leverage,
  })
}

function openLive(
  { account, products, confirmLive, urls, deadMansSwitchMs }: LiveAccountConfig,
  { ports, venue, desk, keys, isHalted }: AccountParts,
): Promise<AccountGateway> {
  const credentials = keys.get(account)
  if (credentials === undefined)
    throw new ConfigError('INVALID_OPTIONS', `Opening account ${account}: expected keys, was none`)
  return openGateway({
    mode: 'live',
    confirmLive,
    account: accountId(account),
    driver: desk.driver,
    credentials,
    products,
    instruments: desk.market.instruments().filter(({ product }) => products.includes(product)),
    environment: venue.environment,
    ...(venue.region !== undefined && { region: venue.region }),
    ...(urls !== undefined && { urls: ownUrls(urls) }),
    deadMansSwitchMs,
    ports,
    isHalted,
  })
}

/** A paper account trades what its strategies trade. */
function pairsOf({ account }: AccountConfig, { strategies }: TradingConfig): readonly string[] {
  const legs = strategies.flatMap((strategy) => strategy.legs)
  return [...new Set(legs.filter((leg) => leg.account === account).map(({ pair }) => pair))]
}
