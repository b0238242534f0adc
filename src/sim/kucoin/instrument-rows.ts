import type { LiveInstrument } from '../live-instrument.ts'
import { coinsPerLot, Digits, markText, milliseconds, priceText, sizeText } from './wire-text.ts'

/** A row of `symbols`. */
export function symbolRow({ spec }: LiveInstrument): Readonly<Record<string, unknown>> {
  return {
    symbol: spec.symbol,
    name: spec.symbol,
    baseCurrency: spec.base,
    quoteCurrency: spec.quote,
    feeCurrency: spec.quote,
    market: 'USDS',
    baseMinSize: spec.lotSize,
    quoteMinSize: '0.1',
    baseMaxSize: '10000000000',
    quoteMaxSize: '99999999',
    baseIncrement: spec.lotSize,
    quoteIncrement: '0.000001',
    priceIncrement: spec.tickSize,
    priceLimitRate: '0.1',
    minFunds: '0.1',
    isMarginEnabled: false,
    enableTrading: spec.status ?? true,
    feeCategory: 1,
    makerFeeCoefficient: '1.00',
    takerFeeCoefficient: '1.00',
    st: false,
    callauctionIsEnabled: false,
  }
}

/** A row of `contracts`: bare numbers, null where a perpetual contract has no date. */
export function contractRow(
  live: LiveInstrument,
  nowUs: number,
): Readonly<Record<string, unknown>> {
  const { spec, perpetual } = live
  const isInverse = spec.inverseContractSize !== undefined
  const isDated = spec.kind === 'dated'
  return {
    symbol: spec.symbol,
    rootSymbol: spec.settle ?? spec.quote,
    type: isDated ? 'FFICSX' : 'FFWCSX',
    firstOpenDate: 1_585_555_200_000,
    expireDate: spec.expiryTimeMs ?? null,
    settleDate: spec.expiryTimeMs ?? null,
    baseCurrency: spec.base,
    quoteCurrency: spec.quote,
    settleCurrency: spec.settle ?? spec.quote,
    maxOrderQty: 1_000_000,
    maxPrice: new Digits('1000000.0'),
    lotSize: new Digits(spec.lotSize),
    tickSize: new Digits(spec.tickSize),
    indexPriceTickSize: new Digits('0.01'),
    multiplier: new Digits(isInverse ? '-1.0' : coinsPerLot(spec)),
    initialMargin: new Digits('0.008'),
    maintainMargin: new Digits('0.004'),
    makerFeeRate: new Digits('2.0E-4'),
    takerFeeRate: new Digits('6.0E-4'),
    isDeleverage: true,
    isQuanto: false,
    isInverse,
    markMethod: 'FairPrice',
    status: spec.status ?? 'Open',
    // Dated contracts exchange no funding.
    fundingFeeRate: isDated ? null : new Digits(markText(perpetual?.fundingRate ?? 0)),
    openInterest: sizeText(spec, perpetual?.openInterest ?? 0),
    markPrice: new Digits(markText(perpetual?.markPrice ?? 0n)),
    indexPrice: new Digits(markText(perpetual?.indexPrice ?? 0n)),
    lastTradePrice: new Digits(priceText(spec, live.trades.at(-1)?.price ?? spec.start)),
    nextFundingRateTime: isDated ? null : (perpetual?.nextFundingTimeMs ?? 0) - milliseconds(nowUs),
    fundingRateGranularity: isDated ? null : 28_800_000,
    maxLeverage: 125,
    supportCross: true,
  }
}
