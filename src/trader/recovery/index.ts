export type { DifferencePolicy } from './reconcile-money.ts'
export { type ReconcileAlert, Reconciler } from './reconciler.ts'
