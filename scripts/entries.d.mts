export interface PackageEntry {
  /** The export subpath, such as `./sim`; absent for a command. */
  readonly subpath: string | undefined
  /** The built file below dist/, without its extension. */
  readonly name: string
  readonly source: string
  readonly exists: boolean
}
export function packageEntries(): readonly PackageEntry[]
