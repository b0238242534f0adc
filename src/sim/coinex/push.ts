/** A message that nobody asked for, as text. */
export function push(method: string, data: unknown): string {
  return JSON.stringify({ method, data, id: null })
}
