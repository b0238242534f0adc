import type { SimInstrument } from '../sim-instrument.ts'

/** Codes of REST that differ from those of the market: the old name, and the one with its class in front. */
const OLD: Readonly<Record<string, string>> = { BTC: 'XBT', DOGE: 'XDG' }
const CLASSED: Readonly<Record<string, string>> = {
  XBT: 'XXBT',
  ETH: 'XETH',
  XDG: 'XXDG',
  LTC: 'XLTC',
  XRP: 'XXRP',
  USD: 'ZUSD',
  EUR: 'ZEUR',
  GBP: 'ZGBP',
}

/** Names of a pair in REST. */
export interface PairNames {
  /** Key of its answers: `XXBTZUSD`. */
  readonly key: string
  /** `XBTUSD`. */
  readonly altname: string
  /** `XBT/USD`. */
  readonly wsname: string
  /** Base asset, `XXBT`. */
  readonly base: string
  /** Quote asset, `ZUSD`. */
  readonly quote: string
}

/** An asset's old name: `XBT`. */
export function oldName(code: string): string {
  return OLD[code] ?? code
}

/** An asset's key in REST: `XXBT`. */
export function assetKey(code: string): string {
  const old = oldName(code)
  return CLASSED[old] ?? old
}

/** The names of a pair; the key has both classes in front only where both assets are old, and `XDG` is not among them. */
export function pairNames({ base, quote }: SimInstrument): PairNames {
  const [oldBase, oldQuote] = [oldName(base), oldName(quote)]
  const altname = `${oldBase}${oldQuote}`
  const isOld = oldBase !== 'XDG' && oldBase in CLASSED && oldQuote in CLASSED
  return {
    key: isOld ? `${assetKey(base)}${assetKey(quote)}` : altname,
    altname,
    wsname: `${oldBase}/${oldQuote}`,
    base: assetKey(base),
    quote: assetKey(quote),
  }
}

/** Whether a name means a pair: any of its own, or the market's. */
export function isNamed(spec: SimInstrument, name: string): boolean {
  const { key, altname, wsname } = pairNames(spec)
  return [key, altname, wsname, spec.symbol, spec.base + spec.quote].includes(name)
}
