/** What OKX calls `tdMode`: paid in full, or on margin shared by all positions, or on margin of its own. */
export type OkxTradeMode = 'cash' | 'cross' | 'isolated'

/** What differs between accounts at OKX. */
export interface OkxOptions {
  /**
   * The trade mode of a product's orders, by product. An account in multi-currency or portfolio margin mode trades spot as
   * `cross`. @defaultValue `cash` for `spot`, `cross` for all others
   */
  readonly tradeModes?: Readonly<Record<string, OkxTradeMode>>
}

/** The trade mode of a product's orders. */
export function tradeModeOf({ tradeModes = {} }: OkxOptions, product: string): OkxTradeMode {
  return tradeModes[product] ?? (product === 'spot' ? 'cash' : 'cross')
}
