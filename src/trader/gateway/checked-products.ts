import { type AccountFacts, ConfigError, type TradingFacts } from '../../core/index.ts'

/**
 * Refuses product lines that one gateway cannot trade: balances are those of one wallet.
 *
 * @throws ConfigError `INVALID_OPTIONS` where there are none, where one is not traded, and where they have several wallets
 */
export function checkProducts(
  { name, venue, trading }: AccountFacts,
  products: readonly string[],
): void {
  const refusal = (found: string): ConfigError =>
    new ConfigError(
      'INVALID_OPTIONS',
      `Opening an account at ${name}: expected products of one wallet, ${walletsOf(trading)}; ${found}`,
      { context: { venue } },
    )
  if (products.length === 0) throw refusal('there were none')
  const wallets = new Set<string>()
  for (const product of products) {
    const facts = trading.find((each) => each.product === product)
    if (facts === undefined) throw refusal(`"${product}" is not traded`)
    wallets.add(walletOf(facts))
  }
  if (wallets.size > 1)
    throw refusal(`${products.join(', ')} are of several: open a gateway for each`)
}

const walletOf = ({ product, wallet }: TradingFacts): string => wallet ?? product

/** `spot, linear`, or `spot; or usdm` where they are apart. */
function walletsOf(trading: readonly TradingFacts[]): string {
  const lines = new Map<string, string[]>()
  for (const facts of trading) {
    const wallet = walletOf(facts)
    lines.set(wallet, [...(lines.get(wallet) ?? []), facts.product])
  }
  return [...lines.values()].map((products) => products.join(', ')).join('; or ')
}
