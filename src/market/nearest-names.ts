const MAX_NAMES = 3

/** The names most like a text that is none of them, best first: what a person probably meant. */
export function nearestNames(text: string, names: Iterable<string>): readonly string[] {
  const wanted = text.toUpperCase()
  const scored: { name: string; distance: number }[] = []
  for (const name of names)
    scored.push({ name, distance: editDistance(wanted, name.toUpperCase()) })
  scored.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
  return scored.slice(0, MAX_NAMES).map(({ name }) => name)
}

/** Least number of letters put in, taken out or changed. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
