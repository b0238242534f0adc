import { nodeMajor, type Result } from './results.ts'

/** Each bench that keeps results, and the id of one that it always does. */
export const KEEPS: Readonly<Record<string, string>> = {
  alternatives: 'alternatives-1000',
  book: 'book-1000',
  collections: 'collections',
  decode: 'decode-depth-spot',
  history: 'history',
  load: 'load',
  loopback: 'loopback',
  memory: 'memory',
  ring: 'threads',
  risk: 'risk',
  signing: 'signing',
  soak: 'soak',
  threads: 'told-books',
  'tick-to-trade': 'tick-to-trade',
  'tick-to-trade-sockets': 'tick-to-trade-sockets',
  venues: 'venues',
  'venues-together': 'venues-together',
  waterfall: 'waterfall',
}

/** Benches of which nothing is kept for a major version of Node. */
export function absentBenches(results: readonly Result[], major: number): readonly string[] {
  const kept = new Set(results.filter((result) => nodeMajor(result) === major).map(({ id }) => id))
  return Object.entries(KEEPS).flatMap(([bench, id]) => (kept.has(id) ? [] : [bench]))
}
