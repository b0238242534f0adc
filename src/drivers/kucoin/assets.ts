import { type Asset, asset } from '../../core/index.ts'

/** A spot currency: as the venue writes it. A token `XBT` on spot is not bitcoin. */
export function spotAsset(code: string): Asset {
  return asset(code)
}

/** A currency of a contract: bitcoin is `XBT` there, as base and as what is settled in. */
export function contractAsset(code: string): Asset {
  return asset(code === 'XBT' ? 'BTC' : code)
}
