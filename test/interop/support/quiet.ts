/** A logger for SDKs that would write to the console: what is an error to them is told, the rest is nobody's. */
export function quiet(onError: (what: unknown) => void): {
  trace(): void
  info(): void
  error(...what: unknown[]): void
} {
  return { trace() {}, info() {}, error: (...what) => onError(what) }
}
