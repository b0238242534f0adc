/**
 * Recorded samples that are not what they claim to be, by content hash; each was read by a person.
 *
 * `npm run test:recordings` prints the hash of every faulty frame it meets.
 */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
  '1b027f1940509d06': 'binance: a template of a client test suite, `|1|` in place of the id',
  '4df79c9e736b1eca': 'binance: a template of a client test suite, `|1|` in place of the id',
  b83026fd2407b98b: 'coinex: a template of a client test suite, `|2|` in place of the id',
  c25729989e4007b9: 'coinex: a template of a client test suite, `|1|` in place of the id',
  d4cbb327ceffdc0a: 'kraken: a template of a client test suite, `|1|` in place of the id',
  '96bec1451945dbfd': 'kraken: a template of a client test suite, `|1|` in place of the id',
  f9f6ee9783b606aa: 'kraken: a template of a client test suite, `|1|` in place of the id',
  '62b4991e83e012ea': 'kraken: a template of a client test suite, `|1|` in place of the id',
  '7dd2840d5ac1cf21': 'kraken: a template of a client test suite, `|1|` in place of the id',
}
