import { type DecimalText, ProtocolError, parseDecimal } from '../../core/index.ts'

/**
 * Columns of exact decimals as integers at one scale, at least `leastScale`.
 *
 * @throws ProtocolError `MALFORMED_RESPONSE` where one does not fit 2^53.
 */
export function toScaledAt(
  columns: readonly (readonly DecimalText[])[],
  leastScale: number,
): { readonly scale: number; readonly columns: readonly (readonly number[])[] } {
  const parsed = columns.map((column) =>
    column.map((text) => parseDecimal(text) ?? { digits: 0n, scale: 0 }),
  )
  const scale = parsed.flat().reduce((most, value) => Math.max(most, value.scale), leastScale)
  const scaled = parsed.map((column) =>
    column.map((value) => {
      const integer = Number(value.digits * 10n ** BigInt(scale - value.scale))
      if (Number.isSafeInteger(integer)) return integer
      throw new ProtocolError('MALFORMED_RESPONSE', `Reading ticks: ${integer} does not fit 2^53`)
    }),
  )
  return { scale, columns: scaled }
}
