/** Kraken's old codes of two assets; everything else is spelled as the market spells it. */
const UNIFIED: Readonly<Record<string, string>> = { XBT: 'BTC', XDG: 'DOGE' }
const OLD: Readonly<Record<string, string>> = { BTC: 'XBT', DOGE: 'XDG' }

/** The unified code of an asset as REST's `wsname` and futures symbols spell it: `XBT` is `BTC`. */
export function unifiedCode(code: string): string {
  return UNIFIED[code] ?? code
}

/** The code that REST's pair names spell an asset by: `BTC` is `XBT`. */
export function oldCode(code: string): string {
  return OLD[code] ?? code
}
