/** As many as there are accounts, assets, venues and instruments that were ever held. */
const NUMBERS = new Map<string, number>()

/**
 * The number of a name in this process: the same for the same text. Whether two holdings belong together is asked of each
 * for every order, and texts of one length are compared letter by letter.
 */
export function nameNumber(name: string): number {
  const known = NUMBERS.get(name)
  if (known !== undefined) return known
  NUMBERS.set(name, NUMBERS.size)
  return NUMBERS.size - 1
}
