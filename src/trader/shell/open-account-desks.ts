import type { AccountId } from '../../core/index.ts'
import type { TradingCore } from '../engine/index.ts'
import type { AccountGateway } from '../gateway/account-gateway.ts'
import { AccountDesk } from './account-desk.ts'
import type { TraderEvent } from './trader-event.ts'
import type { TraderInput } from './trader-input.ts'
import type { ResolvedTraderOptions } from './trader-options.ts'
import type { TraderRiskCommand } from './trader-risk-command.ts'

/** What the desks of a trader's accounts share. */
export interface AccountDesksParts {
  /** Orders and money. */
  readonly core: TradingCore
  /** Timings and policies. */
  readonly options: ResolvedTraderOptions
  /** Whether requests can be sent: not where nothing can be recorded any more. */
  readonly canSend: () => boolean
  /** Takes what the venues told, in its turn. */
  readonly push: (input: TraderInput) => void
  /** Takes a command to risk. */
  readonly risk: (command: TraderRiskCommand) => void
  /** Told everything that somebody may want to see. */
  readonly tell: (event: TraderEvent) => void
}

/** A desk for each gateway; none asks anything yet. */
export function openAccountDesks(
  gateways: readonly AccountGateway[],
  { core, options, canSend, push, risk, tell }: AccountDesksParts,
): ReadonlyMap<AccountId, AccountDesk> {
  const open = (gateway: AccountGateway): AccountDesk =>
    new AccountDesk({
      gateway,
      core,
      options,
      ports: options.ports,
      canSend,
      tell: (event) => push({ kind: 'account', event }),
      book: (event) => push({ kind: 'money', event }),
      halt: (account, why) =>
        risk({
          type: 'setTradingState',
          state: 'halted',
          scope: { type: 'account', account },
          by: 'recovery',
          why,
        }),
      onEvent: tell,
    })
  return new Map(gateways.map((gateway) => [gateway.account, open(gateway)]))
}
