/** Tools for testing drivers: the contract as numbered checks. */
export {
  type ConformanceCheck,
  ConformanceFailure,
  type ConformanceSubject,
} from './conformance/check.ts'
export { conformance } from './conformance/index.ts'
