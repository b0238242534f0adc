/**
 * Recorded samples that are not what they claim to be, by content hash; each was read by a person.
 *
 * `npm run test:recordings` prints the hash of every faulty frame it meets.
 */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
  '1b027f1940509d06': 'binance: a template of a client test suite, `|1|` in place of the id',
  '4df79c9e736b1eca': 'binance: a template of a client test suite, `|1|` in place of the id',
  db77afc10ce38c10:
    'coinbase: made up to break a parser of another client, its list missing or its fields none',
  '178bbc7b53826b69':
    'coinbase: made up to break a parser of another client, its list missing or its fields none',
  '7cc45e9addb6e63c':
    'coinbase: made up to break a parser of another client, its list missing or its fields none',
  '2426b061a836b8d9':
    'coinbase: made up to break a parser of another client, its list missing or its fields none',
  '3204fb9ac6259d92':
    'coinbase: made up to break a parser of another client, its list missing or its fields none',
  '8b7345efcb99f96e':
    'coinbase: made up to break a parser of another client, its list missing or its fields none',
  '890212120adf85f4':
    'coinbase: made up to break a parser of another client, its list missing or its fields none',
  '077a7540d9049db8':
    'coinbase: made up to break a parser of another client, its list missing or its fields none',
  '11778905cb95c362':
    'coinbase: made up to break a parser of another client, its list missing or its fields none',
  b83026fd2407b98b: 'coinex: a template of a client test suite, `|2|` in place of the id',
  c25729989e4007b9: 'coinex: a template of a client test suite, `|1|` in place of the id',
  d4cbb327ceffdc0a: 'kraken: a template of a client test suite, `|1|` in place of the id',
  '96bec1451945dbfd': 'kraken: a template of a client test suite, `|1|` in place of the id',
  f9f6ee9783b606aa: 'kraken: a template of a client test suite, `|1|` in place of the id',
  '62b4991e83e012ea': 'kraken: a template of a client test suite, `|1|` in place of the id',
  '7dd2840d5ac1cf21': 'kraken: a template of a client test suite, `|1|` in place of the id',
}
