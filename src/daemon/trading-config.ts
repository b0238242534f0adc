import type {
  CallBudgetOptions,
  DifferencePolicy,
  RiskOptions,
  StrategyEventKind,
} from '../trader/index.ts'
import type { UrlsConfig } from './urls-config.ts'

/** Names of the environment variables that hold the keys of an account; the keys themselves never stand in a configuration. */
export interface CredentialVariables {
  /** Holds the public part. */
  readonly key: string
  /** Holds the part that signs. */
  readonly secret: string
  /** Holds the third part, where the venue wants one. */
  readonly passphrase?: string | undefined
}

/** An account on paper, over the live books of its venue. */
export interface PaperAccountConfig {
  /** Nothing leaves the process. */
  readonly mode: 'paper'
  /** Its name. */
  readonly account: string
  /** Its venue, one of those of the daemon. */
  readonly venue: string
  /** What it begins with, by asset, as decimal text; the first time only. */
  readonly balances: Readonly<Record<string, string>>
  /** What a trade costs, in basis points as decimal text. */
  readonly fees?:
    | { readonly makerBps?: string | undefined; readonly takerBps?: string | undefined }
    | undefined
  /** When resting orders are filled. */
  readonly fills: 'queue' | 'cross'
  /** How many times its margin a future's value may be. */
  readonly leverage: number
}

/** An account at its venue: orders are real. */
export interface LiveAccountConfig {
  /** Orders reach the venue. */
  readonly mode: 'live'
  /** Says that this is meant. */
  readonly confirmLive: true
  /** Its name. */
  readonly account: string
  /** Its venue, one of those of the daemon; environment and region are that one's. */
  readonly venue: string
  /** Product lines; all must trade from one wallet. */
  readonly products: readonly string[]
  /** Where its keys are; absent: the program that starts the daemon has them. */
  readonly credentialVariables?: CredentialVariables | undefined
  /** URLs of one's own by private stream endpoint and REST service. */
  readonly urls?: UrlsConfig | undefined
  /** After how long a silence of ours the venue cancels our orders, in ms; `false`: never. */
  readonly deadMansSwitchMs: number | false
}

/** An account that a daemon trades with. */
export type AccountConfig = PaperAccountConfig | LiveAccountConfig

/** A strategy that a daemon runs. */
export interface StrategyConfig {
  /** Its name. */
  readonly strategy: string
  /** Its kind: of `crossbook/strategies`, or of the definitions that the daemon is started with. */
  readonly kind: string
  /** What it trades, and with which accounts. */
  readonly legs: readonly { readonly account: string; readonly pair: string }[]
  /** What it is told beside its start, its timers, its orders and fills. */
  readonly events: readonly StrategyEventKind[]
  /** Its parameters, for the schema of its kind. */
  readonly params?: unknown
  /** How much a signal without an amount is for, decimal text. */
  readonly signalAmount?: string | undefined
}

/** What a daemon trades; every default filled in. */
export interface TradingConfig {
  /** The asset that limits, equity and profit are told in. */
  readonly reportingAsset: string
  /** Where the journals lie (the trader's, and one of each account on paper), and what a record survives before anything is sent. */
  readonly journal: { readonly folder: string; readonly durability: 'process' | 'power' }
  /** The accounts, each once. */
  readonly accounts: readonly AccountConfig[]
  /** The strategies, each once. */
  readonly strategies: readonly StrategyConfig[]
  /** Limits and breakers over the defaults. */
  readonly risk: Partial<RiskOptions>
  /** How long calls of a strategy may take before it is stopped, over the defaults. */
  readonly callBudget: Partial<CallBudgetOptions>
  /** What is done where money is not what the venue says. */
  readonly differences: DifferencePolicy
  /** How often the venues are asked for what is so, though nothing happened, in ms. */
  readonly reconcileEveryMs: number
  /** What becomes of working orders when the daemon closes. */
  readonly ordersOnClose: 'cancel' | 'keep'
  /** How long closing waits for the ends of orders, in ms. */
  readonly closeTimeoutMs: number
}

/** Trading as a person writes it: what has a default may be left out. */
export interface TradingConfigInput
  extends Partial<Omit<TradingConfig, 'reportingAsset' | 'journal' | 'accounts' | 'strategies'>> {
  /** See {@link TradingConfig.reportingAsset}. */
  readonly reportingAsset: string
  /** See {@link TradingConfig.journal}. */
  readonly journal: { readonly folder: string; readonly durability?: 'process' | 'power' }
  /** See {@link TradingConfig.accounts}. */
  readonly accounts: readonly (
    | (Omit<PaperAccountConfig, 'fills' | 'leverage'> & Partial<PaperAccountConfig>)
    | (Omit<LiveAccountConfig, 'deadMansSwitchMs'> & Partial<LiveAccountConfig>)
  )[]
  /** See {@link TradingConfig.strategies}. */
  readonly strategies: readonly (Omit<StrategyConfig, 'events'> & Partial<StrategyConfig>)[]
}
