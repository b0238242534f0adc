import { z } from 'zod'
import { parseDecimal } from '../core/index.ts'
import type { CallBudgetOptions, LimitSetting, RiskOptions } from '../trader/index.ts'
import type { TradingConfig } from './trading-config.ts'
import { tradingProblems } from './trading-problems.ts'
import { urlsSchema } from './urls-config.ts'

const name = z.string().min(1)
const decimal = z
  .string()
  .refine((text) => parseDecimal(text) !== undefined, { error: 'expected decimal text' })
const amount = decimal.refine((text) => !text.startsWith('-'), {
  error: 'expected at least 0, was below',
})
/** A key pasted in place of a name must not pass, and is not repeated in the message. */
const variable = z.string().regex(/^[A-Z][A-Z0-9_]*$/, {
  error: 'expected the name of an environment variable, as in MAIN_KEY; keys do not belong here',
})
const paper = z.strictObject({
  mode: z.literal('paper'),
  account: name,
  venue: name,
  balances: z.record(z.string(), amount),
  fees: z.strictObject({ makerBps: decimal.optional(), takerBps: decimal.optional() }).optional(),
  fills: z.enum(['queue', 'cross']).default('queue'),
  leverage: z.number().min(1).default(1),
})

const live = z.strictObject({
  mode: z.literal('live'),
  confirmLive: z.literal(true, {
    error: "live orders trade with real money: expected true beside mode 'live', or mode 'paper'",
  }),
  account: name,
  venue: name,
  products: z.array(name).min(1),
  credentialVariables: z
    .strictObject({ key: variable, secret: variable, passphrase: variable.optional() })
    .optional(),
  urls: urlsSchema.optional(),
  deadMansSwitchMs: z.union([z.int().min(1_000), z.literal(false)]).default(60_000),
})

const strategy = z.strictObject({
  strategy: name,
  kind: name,
  legs: z.array(z.strictObject({ account: name, pair: name })).min(1),
  events: z.array(z.enum(['book', 'bbo', 'trade', 'order', 'fill'])).default(['book']),
  params: z.unknown().optional(),
  signalAmount: decimal.optional(),
})

/** As far as its shape goes; `riskOptionProblems` knows the rest. */
const risk = z.strictObject({
  limits: z.array(z.custom<LimitSetting>(isObject)).optional(),
  reference: z.enum(['mid', 'last', 'mark']).optional(),
  moveWindowMs: z.number().optional(),
  errorWindowMs: z.number().optional(),
  dayStartMs: z.number().optional(),
  breakers: z.custom<RiskOptions['breakers']>(hasObjects).optional(),
})

const callBudget = z.strictObject({
  maxCallMs: z.int().min(1).optional(),
  maxOverruns: z.int().min(1).optional(),
  overrunWindowMs: z.int().min(1).optional(),
})

/** Reads {@link TradingConfig}. */
export const tradingSchema: z.ZodType<TradingConfig> = z
  .strictObject({
    reportingAsset: name,
    journal: z.strictObject({
      folder: name,
      durability: z.enum(['process', 'power']).default('process'),
    }),
    accounts: z.array(z.discriminatedUnion('mode', [paper, live])).min(1),
    strategies: z.array(strategy),
    risk: risk.default({}).transform((options): Partial<RiskOptions> => given(options)),
    callBudget: callBudget
      .default({})
      .transform((options): Partial<CallBudgetOptions> => given(options)),
    differences: z.enum(['flag', 'adopt', 'halt']).default('flag'),
    reconcileEveryMs: z.int().min(100).default(30_000),
    ordersOnClose: z.enum(['cancel', 'keep']).default('cancel'),
    closeTimeoutMs: z.int().min(1).default(10_000),
  })
  .superRefine((value, context) => {
    for (const { path, message } of tradingProblems(value))
      context.addIssue({ code: 'custom', path, message })
  })

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasObjects(value: unknown): boolean {
  return isObject(value) && Object.values(value as object).every(isObject)
}

/** Leaves out what was not given. */
function given(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
