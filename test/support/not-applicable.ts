import type { KnownVenue } from '../../src/drivers/registry.ts'

/** The same reason for several clauses. */
function all(ids: string, reason: string): Readonly<Record<string, string>> {
  return Object.fromEntries(ids.split(' ').map((id) => [id, reason]))
}

const BOOKS = 'B1 B2 B3 B4 B5 B6 B7 B8 B9 B10'

/** Observed, docs/venues. */
const SILENT = 'a symbol that does not exist is acknowledged, and nothing of it comes'

/** Clauses of the conformance kit that cannot apply to a venue, each with the reason. */
export const NOT_APPLICABLE: Readonly<
  Partial<Record<KnownVenue, Readonly<Record<string, string>>>>
> = {
  binance: { X2: SILENT },
  coinex: { X2: SILENT },
  dydx: {
    X3: 'the answer to a subscribe is numbered: what is behind one that does not come is held back, decision 0011',
  },
  kucoin: { X2: SILENT },
  bybit: {
    L1: 'instruments are listed by the status asked for; see test/drivers/bybit/instruments.test.ts',
  },
  dukascopy: {
    I1: 'quotes have no lot: volumes are indicative',
    ...all(
      'T1 T2 T3 T4 S1 S2 D1 D2 D3 D4 D6 E1 E2 E3 E4',
      'there is no stream: the past is fetched',
    ),
    ...all(`${BOOKS} X3 X5`, 'there is no book'),
    L1: 'the listing says no status',
    ...all('L2 L3', 'instruments are history: they neither vanish nor change their steps'),
    ...all('N1 N2 N3 N4 N5 N6 V1 V2 X1 X2 X6 X7 U1 U2', 'there is no stream: the past is fetched'),
    ...all('R1 R2 R4', 'bars need a moment to begin with, which the clause does not give'),
  },
  hyperliquid: {
    X2: 'an unknown coin ends the connection; topics are made of listed instruments alone',
    L3: 'the step of a price follows from its own digits, and no listing tells it',
    I4: 'a symbol names neither the collateral of its dex nor the tokens of a spot pair',
  },
  mt5: {
    F3: 'a bridge stands on loopback beside its terminal: nothing to encrypt',
    ...all(`E2 E4 X3 X5 ${BOOKS}`, 'a terminal passes on quotes, not a book'),
    ...all('E3 N3 N6', 'symbols with quotes alone have no deals; kept by a run of others alone'),
  },
}
