/** A column of a table. */
export interface TextColumn {
  /** What stands above it. */
  readonly head: string
  /** Whether it is written to the right, as numbers are. */
  readonly isRight?: boolean
  /** Puts a colour around a cell that has its width already. */
  readonly paint?: (padded: string, cell: string) => string
}

/** Rows of text under their heads, each column as wide as its widest cell. */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const heads = columns.map(({ head }) => head)
  const widths = heads.map((head, i) =>
    Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)),
  )
  const line = (row: readonly string[], isHead: boolean): string =>
    columns
      .map(({ isRight, paint }, i) => {
        const cell = row[i] ?? ''
        const width = widths[i] ?? 0
        const padded = isRight === true ? cell.padStart(width) : cell.padEnd(width)
        return isHead || paint === undefined ? padded : paint(padded, cell)
      })
      .join('  ')
      .trimEnd()
  return [line(heads, true), ...rows.map((row) => line(row, false))]
}
