import type { RiskInput } from '../engine/index.ts'

/** A command to risk; the trader says when. */
export type TraderRiskCommand = RiskInput extends infer Input
  ? Input extends { readonly by: string; readonly timeUs: number }
    ? Omit<Input, 'timeUs'>
    : never
  : never
