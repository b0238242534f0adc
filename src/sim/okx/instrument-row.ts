import type { LiveInstrument } from '../live-instrument.ts'
import { indexIdOf, instTypeOf } from './okx-state.ts'
import { contractValueOf } from './wire-text.ts'

/** Listing date of everything simulated, epoch ms. */
const LISTED_MS = 1_606_468_572_000

/** An instrument as it is listed; the fields that do not concern its type are empty. */
export function instrumentRow(live: LiveInstrument, state: string, idCode: number): unknown {
  const { spec } = live
  const isSpot = spec.kind === 'spot'
  // Derivatives leave base and quote empty, and are known by their underlying and family.
  const family = spec.symbol.split('-').slice(0, 2).join('-')
  const isInverse = spec.inverseContractSize !== undefined
  return {
    alias: spec.kind === 'dated' ? 'next_quarter' : '',
    auctionEndTime: '',
    baseCcy: isSpot ? spec.base : '',
    category: '1',
    contTdSwTime: '',
    ctMult: isSpot ? '' : '1',
    ctType: isSpot ? '' : isInverse ? 'inverse' : 'linear',
    ctVal: isSpot ? '' : contractValueOf(spec),
    ctValCcy: isSpot ? '' : isInverse ? spec.quote : spec.base,
    expTime: spec.expiryTimeMs === undefined ? '' : String(spec.expiryTimeMs),
    futureSettlement: false,
    groupId: '1',
    instCategory: '1',
    instFamily: isSpot ? '' : family,
    instId: spec.symbol,
    instIdCode: idCode,
    instType: instTypeOf(live),
    lever: '10',
    listTime: String(LISTED_MS),
    lotSz: spec.lotSize,
    maxIcebergSz: '9999999999',
    maxLmtAmt: '20000000',
    maxLmtSz: '9999999999',
    maxMktAmt: isSpot ? '1000000' : '',
    maxMktSz: '1000000',
    maxStopSz: '1000000',
    maxTriggerSz: '9999999999',
    maxTwapSz: '9999999999',
    minSz: spec.lotSize,
    openType: '',
    optType: '',
    quoteCcy: isSpot ? spec.quote : '',
    ruleType: spec.product === 'xperp' ? 'xperp' : 'normal',
    settleCcy: isSpot ? '' : (spec.settle ?? spec.quote),
    state,
    stk: '',
    tickSz: spec.tickSize,
    tradeQuoteCcyList: isSpot ? [spec.quote] : [],
    uly: isSpot ? '' : indexIdOf(live),
    upcChg: [],
  }
}
