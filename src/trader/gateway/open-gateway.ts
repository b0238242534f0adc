import {
  type AccountId,
  ConfigError,
  type Credentials,
  type ExchangeDriver,
} from '../../core/index.ts'
import { PaperGateway, type PaperOptions } from '../paper/index.ts'
import type { AccountGateway } from './account-gateway.ts'
import { VenueGateway } from './venue-gateway.ts'
import type { VenueGatewayOptions } from './venue-gateway-options.ts'

/** An account on paper, over live market data. */
export interface PaperGatewayChoice extends PaperOptions {
  /** Nothing leaves the process. */
  readonly mode: 'paper'
}

/** An account at a venue: orders are real. */
export interface LiveGatewayChoice extends Omit<VenueGatewayOptions, 'protocol'> {
  /** Orders reach the venue. */
  readonly mode: 'live'
  /** Says that this is meant: orders of this account trade with real money, on whatever installation `environment` names. */
  readonly confirmLive: true
  /** The account's name. */
  readonly account: AccountId
  /** The venue. */
  readonly driver: ExchangeDriver
  /** The account's keys. */
  readonly credentials: Credentials
}

/** Paper or live: the one thing that differs. */
export type GatewayChoice = PaperGatewayChoice | LiveGatewayChoice

/**
 * Makes the way to an account, on paper or at the venue; the trader that it is given to is the same. Opens nothing: the trader
 * starts and closes it.
 *
 * @throws ConfigError `INVALID_OPTIONS`; `UNSUPPORTED` where the driver does not trade; as `PaperGateway`
 *
 * @example
 * ```ts
 * import { accountId, openGateway } from 'crossbook/trader'
 *
 * const gateway = await openGateway({
 *   mode: 'paper',
 *   account: accountId('paper'),
 *   market,
 *   pairs: ['BTC/USDT'],
 *   balances: { USDT: '10000' },
 *   journal: { folder: 'state/paper' },
 *   ports,
 * })
 * ```
 */
export async function openGateway(choice: GatewayChoice): Promise<AccountGateway> {
  // From a configuration file anything may come.
  const { mode, confirmLive }: { readonly mode: string; readonly confirmLive?: unknown } = choice
  if (choice.mode === 'paper') return new PaperGateway(choice)
  if (mode !== 'live')
    throw new ConfigError(
      'INVALID_OPTIONS',
      `Opening a gateway: expected mode 'paper' or 'live', was '${mode}'`,
    )
  if (confirmLive !== true)
    throw new ConfigError(
      'INVALID_OPTIONS',
      `Opening a gateway: live orders trade with real money; expected confirmLive: true beside mode: 'live', was ${String(confirmLive)}; write it, or mode: 'paper'`,
    )
  const { driver, account, credentials } = choice
  if (driver.account === undefined)
    throw new ConfigError(
      'UNSUPPORTED',
      `Opening a gateway: the driver of ${driver.facts.name} does not trade`,
    )
  return new VenueGateway({ ...choice, protocol: await driver.account({ account, credentials }) })
}
