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
  ef66be14f93bbc22: 'mexc: a trade of spot v2 of 2022, marked current; refused as LEGACY_FRAME',
  bc6d72d66c88962a: 'mexc: a book of spot v2 of 2022, marked current; refused as LEGACY_FRAME',
  fe91afce26d615c8: "mexc: the documentation's JSON picture of a protobuf frame, with other names",
  '4625b498cce4a049':
    "mexc: the documentation's JSON picture of a protobuf frame, with other names",
  '01ac52f6e9ae3db4':
    "mexc: the documentation's JSON picture of a protobuf frame, with other names",
  '08f17a0388ae3eb8':
    "mexc: the documentation's JSON picture of a protobuf frame, with other names",
  '93dabf8bef11eec8': 'mexc: a template of a client test suite, `|1|` in place of the id',
  d6598bda387cecf4: 'mexc: a template of a client test suite, `|1|` in place of the id',
  '553be202c5d9f8d8': 'mexc: a template of a client test suite, `|1|` in place of the id',
  '8c772e0c8e4148de': 'mexc: a template of a client test suite, `|1|` in place of the id',
  '8071ed6580850057':
    "mexc: a bar of futures as it is today, marked legacy; the folder's own words are that push.* is current",
  bae44f7d26914186:
    "mexc: a bar of futures as it is today, marked legacy; the folder's own words are that push.* is current",
}
