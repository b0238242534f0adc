import { z } from 'zod'
import type { Decimal } from '../core/index.ts'
import { aboveZero, bps } from './exact-params.ts'

/** How a pair is traded. Amounts and the ratio are decimal text in the setup. */
export interface StatArbParams {
  /** How much of the first leg a position is, in base or contracts. */
  readonly amount: Decimal
  /** How much of the second leg goes with 1 of the first. */
  readonly hedgeRatio: Decimal
  /** How often the spread is sampled, in ms. */
  readonly sampleMs: number
  /** Samples in the window. */
  readonly period: number
  /** How many deviations from the mean open a position. @defaultValue 2 */
  readonly entryZ: number
  /** Nearer than how many deviations it is closed. @defaultValue 0.5 */
  readonly exitZ: number
  /** Beyond how many deviations it is given up, until the spread is back within `exitZ`. @defaultValue 4 */
  readonly stopZ: number
  /** How much worse than the best price an order may be, in bps. @defaultValue 10 */
  readonly slippageBps: number
  /** What a fill costs, in bps: on spot what it buys leaves so much of what is free. @defaultValue 0 */
  readonly feeBps: number
}

/** Reads {@link StatArbParams}. */
export const statArbParams: z.ZodType<StatArbParams> = z
  .object({
    amount: aboveZero,
    hedgeRatio: aboveZero,
    sampleMs: z.number().int().min(1),
    period: z.number().int().min(2).max(1_000_000),
    entryZ: z.number().positive().default(2),
    exitZ: z.number().min(0).default(0.5),
    stopZ: z.number().positive().default(4),
    slippageBps: z.number().min(0).max(10_000).default(10),
    feeBps: bps.default(0),
  })
  .refine(({ exitZ, entryZ, stopZ }) => exitZ < entryZ && entryZ < stopZ, {
    error: 'expected exitZ below entryZ below stopZ',
  })
